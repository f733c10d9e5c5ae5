//! Loops with checkpoints: the forward sweep keeps what the loop changes every few trips, the reverse sweep runs the trips
//! between two of them again, with a tape of these alone.
//!
//! ```text
//! forward                                        reverse
//! for i in r {                                   for part in (0..ceil(trips / every)).rev() {
//!     if trips % every == 0 { kept.push(state); }    state = kept.pop();
//!     trips += 1; body                               for i in part of r { body, tape.push(..) }
//! }                                                  for i in (part of r).rev() { tape.pop(..), reverse }
//!                                                    state as it was kept
//!                                                }
//! ```
//!
//! The reverse of an iteration is the same code as with a tape of all, and runs in the same order: so are the bits.

use std::collections::{BTreeSet, HashMap};

use proc_macro2::Span;

use super::assemble::Assemble;
use super::independence::declared_in;
use crate::analysis::activity::may_write;
use crate::ir::{
    BinaryOp, Block, Expr, ExprKind, Function, Hint, Place, Proj, Range, Stmt, StmtKind, Var,
    VarId, VarKind, visit,
};

/// What a loop changes of what stands outside of it.
pub(super) fn state(f: &Function, stmt: &Stmt) -> BTreeSet<VarId> {
    let own = declared_in(stmt);
    let mut bound: HashMap<VarId, VarId> = HashMap::new();
    let mut written = BTreeSet::new();
    visit::each_block(stmt, &mut |block| {
        visit::each_stmt(block, &mut |stmt| match &stmt.kind {
            StmtKind::Assign { place, .. } | StmtKind::Update { place, .. } => {
                written.insert(place.root);
            }
            StmtKind::Grow(grow) => {
                written.insert(grow.place.root);
            }
            StmtKind::Call { callee, args, .. } => {
                for (index, arg) in args.iter().enumerate() {
                    if may_write(f, callee, index, arg)
                        && let Some(place) = arg.place()
                    {
                        written.insert(place.root);
                    }
                }
            }
            StmtKind::Match { scrutinee, arms, .. } => {
                for binding in arms.iter().flat_map(|arm| &arm.bindings) {
                    bound.insert(binding.var, scrutinee.root);
                }
            }
            _ => {}
        });
    });
    let root = |mut var: VarId| {
        while let Some(next) = bound.get(&var) {
            var = *next;
        }
        var
    };
    written.into_iter().map(root).filter(|var| !own.contains(var)).collect()
}

/// A variable as a place that can be kept and restored.
fn place(f: &Function, var: VarId) -> Place {
    let place = Place::var(var);
    match f.var(var).kind {
        VarKind::Param { reference: true, .. } | VarKind::Bound => place.then(Proj::Deref),
        _ => place,
    }
}

fn helper(name: &'static str, args: Vec<Expr>, span: Span) -> Expr {
    Expr::new(ExprKind::Helper { name, args }, span)
}

fn number(text: usize, span: Span) -> Expr {
    let literal = proc_macro2::Literal::usize_suffixed(text);
    Expr::tokens(quote::quote!(#literal), span)
}

/// Effects ran in the forward sweep.
fn without_effects(stmts: &mut Vec<Stmt>) {
    stmts.retain(|stmt| !matches!(stmt.kind, StmtKind::Effect(_)));
    for stmt in stmts {
        visit::blocks_mut(stmt).into_iter().for_each(|block| without_effects(&mut block.stmts));
    }
}

impl Assemble<'_> {
    /// Both sweeps of a loop with checkpoints. False if what it changes cannot be kept: then it is taped.
    pub(super) fn checkpointed(
        &mut self,
        stmt: &Stmt,
        ahead: &[Stmt],
        back_body: &[Stmt],
        forward: &mut Vec<Stmt>,
        back: &mut Vec<Stmt>,
    ) -> bool {
        let span = stmt.span;
        let StmtKind::For { var, range, exit, body } = &stmt.kind else { return false };
        let Some(every) = range.checkpoint.clone() else { return false };
        let state = state(&self.f, stmt);
        if state.is_empty() || state.iter().any(|var| self.f.var(*var).kind == VarKind::Late) {
            return false;
        }
        let places: Vec<Place> = state.iter().map(|var| place(&self.f, *var)).collect();
        let plain = Range { checkpoint: None, ..range.clone() };

        // Forward: the loop as it is, which keeps its state now and then.
        let trips = self.record("trips", span, Hint::Discrete);
        let kind = StmtKind::RecordNew { var: trips, value: Some(quote::quote!(0usize)) };
        forward.push(self.stmt(kind, span));
        let kept = self.record("checkpoints", span, Hint::Unknown);
        let new = self.stmt(StmtKind::TapeNew { tape: kept, constant_trips: None }, span);
        self.tapes.push(new);
        let mut keep = Vec::new();
        let mut vars = Vec::new();
        for place in &places {
            let old = self.record("state", span, self.f.place_hint(place));
            keep.push(self.stmt(StmtKind::Save { old, place: place.clone() }, span));
            vars.push(old);
        }
        keep.push(self.stmt(StmtKind::TapePush { tape: kept, vars: vars.clone() }, span));
        let rest = Expr::binary(BinaryOp::Rem, Expr::var(trips, span), every.clone(), span);
        let cond = Expr::binary(BinaryOp::Eq, rest, number(0, span), span);
        let then = Block { stmts: keep };
        let begin = self.stmt(StmtKind::If { cond, then, els: Block::default() }, span);
        let kind = StmtKind::Update {
            op: BinaryOp::Add,
            place: Place::var(trips),
            value: Expr::tokens(quote::quote!(1), span),
        };
        let mut stmts = vec![begin, self.stmt(kind, span)];
        stmts.extend(body.stmts.iter().cloned());
        let kind =
            StmtKind::For { var: *var, range: plain.clone(), exit: *exit, body: Block { stmts } };
        forward.push(self.stmt(kind, span));

        // Reverse: part by part.
        let part = self.f.add_var(Var {
            name: "part".to_owned(),
            span,
            kind: VarKind::Index,
            mutable: false,
            hint: Hint::Discrete,
            ty: None,
            reassigned: false,
        });
        let passed = Expr::binary(BinaryOp::Mul, Expr::var(part, span), every.clone(), span);
        let left = helper("difference", vec![Expr::var(trips, span), passed.clone()], span);
        let most = helper("least", vec![every.clone(), left], span);
        let inner = Range { part: Some(Box::new((passed, most))), constant_trips: None, ..plain };
        let kind = StmtKind::For { var: *var, range: inner, exit: None, body: body.clone() };
        let again = self.stmt(kind, span);
        let mut ahead = ahead.to_vec();
        without_effects(&mut ahead);
        let (mut rerun, mut reversed) = (Vec::new(), Vec::new());
        self.tape_loop(&again, ahead, back_body.to_vec(), &mut rerun, &mut reversed);
        let mut stmts = vec![self.stmt(StmtKind::TapePop { tape: kept, vars: vars.clone() }, span)];
        let mut last = Vec::new();
        for (place, old) in places.iter().zip(&vars) {
            stmts.push(self.stmt(StmtKind::Restore { place: place.clone(), old: *old }, span));
            let start = self.record("start", span, self.f.place_hint(place));
            stmts.push(self.stmt(StmtKind::Save { old: start, place: place.clone() }, span));
            last.push(self.stmt(StmtKind::Restore { place: place.clone(), old: start }, span));
        }
        stmts.extend(rerun);
        stmts.extend(reversed);
        stmts.extend(last);
        let parts = Range {
            low: number(0, span),
            high: helper("div_ceil", vec![Expr::var(trips, span), every], span),
            inclusive: false,
            step: None,
            reversed: false,
            constant_trips: None,
            checkpoint: None,
            part: None,
        };
        let kind =
            StmtKind::ForReverse { var: part, range: parts, trips: None, body: Block { stmts } };
        back.push(self.stmt(kind, span));
        true
    }
}
