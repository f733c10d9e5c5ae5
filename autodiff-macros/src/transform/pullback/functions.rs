//! The reverse of calls that take functions, and of calls of functions that were taken.

use proc_macro2::Span;

use super::reverse::Rev;
use crate::ir::{
    Aggregate, CallMode, Callee, Expr, ExprKind, Hint, Member, Place, Proj, ReverseCall, StmtKind,
    Var, VarId, VarKind,
};

impl Rev<'_> {
    /// The adjoints of what a closure captures: one tuple, of zeros before the call. Afterwards each gets its part.
    pub(super) fn captured_slot(
        &mut self,
        captured: &[Expr],
        active: &[bool],
        span: Span,
        after: &mut Vec<(Place, Place)>,
    ) -> Option<Place> {
        let places: Vec<Place> = captured
            .iter()
            .zip(active)
            .filter(|(_, active)| **active)
            .filter_map(|(captured, _)| captured.place().cloned())
            .collect();
        if places.is_empty() {
            return None;
        }
        let zeros = places
            .iter()
            .map(|place| {
                let kind = match self.f.place_hint(place) {
                    Hint::Float(ty) => ExprKind::FloatZero(ty),
                    _ => ExprKind::Zero(place.clone()),
                };
                Expr::new(kind, span)
            })
            .collect();
        let kind = ExprKind::Aggregate { kind: Aggregate::Tuple, operands: zeros };
        let slot = self.temporary("captured", Expr::new(kind, span));
        for (index, place) in places.into_iter().enumerate() {
            let part = Place::var(slot).then(Proj::Field(Member::Index(index)));
            after.push((place, part));
        }
        Some(Place::var(slot))
    }

    /// The reverse of `g(x, y)`: the adjoints of the arguments come as a tuple, what `g` has captured gets its part
    /// inside.
    pub(super) fn value_call(
        &mut self,
        callee: &Callee,
        args: &[Expr],
        seed: Option<Expr>,
        active: &[bool],
        span: Span,
    ) {
        let own = args[0].place().filter(|_| active[0]).cloned();
        if let Some(own) = &own {
            self.define(own.root, span);
            self.emit_presence(own.root, span);
        }
        let slot = own.map(|own| self.adjoint_place(&own));
        let adjoints: VarId = self.f.add_var(Var {
            name: "adjoints".to_owned(),
            span,
            kind: VarKind::Derivative,
            mutable: true,
            hint: Hint::Unknown,
            ty: None,
            reassigned: false,
        });
        let call = ReverseCall {
            mode: CallMode::Joint,
            dest: Some(adjoints),
            residual: None,
            callee: callee.clone(),
            args: args.to_vec(),
            seed,
            slots: vec![slot],
        };
        self.emit(StmtKind::Reverse(call), span);
        for (index, arg) in args.iter().enumerate().skip(1) {
            if let Some(place) = arg.place().filter(|_| active[index]).cloned() {
                let part = Place::var(adjoints).then(Proj::Field(Member::Index(index - 1)));
                self.contribute(&place, Expr::read(part, span), span);
            }
        }
    }
}
