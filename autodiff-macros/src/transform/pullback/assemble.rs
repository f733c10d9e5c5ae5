//! Step three: both sweeps, with records and restores in them.
//!
//! The locals of an inner block that its reverse reads travel from one sweep to the other:
//!
//! ```text
//! forward                              reverse
//! if c { ..; kept = Some((a, b)); }    if c { let (a, b) = kept.unwrap(); .. }
//! for i in r { ..; tape.push((a,)); }  for i in r.rev() { let (a,) = tape.pop(); .. }
//! ```

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;

use super::idle::IdleLoops;
use super::independence::{LoopMode, Modes};
use super::plan::Plan;
use super::reverse::{Inner, RevBlock, RevItem, Reversed};
use super::{Pullback, Switches};
use crate::analysis::activity::may_write;
use crate::ir::{
    BinaryOp, Block, CallMode, Expr, ExprKind, Function, Grow, Hint, Place, ReverseCall, Stmt,
    StmtId, StmtKind, Var, VarId, VarKind, visit,
};

/// What step three depends on besides the plan.
pub(super) struct Options<'o> {
    pub(super) switches: Switches,
    pub(super) sweeps: super::Sweeps,
    pub(super) idle: &'o IdleLoops,
}

/// Runs step three; gives the loops that may be left out as a whole, too.
pub(super) fn assemble(
    primal: &Function,
    reversed: Reversed,
    plan: &Plan,
    modes: &Modes,
    with: &Options<'_>,
) -> (Pullback, HashSet<StmtId>) {
    let Options { switches, sweeps, idle } = *with;
    let mut state = Assemble {
        f: reversed.function,
        plan,
        residuals: reversed.residuals,
        adjoints: reversed.adjoints.clone(),
        tapes: Vec::new(),
        switches,
        modes,
        idle,
        left_out: HashSet::new(),
    };
    let fused = modes.of.iter().find(|(_, (mode, _))| *mode == LoopMode::Fused);
    let (forward, mut reverse) = match fused {
        Some((id, (_, found))) => state.fused(primal, *id, found.awaited.clone(), reversed.body),
        None => state.block(&primal.body, reversed.body),
    };
    if sweeps == super::Sweeps::Apart {
        // What a residual would keep otherwise.
        let (_, prologue) = state.keep(&forward, &reverse);
        reverse.splice(0..0, prologue);
    }
    let mut stmts = std::mem::take(&mut state.tapes);
    stmts.extend(forward);
    let mut kept = HashSet::new();
    for stmt in &reverse {
        visit::each_mention(stmt, &mut |var| {
            kept.insert(var);
        });
    }
    let pullback = Pullback {
        function: state.f,
        forward: Block { stmts },
        reverse: Block { stmts: reverse },
        slots: reversed.slots,
        seed: reversed.seed,
        kept,
        borrows: borrows(primal),
        fused: fused.is_some(),
    };
    (pullback, state.left_out)
}

/// Whether locals hold references.
fn borrows(f: &Function) -> bool {
    let mut found = false;
    let mut look = |value: &Expr| {
        found |= match &value.kind {
            ExprKind::Ref(_) | ExprKind::RefMut(_) | ExprKind::RefTemp(_) => true,
            ExprKind::Aggregate { operands, .. } => {
                operands.iter().any(|o| matches!(o.kind, ExprKind::Ref(_) | ExprKind::RefMut(_)))
            }
            _ => false,
        };
    };
    visit::each_stmt(&f.body, &mut |stmt| match &stmt.kind {
        StmtKind::Let { value: Some(value), .. } | StmtKind::Assign { value, .. } => look(value),
        _ => {}
    });
    found
}

pub(super) struct Assemble<'p> {
    pub(super) f: Function,
    plan: &'p Plan,
    residuals: HashMap<StmtId, VarId>,
    pub(super) adjoints: HashMap<VarId, VarId>,
    /// Declarations of the tapes that serve the whole function.
    pub(super) tapes: Vec<Stmt>,
    pub(super) switches: Switches,
    pub(super) modes: &'p Modes,
    pub(super) idle: &'p IdleLoops,
    /// The loops among the idle ones that have a condition around them.
    pub(super) left_out: HashSet<StmtId>,
}

/// Both sweeps of a block.
pub(super) type Sweeps = (Vec<Stmt>, Vec<Stmt>);

/// The variables that statements declare directly.
fn locals(stmts: &[Stmt]) -> Vec<VarId> {
    let mut out = Vec::new();
    for stmt in stmts {
        match &stmt.kind {
            StmtKind::Let { var, .. } | StmtKind::RecordNew { var, .. } => out.push(*var),
            StmtKind::Save { old, .. } => out.push(*old),
            StmtKind::Call { dest, .. } | StmtKind::Grow(Grow { dest, .. }) => out.extend(dest),
            StmtKind::Reverse(call) => {
                out.extend(call.dest);
                out.extend(call.residual);
            }
            StmtKind::TapeNew { tape, .. } => out.push(*tape),
            _ => {}
        }
    }
    out
}

impl Assemble<'_> {
    pub(super) fn stmt(&mut self, kind: StmtKind, span: Span) -> Stmt {
        self.f.stmt(kind, span)
    }

    pub(super) fn record(&mut self, name: &str, span: Span, hint: Hint) -> VarId {
        self.f.add_var(Var {
            name: name.to_owned(),
            span,
            kind: VarKind::Record,
            mutable: true,
            hint,
            ty: None,
            reassigned: false,
        })
    }

    /// What is known of the value that is kept of a place. Of a checked variable that is an option.
    fn kept_hint(&self, place: &Place) -> Hint {
        if place.is_var() && self.f.var(place.root).kind == VarKind::Checked {
            return Hint::Unknown;
        }
        self.f.place_hint(place)
    }

    /// What a block keeps for its reverse: the variables to record, and the prologue of the reverse.
    fn keep(&mut self, forward: &[Stmt], reverse: &[Stmt]) -> (Vec<VarId>, Vec<Stmt>) {
        let own = locals(forward);
        let mut needed: HashSet<VarId> = HashSet::new();
        for stmt in reverse {
            visit::each_mention(stmt, &mut |var| {
                needed.insert(var);
            });
        }
        loop {
            let mut more = Vec::new();
            for var in own.iter().filter(|var| needed.contains(var)) {
                if let Some(value) = self.plan.recomputed.get(var) {
                    visit::each_read(value, &mut |read| more.push(read));
                }
            }
            let before = needed.len();
            needed.extend(more);
            if needed.len() == before {
                break;
            }
        }
        let mut recorded = Vec::new();
        let mut prologue = Vec::new();
        for var in own {
            if !needed.contains(&var) {
                continue;
            }
            match self.plan.recomputed.get(&var) {
                Some(value) => {
                    let span = value.span;
                    let value = Some(value.clone());
                    let stmt = self.stmt(StmtKind::Let { var, value }, span);
                    prologue.push(stmt);
                }
                None => recorded.push(var),
            }
        }
        (recorded, prologue)
    }

    /// An arm of a branch, with its residual.
    fn arm(
        &mut self,
        forward: Vec<Stmt>,
        reverse: Vec<Stmt>,
        span: Span,
    ) -> (Sweeps, Option<VarId>) {
        if reverse.is_empty() {
            return ((forward, reverse), None);
        }
        let (recorded, prologue) = self.keep(&forward, &reverse);
        let (mut forward, mut body) = (forward, Vec::new());
        let mut residual = None;
        if !recorded.is_empty() {
            let var = self.record("kept", span, Hint::Unknown);
            residual = Some(var);
            let kind = StmtKind::ResidualSet { residual: var, vars: recorded.clone() };
            let stmt = self.stmt(kind, span);
            forward.push(stmt);
            let stmt = self.stmt(StmtKind::ResidualGet { residual: var, vars: recorded }, span);
            body.push(stmt);
        }
        body.extend(prologue);
        body.extend(reverse);
        ((forward, body), residual)
    }

    fn declare_residual(&mut self, residual: Option<VarId>, span: Span, out: &mut Vec<Stmt>) {
        if let Some(var) = residual {
            let stmt = self.stmt(StmtKind::RecordNew { var, value: None }, span);
            out.push(stmt);
        }
    }

    /// Both sweeps of a block.
    fn block(&mut self, block: &Block, reverse: RevBlock) -> Sweeps {
        let (first, sweeps, last) = self.each(block, reverse);
        let mut forward = Vec::new();
        let mut reversed = Vec::new();
        for (ahead, back) in sweeps {
            forward.extend(ahead);
            reversed.push(back);
        }
        let mut reverse = first;
        reverse.extend(reversed.into_iter().rev().flatten());
        reverse.extend(last);
        (forward, reverse)
    }

    /// What a block's reverse starts with, both sweeps of each statement, and what its reverse ends with.
    pub(super) fn each(
        &mut self,
        block: &Block,
        reverse: RevBlock,
    ) -> (Vec<Stmt>, Vec<Sweeps>, Vec<Stmt>) {
        let mut first = Vec::new();
        let mut last = Vec::new();
        let mut items: HashMap<StmtId, RevItem> = HashMap::new();
        for item in reverse.items {
            if item.of == StmtId(u32::MAX) {
                if items.is_empty() && last.is_empty() && first.is_empty() {
                    first = item.before;
                } else {
                    last = item.before;
                }
            } else {
                items.insert(item.of, item);
            }
        }
        // An arm without statements has only its edges.
        let mut sweeps = Vec::new();
        for stmt in &block.stmts {
            let item = items.remove(&stmt.id);
            let mut forward = Vec::new();
            let back = self.both(stmt, item, &mut forward);
            sweeps.push((forward, back));
        }
        (first, sweeps, last)
    }

    /// Appends a statement's forward sweep; gives its reverse sweep.
    fn both(&mut self, stmt: &Stmt, item: Option<RevItem>, forward: &mut Vec<Stmt>) -> Vec<Stmt> {
        let span = stmt.span;
        let (mut back, after, inner) = match item {
            Some(item) => (item.before, item.after, item.inner),
            None => (Vec::new(), Vec::new(), Inner::None),
        };
        match &stmt.kind {
            StmtKind::Assign { place, value } => {
                if self.plan.recorded.contains(&stmt.id) {
                    let hint = self.kept_hint(place);
                    let old = self.record("old", span, hint);
                    let replace = ExprKind::Replace(place.clone(), Box::new(value.clone()));
                    let value = Some(Expr::new(replace, span));
                    let save = self.stmt(StmtKind::Let { var: old, value }, span);
                    forward.push(save);
                    let place = place.clone();
                    let value = Expr::var(old, span);
                    let restore = self.stmt(StmtKind::Assign { place, value }, span);
                    back.push(restore);
                } else {
                    forward.push(stmt.clone());
                }
            }
            StmtKind::Update { op, place, value } => {
                if self.plan.undone.contains(&stmt.id) {
                    let op = if *op == BinaryOp::Add { BinaryOp::Sub } else { BinaryOp::Add };
                    let kind = StmtKind::Update { op, place: place.clone(), value: value.clone() };
                    let undo = self.stmt(kind, span);
                    back.push(undo);
                } else if self.plan.recorded.contains(&stmt.id) {
                    let hint = self.kept_hint(place);
                    let old = self.record("old", span, hint);
                    let save = self.stmt(StmtKind::Save { old, place: place.clone() }, span);
                    forward.push(save);
                    let restore = self.stmt(StmtKind::Restore { place: place.clone(), old }, span);
                    back.push(restore);
                }
                forward.push(stmt.clone());
            }
            StmtKind::Call { dest, callee, args } => {
                if let Some(residual) = self.residuals.get(&stmt.id).copied() {
                    let call = ReverseCall {
                        mode: CallMode::Forward,
                        dest: *dest,
                        residual: Some(residual),
                        callee: callee.clone(),
                        args: args.clone(),
                        seed: None,
                        slots: Vec::new(),
                    };
                    let call = self.stmt(StmtKind::Reverse(call), span);
                    forward.push(call);
                } else {
                    if self.plan.recorded.contains(&stmt.id) {
                        for (index, arg) in args.iter().enumerate() {
                            if may_write(&self.f, callee, index, arg)
                                && let Some(place) = arg.place().cloned()
                            {
                                let hint = self.kept_hint(&place);
                                let old = self.record("old", span, hint);
                                let kind = StmtKind::Save { old, place: place.clone() };
                                let save = self.stmt(kind, span);
                                forward.push(save);
                                let restore = self.stmt(StmtKind::Restore { place, old }, span);
                                back.push(restore);
                            }
                        }
                    }
                    forward.push(stmt.clone());
                }
            }
            StmtKind::Grow(grow) => {
                forward.push(stmt.clone());
                if self.plan.recorded.contains(&stmt.id) {
                    let undo = self.stmt(StmtKind::Grow(grow.undone(span)), span);
                    back.push(undo);
                }
            }
            StmtKind::If { cond, then, els } => {
                let (rev_then, rev_els) = match inner {
                    Inner::If(then, els) => (then, els),
                    _ => (RevBlock::default(), RevBlock::default()),
                };
                let (then, back_then) = self.block(then, rev_then);
                let (els, back_els) = self.block(els, rev_els);
                let ((then, back_then), kept_then) = self.arm(then, back_then, span);
                let ((els, back_els), kept_els) = self.arm(els, back_els, span);
                self.declare_residual(kept_then, span, forward);
                self.declare_residual(kept_els, span, forward);
                let kind = StmtKind::If {
                    cond: cond.clone(),
                    then: Block { stmts: then },
                    els: Block { stmts: els },
                };
                let ahead = self.stmt(kind, span);
                forward.push(ahead);
                if !back_then.is_empty() || !back_els.is_empty() {
                    let kind = StmtKind::If {
                        cond: cond.clone(),
                        then: Block { stmts: back_then },
                        els: Block { stmts: back_els },
                    };
                    let stmt = self.stmt(kind, span);
                    back.push(stmt);
                }
            }
            StmtKind::Match { scrutinee, exclusive, arms } => {
                let mut rev_arms = match inner {
                    Inner::Match(arms) => arms,
                    _ => arms.iter().map(|_| RevBlock::default()).collect(),
                };
                let mut new_arms = Vec::new();
                let mut back_arms = Vec::new();
                for (arm, rev) in arms.iter().zip(rev_arms.drain(..)) {
                    let (ahead, back_arm) = self.block(&arm.body, rev);
                    let mut ahead = ahead;
                    if !back_arm.is_empty() {
                        let (recorded, mut body) = self.keep(&ahead, &back_arm);
                        body.extend(back_arm);
                        let residual = self.record("kept", span, Hint::Unknown);
                        let kind = StmtKind::ResidualSet { residual, vars: recorded.clone() };
                        let set = self.stmt(kind, span);
                        ahead.push(set);
                        self.declare_residual(Some(residual), span, forward);
                        let mut mentioned = false;
                        for stmt in &body {
                            visit::each_mention(stmt, &mut |var| {
                                mentioned |= arm.bindings.iter().any(|b| b.var == var);
                            });
                        }
                        if mentioned {
                            let kind = StmtKind::Rebind {
                                scrutinee: scrutinee.clone(),
                                exclusive: *exclusive,
                                pat: arm.pat.clone(),
                                body: Block { stmts: body },
                            };
                            body = vec![self.stmt(kind, span)];
                        }
                        let kind = StmtKind::IfKept {
                            residual,
                            vars: recorded,
                            body: Block { stmts: body },
                        };
                        let stmt = self.stmt(kind, span);
                        back_arms.push(stmt);
                    }
                    let mut arm = arm.clone();
                    arm.body = Block { stmts: ahead };
                    new_arms.push(arm);
                }
                let kind = StmtKind::Match {
                    scrutinee: scrutinee.clone(),
                    exclusive: *exclusive,
                    arms: new_arms,
                };
                let ahead = self.stmt(kind, span);
                forward.push(ahead);
                back.extend(back_arms);
            }
            StmtKind::For { body, .. } | StmtKind::Loop { body, .. } => {
                let rev = match inner {
                    Inner::Loop(body) => body,
                    _ => RevBlock::default(),
                };
                let (ahead, back_body) = self.block(body, rev);
                let mode = self.modes.of.get(&stmt.id).map(|(mode, _)| *mode);
                if !back_body.is_empty() && mode.is_some_and(LoopMode::is_back_to_back) {
                    self.independent(stmt, ahead, back_body, forward, &mut back);
                } else if back_body.is_empty() {
                    let mut stmt = stmt.clone();
                    if let Some(body) = visit::blocks_mut(&mut stmt).into_iter().next() {
                        *body = Block { stmts: ahead };
                    }
                    forward.push(stmt);
                } else if !self.checkpointed(stmt, &ahead, &back_body, forward, &mut back) {
                    // The zeros of adjoints are useful only if the loop has a reverse.
                    self.tape_loop(stmt, ahead, back_body, forward, &mut back);
                }
            }
            _ => forward.push(stmt.clone()),
        }
        back.extend(after);
        back
    }

    /// A loop whose iterations are taped.
    pub(super) fn tape_loop(
        &mut self,
        stmt: &Stmt,
        mut ahead: Vec<Stmt>,
        back_body: Vec<Stmt>,
        forward: &mut Vec<Stmt>,
        back: &mut Vec<Stmt>,
    ) {
        let span = stmt.span;
        let mut back_body = back_body;
        let mut body = Vec::new();
        if let Some((LoopMode::Tape, found)) = self.modes.of.get(&stmt.id) {
            let mut read = HashSet::new();
            for stmt in &back_body {
                visit::each_mention(stmt, &mut |var| {
                    read.insert(var);
                });
            }
            let mut privates: Vec<VarId> = found.privates.iter().copied().collect();
            privates.sort();
            for root in privates.into_iter().filter(|root| read.contains(root)) {
                if matches!(self.f.var(root).hint, Hint::Array(..)) {
                    let old = self.record("kept", span, self.f.var(root).hint.clone());
                    let place = Place::var(root);
                    let save = self.stmt(StmtKind::Save { old, place: place.clone() }, span);
                    ahead.push(save);
                    let restore = self.stmt(StmtKind::Restore { place, old }, span);
                    back_body.insert(0, restore);
                    continue;
                }
                let element = self.f.var(root).hint.element();
                let tape = self.record("tape", span, Hint::Slice(Box::new(element)));
                let new = self.stmt(StmtKind::TapeNew { tape, constant_trips: None }, span);
                self.tapes.push(new);
                let push = self.stmt(StmtKind::TapePushAll { tape, var: root }, span);
                ahead.push(push);
                let pop = self.stmt(StmtKind::TapePopAll { tape, var: root }, span);
                body.push(pop);
            }
        }
        let (recorded, prologue) = self.keep(&ahead, &back_body);
        if !recorded.is_empty() {
            let parts = recorded.iter().map(|var| self.kept_hint(&Place::var(*var))).collect();
            let tape = self.record("tape", span, Hint::Tuple(parts));
            let constant_trips = match &stmt.kind {
                StmtKind::For { range, .. } if self.switches.array_tapes => {
                    range.constant_trips.clone()
                }
                _ => None,
            };
            let flat = constant_trips.is_none();
            let new = self.stmt(StmtKind::TapeNew { tape, constant_trips }, span);
            if flat {
                self.tapes.push(new);
                if let StmtKind::For { range, .. } = &stmt.kind {
                    let (low, high, inclusive) = match &range.part {
                        Some(part) => (Expr::tokens(quote::quote!(0), span), part.1.clone(), false),
                        None => (range.low.clone(), range.high.clone(), range.inclusive),
                    };
                    let (low, high) = (Some(Box::new(low)), Some(Box::new(high)));
                    let trips = Expr::new(ExprKind::Range { low, high, inclusive }, span);
                    let reserve = self.stmt(StmtKind::TapeReserve { tape, trips }, span);
                    forward.push(reserve);
                }
            } else {
                forward.push(new);
            }
            let push = self.stmt(StmtKind::TapePush { tape, vars: recorded.clone() }, span);
            ahead.push(push);
            let pop = self.stmt(StmtKind::TapePop { tape, vars: recorded }, span);
            body.push(pop);
        }
        body.extend(prologue);
        body.extend(back_body);
        let body = Block { stmts: body };
        let counted = match &stmt.kind {
            StmtKind::For { exit, .. } => exit.is_some(),
            _ => true,
        };
        let trips = counted.then(|| {
            let trips = self.record("trips", span, Hint::Discrete);
            let value = Some(quote::quote!(0usize));
            let new = self.stmt(StmtKind::RecordNew { var: trips, value }, span);
            forward.push(new);
            let value = Expr::tokens(quote::quote!(1), span);
            let place = Place::var(trips);
            let count = self.stmt(StmtKind::Update { op: BinaryOp::Add, place, value }, span);
            ahead.insert(0, count);
            trips
        });
        let mut new = stmt.clone();
        if let Some(block) = visit::blocks_mut(&mut new).into_iter().next() {
            *block = Block { stmts: ahead };
        }
        forward.push(new);
        let kind = match &stmt.kind {
            StmtKind::For { var, range, .. } => {
                StmtKind::ForReverse { var: *var, range: range.clone(), trips, body }
            }
            _ => StmtKind::Repeat { count: trips.expect("counted"), body },
        };
        let reverse = self.stmt(kind, span);
        self.push_unless_idle(stmt.id, reverse, back);
    }
}
