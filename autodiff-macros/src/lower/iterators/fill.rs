//! `from_iterator`: the elements of a matrix, in order, from a chain.

use proc_macro2::Span;
use quote::quote;

use super::{Chain, Iter};
use crate::ir::{BinaryOp, Effect, Expr, ExprKind, Place, Proj, StmtKind, VarId};
use crate::lower::Lower;

impl Lower<'_> {
    /// `out[i] = element`, as many as there are in `out`; what the chain has beyond is not asked for.
    pub(in crate::lower) fn fill_from(
        &mut self,
        out: VarId,
        Iter(mut chain, _): Iter,
        at: &syn::Expr,
        span: Span,
    ) {
        let args = vec![Expr::new(ExprKind::Ref(Place::var(out)), span)];
        let len = Expr::new(ExprKind::Helper { name: "length", args }, span);
        let len = self.freeze_new(len);
        let element = |index: Expr| Place::var(out).then(Proj::Index(Box::new(index)));
        if chain.is_indexable() {
            let count = self.count(&mut chain, span);
            self.long_enough(count, len.clone(), span);
            self.up_to(len, None, span, |lower, index| {
                let value = lower.element(&chain, index.clone(), at);
                lower.push(StmtKind::Assign { place: element(index), value }, span);
            });
            return;
        }
        let counter = self.counter(span);
        let chain = Chain::Take(Box::new(chain), len.clone());
        self.drive(chain, at, &mut |lower, value| {
            let index = lower.freeze_new(Expr::var(counter, span));
            lower.increment(counter, span);
            lower.push(StmtKind::Assign { place: element(index), value }, span);
        });
        self.long_enough(Expr::var(counter, span), len, span);
    }

    fn long_enough(&mut self, count: Expr, len: Expr, span: Span) {
        let enough = Expr::binary(BinaryOp::Ge, count, len, span);
        let effect = Effect {
            path: quote!(::core::assert),
            args: vec![enough],
            rest: quote!(, "the iterator has fewer elements than the matrix"),
            binds: Vec::new(),
        };
        self.push(StmtKind::Effect(effect), span);
    }
}
