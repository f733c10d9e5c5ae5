//! Second order: the pushforward of a pullback, forward over reverse.
//!
//! Both sweeps are a program, and this is its forward mode. Every variable gets a companion: a value its tangent, as
//! in the pushforward; an adjoint the tangent of the adjoint; a record the record of the tangent. So whatever the
//! reverse sweep finds again, it finds with its tangent, and nothing new has to be kept.
//!
//! ```text
//! forward    t = x * w; tape.push((t,))        t_tan = ..; t = x * w; tape.push((t, t_tan))
//! reverse    let (t,) = tape.pop();            let (t, t_tan) = tape.pop();
//!            t_adj = y_adj * 2.0;              t_adj_tan = y_adj_tan * 2.0; t_adj = y_adj * 2.0;
//!            x_adj += sin_adjoint_0(t, t_adj)  let (p, d) = sin_adjoint_0 of (t, t_tan) and (t_adj, t_adj_tan) as
//!                                              dual numbers; x_adj_tan += d; x_adj += p
//! ```
//!
//! The tangent of an adjoint has the adjoint's type, so no type is asked for more than the first order asks for.

mod adjoints;
mod rules;

use std::collections::{BTreeSet, HashMap};

use proc_macro2::Span;

use super::adjoint::zero;
use super::pullback::Pullback;
use super::pushforward::Push;
use crate::analysis::activity::Activity;
use crate::ir::{
    BinaryOp, Binding, Block, CallMode, Expr, ExprKind, Function, Grow, Growth, Pat, Place,
    ReverseCall, SecondCall, Stmt, StmtKind, VarId, VarKind, visit,
};

/// Both sweeps with tangents.
pub(crate) struct SecondOrder {
    pub(crate) sweeps: Pullback,
    /// The slots of the tangents of active parameters.
    pub(crate) tangents: Vec<Option<VarId>>,
    /// The slots of the tangents of the adjoints of active parameters.
    pub(crate) slot_tangents: Vec<Option<VarId>>,
    pub(crate) seed_tangent: Option<VarId>,
    /// The result's tangent.
    pub(crate) result_tangent: Option<Expr>,
}

/// Differentiates a pullback of the normalized function `primal`.
pub(crate) fn second_order(
    primal: &Function,
    activity: &Activity,
    pullback: &Pullback,
) -> SecondOrder {
    let (push, tangents, mut first) = Push::new(primal, pullback.function.clone(), activity);
    let mut second = Second {
        push,
        primal: primal.vars.len(),
        companions: HashMap::new(),
        records: HashMap::new(),
        element_tapes: BTreeSet::new(),
        bindings: bindings(primal),
    };
    let slot_tangents: Vec<Option<VarId>> =
        pullback.slots.iter().map(|slot| slot.map(|slot| second.companion(slot))).collect();
    let seed_tangent = pullback.seed.map(|seed| second.companion(seed));
    let forward = second.block(&pullback.forward);
    let reverse = second.block(&pullback.reverse);
    let span = Span::mixed_site();
    for tape in second.element_tapes.clone() {
        second.emit(StmtKind::TapeNew { tape, constant_trips: None }, span, &mut first);
    }
    first.extend(forward.stmts);
    let mut kept = pullback.kept.clone();
    kept.extend(pullback.kept.iter().filter_map(|var| second.companions.get(var)));
    kept.extend(pullback.kept.iter().filter_map(|var| second.push.tangents.get(*var)));
    let result_tangent = second.push.result(primal);
    SecondOrder {
        sweeps: Pullback {
            function: second.push.f,
            forward: Block { stmts: first },
            reverse,
            slots: pullback.slots.clone(),
            seed: pullback.seed,
            kept,
            borrows: pullback.borrows,
            fused: pullback.fused,
        },
        tangents,
        slot_tangents,
        seed_tangent,
        result_tangent,
    }
}

/// What the arms of a function's matches bind.
fn bindings(f: &Function) -> HashMap<VarId, Binding> {
    let mut found = HashMap::new();
    visit::each_stmt(&f.body, &mut |stmt| {
        if let StmtKind::Match { arms, .. } = &stmt.kind {
            for binding in arms.iter().flat_map(|arm| &arm.bindings) {
                found.insert(binding.var, binding.clone());
            }
        }
    });
    found
}

/// The variables that a pattern binds.
fn bound(pat: &Pat, out: &mut Vec<VarId>) {
    match pat {
        Pat::Wild | Pat::Tokens(_) => {}
        Pat::Bind(var, sub) => {
            if !out.contains(var) {
                out.push(*var);
            }
            sub.iter().for_each(|sub| bound(sub, out));
        }
        Pat::Tuple(fields, _) | Pat::TupleStruct { fields, .. } | Pat::Or(fields) => {
            fields.iter().for_each(|field| bound(field, out));
        }
        Pat::Struct { fields, .. } => fields.iter().for_each(|(_, field)| bound(field, out)),
        Pat::Slice(fields, rest) => {
            fields.iter().for_each(|field| bound(field, out));
            if let Some((_, Some(var))) = rest {
                out.push(*var);
            }
        }
    }
}

struct Second<'a> {
    /// The pushforward of the primal's statements.
    push: Push<'a>,
    /// How many variables the primal has: those after them are adjoints and records.
    primal: usize,
    /// Of adjoints the tangents, of recorded values the recorded tangents.
    companions: HashMap<VarId, VarId>,
    /// What tapes and residuals hold.
    records: HashMap<VarId, Vec<VarId>>,
    /// The tapes of the tangents of arrays' elements, which serve the whole function.
    element_tapes: BTreeSet<VarId>,
    bindings: HashMap<VarId, Binding>,
}

impl Second<'_> {
    fn is_primal(&self, var: VarId) -> bool {
        (var.0 as usize) < self.primal
    }

    fn emit(&mut self, kind: StmtKind, span: Span, out: &mut Vec<Stmt>) {
        self.push.emit(kind, span, out);
    }

    /// A variable of the same kind beside an adjoint or a record.
    fn companion(&mut self, var: VarId) -> VarId {
        if let Some(known) = self.companions.get(&var) {
            return *known;
        }
        let mut info = self.push.f.var(var).clone();
        info.name = format!("{}_dot", info.name);
        let companion = self.push.f.add_var(info);
        self.companions.insert(var, companion);
        companion
    }

    /// The tangent of a place in an adjoint.
    fn companion_place(&mut self, place: &Place) -> Place {
        Place { root: self.companion(place.root), path: place.path.clone() }
    }

    /// The tangent of a place in a value, if it has one.
    fn tangent_place(&self, place: &Place) -> Option<Place> {
        let f = &self.push.f;
        if !self.push.activity.var(place.root) || f.place_hint(place).is_inactive() {
            return None;
        }
        self.push.tangents.place(f, place)
    }

    /// What a tape or a residual holds: the variables, then their tangents.
    fn with_tangents(&mut self, record: VarId, vars: &[VarId]) -> Vec<VarId> {
        if let Some(known) = self.records.get(&record) {
            return known.clone();
        }
        let tangents = vars.iter().filter_map(|var| {
            if self.is_primal(*var) {
                self.push.tangents.get(*var)
            } else {
                self.companions.get(var).copied()
            }
        });
        let all: Vec<VarId> = vars.iter().copied().chain(tangents).collect();
        self.records.insert(record, all.clone());
        all
    }

    fn block(&mut self, block: &Block) -> Block {
        let mut out = Vec::new();
        for stmt in &block.stmts {
            self.stmt(stmt, &mut out);
        }
        Block { stmts: out }
    }

    /// A statement of the primal, of which the pushforward knows the variables.
    fn primal(&mut self, stmt: &Stmt, out: &mut Vec<Stmt>) {
        visit::each_stmt_place(stmt, &mut |place, _| {
            assert!(
                self.is_primal(place.root),
                "a statement of the primal has the primal's variables"
            );
        });
        self.push.stmt(stmt, out);
    }

    fn stmt(&mut self, stmt: &Stmt, out: &mut Vec<Stmt>) {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::Let { var, .. } if self.is_primal(*var) => self.primal(stmt, out),
            StmtKind::Let { var, value: None } => {
                out.push(stmt.clone());
                let var = self.companion(*var);
                self.emit(StmtKind::Let { var, value: None }, span, out);
            }
            StmtKind::Let { var, value: Some(value) } => match &value.kind {
                ExprKind::Replace(place, new) if self.is_primal(place.root) => {
                    self.replace(stmt, *var, place, new, out);
                }
                _ => {
                    let (value, tangent) = self.both(value, out);
                    let companion = self.companion(*var);
                    let kind = StmtKind::Let { var: companion, value: Some(tangent) };
                    self.emit(kind, span, out);
                    self.emit(StmtKind::Let { var: *var, value: Some(value) }, span, out);
                }
            },
            StmtKind::Assign { place, value } if self.is_primal(place.root) => {
                match value.place().filter(|from| !self.is_primal(from.root)) {
                    // What was recorded is put back.
                    Some(from) => {
                        if let (Some(place), Some(old)) =
                            (self.tangent_place(place), self.companions.get(&from.root))
                        {
                            let value = Expr::var(*old, span);
                            self.emit(StmtKind::Assign { place, value }, span, out);
                        }
                        out.push(stmt.clone());
                    }
                    None => self.primal(stmt, out),
                }
            }
            StmtKind::Assign { place, value } => {
                let (value, tangent) = self.both(value, out);
                let to = self.companion_place(place);
                self.emit(StmtKind::Assign { place: to, value: tangent }, span, out);
                self.emit(StmtKind::Assign { place: place.clone(), value }, span, out);
            }
            StmtKind::Accumulate { place, value } => {
                let (value, tangent) = self.both(value, out);
                let to = self.companion_place(place);
                self.emit(StmtKind::Accumulate { place: to, value: tangent }, span, out);
                self.emit(StmtKind::Accumulate { place: place.clone(), value }, span, out);
            }
            StmtKind::Update { place, .. } => {
                if self.is_primal(place.root) {
                    self.primal(stmt, out);
                } else {
                    // A number of trips.
                    out.push(stmt.clone());
                }
            }
            StmtKind::Save { old, place } => {
                if let Some(place) = self.tangent_place(place) {
                    let old = self.companion(*old);
                    self.emit(StmtKind::Save { old, place }, span, out);
                }
                out.push(stmt.clone());
            }
            StmtKind::Restore { place, old } => {
                if let Some(place) = self.tangent_place(place) {
                    let old = self.companion(*old);
                    self.emit(StmtKind::Restore { place, old }, span, out);
                }
                out.push(stmt.clone());
            }
            StmtKind::Grow(grow) => self.grow(stmt, grow, out),
            StmtKind::Call { .. } | StmtKind::Effect(_) => self.primal(stmt, out),
            StmtKind::Reverse(call) => self.call(call, span, out),
            StmtKind::TapePushAll { tape, var } => {
                out.push(stmt.clone());
                if let Some(var) = self.push.tangents.get(*var) {
                    let tape = self.companion(*tape);
                    self.element_tapes.insert(tape);
                    self.emit(StmtKind::TapePushAll { tape, var }, span, out);
                }
            }
            StmtKind::TapePopAll { tape, var } => {
                out.push(stmt.clone());
                if let Some(var) = self.push.tangents.get(*var) {
                    let tape = self.companion(*tape);
                    self.emit(StmtKind::TapePopAll { tape, var }, span, out);
                }
            }
            StmtKind::TapePush { tape, vars } => {
                let vars = self.with_tangents(*tape, vars);
                self.emit(StmtKind::TapePush { tape: *tape, vars }, span, out);
            }
            StmtKind::TapePop { tape, vars } => {
                let vars = self.with_tangents(*tape, vars);
                self.emit(StmtKind::TapePop { tape: *tape, vars }, span, out);
            }
            StmtKind::ResidualSet { residual, vars } => {
                let vars = self.with_tangents(*residual, vars);
                self.emit(StmtKind::ResidualSet { residual: *residual, vars }, span, out);
            }
            StmtKind::ResidualGet { residual, vars } => {
                let vars = self.with_tangents(*residual, vars);
                self.emit(StmtKind::ResidualGet { residual: *residual, vars }, span, out);
            }
            StmtKind::IfKept { residual, vars, body } => {
                let vars = self.with_tangents(*residual, vars);
                let body = self.block(body);
                self.emit(StmtKind::IfKept { residual: *residual, vars, body }, span, out);
            }
            StmtKind::Match { scrutinee, exclusive, arms } => {
                let mut arms = arms.clone();
                for arm in &mut arms {
                    let (mut stmts, last) =
                        self.push.bindings(scrutinee, *exclusive, &arm.bindings, span);
                    stmts.extend(self.block(&arm.body).stmts);
                    stmts.extend(last);
                    arm.body = Block { stmts };
                }
                let (scrutinee, exclusive) = (scrutinee.clone(), *exclusive);
                self.emit(StmtKind::Match { scrutinee, exclusive, arms }, span, out);
            }
            StmtKind::Rebind { scrutinee, exclusive, pat, body } => {
                let mut vars = Vec::new();
                bound(pat, &mut vars);
                let bindings: Vec<Binding> =
                    vars.iter().filter_map(|var| self.bindings.get(var).cloned()).collect();
                let (mut stmts, last) = self.push.bindings(scrutinee, *exclusive, &bindings, span);
                stmts.extend(self.block(body).stmts);
                stmts.extend(last);
                let kind = StmtKind::Rebind {
                    scrutinee: scrutinee.clone(),
                    exclusive: *exclusive,
                    pat: pat.clone(),
                    body: Block { stmts },
                };
                self.emit(kind, span, out);
            }
            StmtKind::If { .. }
            | StmtKind::For { .. }
            | StmtKind::Loop { .. }
            | StmtKind::Repeat { .. }
            | StmtKind::ForReverse { .. } => {
                let mut new = stmt.clone();
                if let StmtKind::If { cond, .. } = &mut new.kind {
                    self.widen(cond);
                }
                for block in visit::blocks_mut(&mut new) {
                    *block = self.block(block);
                }
                out.push(new);
            }
            StmtKind::RecordNew { .. }
            | StmtKind::TapeNew { .. }
            | StmtKind::TapeReserve { .. } => out.push(stmt.clone()),
            StmtKind::LetTuple { .. } | StmtKind::Second(_) => {
                unreachable!("verified: a pullback is of first order")
            }
        }
    }

    /// A change of a `Vec`'s length: of a value in the forward sweep, of an adjoint or back to a value's old length in
    /// the reverse sweep.
    fn grow(&mut self, stmt: &Stmt, grow: &Grow, out: &mut Vec<Stmt>) {
        let span = stmt.span;
        if !self.is_primal(grow.place.root) {
            let (value, tangent) = match &grow.value {
                Some(value) => {
                    let (value, tangent) = self.both(value, out);
                    (Some(value), Some(tangent))
                }
                None => (None, None),
            };
            let place = self.companion_place(&grow.place);
            let companion = Grow { place, value: tangent, ..grow.clone() };
            self.emit(StmtKind::Grow(companion), span, out);
            self.emit(StmtKind::Grow(Grow { value, ..grow.clone() }), span, out);
            return;
        }
        // What was taken out is put back with its tangent, also if nothing asked for that.
        let taken = grow.value.as_ref().and_then(Expr::place).and_then(|taken| {
            let back = matches!(grow.op, Growth::Unpop | Growth::Append | Growth::Insert);
            self.push.tangents.get(taken.root).filter(|_| back && taken.is_var())
        });
        match (taken, self.tangent_place(&grow.place)) {
            (Some(taken), Some(place)) => {
                let value = Some(Expr::var(taken, span));
                self.emit(StmtKind::Grow(Grow { place, value, ..grow.clone() }), span, out);
                out.push(stmt.clone());
            }
            _ => self.primal(stmt, out),
        }
    }

    /// `adj != 0.0` asks whether anything is passed on (`pullback/idle.rs`): here that may be a tangent, too.
    fn widen(&mut self, cond: &mut Expr) {
        let mut adjoints = Vec::new();
        visit::each_read(cond, &mut |var| adjoints.push(var));
        adjoints.retain(|var| self.is_adjoint(*var));
        if adjoints.is_empty() {
            return;
        }
        let mut of_tangents = cond.clone();
        self.put_companions(&mut of_tangents);
        *cond = Expr::binary(BinaryOp::Or, cond.clone(), of_tangents, cond.span);
    }

    fn is_adjoint(&self, var: VarId) -> bool {
        !self.is_primal(var) && self.push.f.var(var).kind == VarKind::Derivative
    }

    fn put_companions(&mut self, expr: &mut Expr) {
        if let ExprKind::Read(place) = &mut expr.kind {
            *place = self.companion_place(place);
        }
        visit::map_operands(expr, &mut |operand| self.put_companions(operand));
    }

    /// `let old = replace(place, new)` of a value: a record.
    fn replace(&mut self, stmt: &Stmt, old: VarId, place: &Place, new: &Expr, out: &mut Vec<Stmt>) {
        let span = stmt.span;
        let Some(to) = self.tangent_place(place) else {
            out.push(stmt.clone());
            return;
        };
        let var = self.companion(old);
        let active = self.push.active(new);
        let value = if active { self.push.operand(new) } else { zero(&self.push.f, place, span) };
        let value = Expr::new(ExprKind::Replace(to, Box::new(value)), span);
        // A zero has the shape of the new value.
        if !active {
            out.push(stmt.clone());
        }
        self.emit(StmtKind::Let { var, value: Some(value) }, span, out);
        if active {
            out.push(stmt.clone());
        }
    }

    fn call(&mut self, call: &ReverseCall, span: Span, out: &mut Vec<Stmt>) {
        debug_assert!(call.mode != CallMode::Tangent, "verified: no pushforward in a pullback");
        let tangents = call
            .args
            .iter()
            .map(|arg| match arg.place() {
                Some(place) if self.push.active(arg) => {
                    self.push.tangents.place(&self.push.f, place)
                }
                _ => None,
            })
            .collect();
        let dest =
            call.dest.map(|dest| (dest, self.push.tangents.make(&mut self.push.f, dest, "tan")));
        let seed = call.seed.as_ref().map(|seed| self.both(seed, out));
        let slots = call
            .slots
            .iter()
            .map(|slot| slot.as_ref().map(|slot| (slot.clone(), self.companion_place(slot))))
            .collect();
        let call = SecondCall {
            mode: call.mode,
            dest,
            residual: call.residual,
            callee: call.callee.clone(),
            args: call.args.clone(),
            tangents,
            seed,
            slots,
        };
        self.emit(StmtKind::Second(call), span, out);
    }
}
