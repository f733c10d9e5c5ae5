//! The reverse of a call of a differentiated function: its seed, its slots, and whether it keeps a residual or runs again.

use proc_macro2::Span;

use super::reverse::Rev;
use crate::analysis::activity::may_write;
use crate::ir::{
    CallMode, Callee, Expr, ExprKind, FunctionValue, Hint, Place, Proj, ReverseCall, StmtId,
    StmtKind, Var, VarId, VarKind,
};
use crate::transform::adjoint::argument;

impl Rev<'_> {
    /// A call that may add to a cotangent or change an argument.
    pub(super) fn call(
        &mut self,
        id: StmtId,
        dest: Option<VarId>,
        callee: &Callee,
        args: &[Expr],
        span: Span,
    ) {
        let writes = |rev: &Self, index: usize, arg: &Expr| {
            may_write(&rev.f, callee, index, arg)
                && arg.place().is_some_and(|place| rev.activity.var(place.root))
        };
        let written = args.iter().enumerate().any(|(index, arg)| writes(self, index, arg));
        let seeded = dest.is_some_and(|dest| self.defined.contains(&dest));
        let active: Vec<bool> = args.iter().map(|arg| self.active(arg)).collect();
        // A call for its effect goes to the callee's derivative, which may be refused there, and is never dropped here.
        let unread = dest.is_some_and(|dest| self.unread.contains(&dest));
        if !active.contains(&true) || !(written || seeded || unread) {
            return;
        }
        let seed = dest.map(|dest| {
            if seeded {
                let adjoint = self.adjoints.get(dest).expect("defined variables have adjoints");
                Expr::var(adjoint, span)
            } else {
                let value = argument(&Expr::var(dest, span));
                Expr::new(
                    ExprKind::Rule { name: "zero_tangent".to_owned(), args: vec![value] },
                    span,
                )
            }
        });
        if let Callee::Value { .. } = callee {
            self.value_call(callee, args, seed, &active, span);
            return;
        }
        let mut slots = Vec::new();
        let mut after = Vec::new();
        for (index, arg) in args.iter().enumerate() {
            if let ExprKind::Function { captured, active, .. } = &arg.kind {
                let slot = self.captured_slot(captured, active, span, &mut after);
                slots.push(slot);
                continue;
            }
            let Some(place) = arg.place().filter(|_| active[index]).cloned() else {
                slots.push(None);
                continue;
            };
            self.define(place.root, span);
            self.emit_presence(place.root, span);
            let shared_root = args.iter().enumerate().any(|(other, arg)| {
                other != index
                    && active[other]
                    && arg.place().is_some_and(|other| other.root == place.root)
            });
            let view = matches!(place.path.last(), Some(Proj::View { .. }));
            // Parts of one slice are taken apart where they are emitted.
            let parts = shared_root
                && args.iter().enumerate().all(|(other, arg)| {
                    !active[other]
                        || arg.place().is_none_or(|other| other.root != place.root)
                        || arg.place().is_some_and(|other| self.is_part(other))
                });
            if ((shared_root && !parts) || view) && !writes(self, index, arg) {
                // Two slots in one variable would be borrowed at once, and the adjoint of a view is a matrix.
                let value = match self.f.place_hint(&place) {
                    Hint::Float(ty) => Expr::new(ExprKind::FloatZero(ty), span),
                    _ => Expr::new(ExprKind::Zero(place.clone()), span),
                };
                let slot = self.temporary("slot", value);
                slots.push(Some(Place::var(slot)));
                after.push((place, Place::var(slot)));
            } else {
                slots.push(Some(self.adjoint_place(&place)));
            }
        }
        let own_name = match callee {
            Callee::Path { path, .. } => {
                path.to_string().rsplit("::").next().map(str::trim) == Some(&self.f.name)
            }
            Callee::Assoc { name, .. } | Callee::Method { name, .. } => *name == self.f.name,
            Callee::Value { .. } => false,
        };
        // Each closure that is emitted is of a type of its own: a residual would not know it again. Nor must it have
        // seen a function that is borrowed here.
        let local = (own_name && !self.f.callables.is_empty())
            || args.iter().any(|arg| match &arg.kind {
                ExprKind::Function { value, reference, .. } => {
                    *reference || matches!(value, FunctionValue::Local(_))
                }
                ExprKind::Read(place) if place.is_var() => {
                    self.f.callables.get(&place.root).is_some_and(|callable| !callable.duplicable)
                }
                _ => arg.place().is_some_and(|place| self.f.callables.contains_key(&place.root)),
            });
        let any_writes =
            args.iter().enumerate().any(|(index, arg)| may_write(&self.f, callee, index, arg));
        if local || (self.branches > 0 && !own_name && !any_writes) {
            // Functions that call each other do so under a condition: a residual of one that held that of the
            // other would have no end. Here nothing is kept, and the call runs again.
            let call = ReverseCall {
                mode: CallMode::Joint,
                dest: None,
                residual: None,
                callee: callee.clone(),
                args: args.to_vec(),
                seed,
                slots,
            };
            self.emit(StmtKind::Reverse(call), span);
            for (place, slot) in after {
                self.contribute(&place, Expr::read(slot, span), span);
            }
            return;
        }
        let residual = self.f.add_var(Var {
            name: "residual".to_owned(),
            span,
            kind: VarKind::Record,
            mutable: false,
            hint: Hint::Unknown,
            ty: None,
            reassigned: false,
        });
        self.residuals.insert(id, residual);
        let call = ReverseCall {
            mode: CallMode::Reverse,
            dest: None,
            residual: Some(residual),
            callee: callee.clone(),
            args: args.to_vec(),
            seed,
            slots,
        };
        self.emit(StmtKind::Reverse(call), span);
        for (place, slot) in after {
            self.contribute(&place, Expr::read(slot, span), span);
        }
    }

    /// Whether a place is a range of a whole list, or a range of such a range.
    fn is_part(&self, place: &Place) -> bool {
        let list =
            matches!(self.f.var(place.root).hint, Hint::Slice(_) | Hint::Vec(_) | Hint::Array(..));
        let range = |step: &Proj| matches!(step, Proj::Index(range) if matches!(range.kind, ExprKind::Range { .. }));
        let path = match place.path.as_slice() {
            [Proj::Deref, path @ ..] => path,
            path => path,
        };
        list && !path.is_empty() && path.iter().all(range)
    }
}
