//! Consumers that fill two `Vec`s: `partition`, `unzip`.

use crate::diag::codes;
use crate::ir::{
    Aggregate, Expr, ExprKind, Growth, Hint, Member, Place, Proj, StmtKind, VarId, VarKind,
};
use crate::lower::Lower;

use super::Chain;

impl Lower<'_> {
    /// Runs a consumer of this file.
    pub(super) fn filled_pair(&mut self, it: &syn::ExprMethodCall, chain: Chain) -> Expr {
        let span = it.method.span();
        let at = &syn::Expr::MethodCall(it.clone());
        let closure = match it.args.first() {
            Some(closure) => match self.callable(closure) {
                Some(closure) => Some(closure),
                None => return self.dummy(span),
            },
            None => None,
        };
        let lists = [self.list("first", span), self.list("second", span)];
        let mut references = false;
        self.drive(chain, at, &mut |lower, item| {
            let Some(closure) = &closure else {
                for (index, list) in lists.iter().enumerate() {
                    let part = match &item.kind {
                        ExprKind::Aggregate { kind: Aggregate::Tuple, operands } => {
                            operands[index].clone()
                        }
                        _ => {
                            let place = lower.materialize(item.clone());
                            Expr::read(place.then(Proj::Field(Member::Index(index))), span)
                        }
                    };
                    references |= crate::lower::growth::refers(&part);
                    lower.put_into(*list, part, span);
                }
                return;
            };
            references |= crate::lower::growth::refers(&item);
            let (item, borrowed) = lower.borrowed(item);
            let first = lower.call_closure(closure, vec![borrowed], at);
            let other = item.clone();
            lower.when_else(
                first,
                span,
                |lower| lower.put_into(lists[0], item, span),
                |lower| lower.put_into(lists[1], other, span),
            );
        });
        if references {
            return self.refuse(
                codes::COLLECT_REFERENCES,
                &it.method,
                "references cannot be collected here",
                "copy the elements before: `.copied()` or `.cloned()`",
            );
        }
        let operands = lists.iter().map(|list| Expr::var(*list, span)).collect();
        Expr::new(ExprKind::Aggregate { kind: Aggregate::Tuple, operands }, span)
    }

    fn list(&mut self, name: &str, span: proc_macro2::Span) -> VarId {
        let list = self.new_var(name, span, VarKind::Local, Hint::Vec(Box::default()));
        self.f.var_mut(list).mutable = true;
        let kind = ExprKind::Aggregate { kind: Aggregate::VecList, operands: Vec::new() };
        self.push(StmtKind::Let { var: list, value: Some(Expr::new(kind, span)) }, span);
        list
    }

    fn put_into(&mut self, list: VarId, item: Expr, span: proc_macro2::Span) {
        let value = self.put(item);
        self.grow(Growth::Push, &Place::var(list), None, Some(value), span);
    }
}
