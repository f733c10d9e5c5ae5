//! Consumers of chains.

use quote::{ToTokens, quote};

use crate::ir::{BinaryOp, Expr, Hint, Place, StmtKind, VarKind};
use crate::lower::Lower;
use crate::lower::control::bool_expr;

impl Lower<'_> {
    /// Consumers of iterators.
    pub(in crate::lower) fn iterator_method(
        &mut self,
        it: &syn::ExprMethodCall,
        expected: Option<&syn::Type>,
    ) -> Option<Expr> {
        let name = it.method.to_string();
        let consumers =
            ["sum", "product", "fold", "for_each", "all", "any", "count", "position", "collect"];
        if !consumers.contains(&name.as_str()) || !self.iterates(&it.receiver) {
            return None;
        }
        let span = it.method.span();
        let at = syn::Expr::MethodCall(it.clone());
        if !self.taint.touches(it) && matches!(name.as_str(), "collect" | "count" | "position") {
            return Some(self.opaque(it.to_token_stream(), span));
        }
        if name == "collect" {
            return Some(self.refuse(
                &it.method,
                "`collect` is not supported yet",
                "start from `vec![0.0; n]` and assign the elements in a loop",
            ));
        }
        let chain = self.chain(&it.receiver)?;
        match (name.as_str(), it.args.len()) {
            ("sum" | "product", 0) => {
                let written =
                    it.turbofish.as_ref().and_then(|t| t.args.first()).and_then(|arg| match arg {
                        syn::GenericArgument::Type(ty) if !matches!(ty, syn::Type::Infer(_)) => {
                            Some(ty.clone())
                        }
                        _ => None,
                    });
                let ty = written.or_else(|| expected.cloned());
                let hint = ty
                    .as_ref()
                    .map(|ty| crate::syntax::hints::of_type(ty, &self.floats))
                    .unwrap_or_default();
                let start = match (&ty, name.as_str()) {
                    (Some(ty), "sum") => quote!(::core::iter::empty::<#ty>().sum::<#ty>()),
                    (Some(ty), _) => quote!(::core::iter::empty::<#ty>().product::<#ty>()),
                    // As the standard library starts.
                    (None, "sum") => quote!(-0.0),
                    (None, _) => quote!(1.0),
                };
                let acc = self.new_var("acc", span, VarKind::Local, hint);
                self.f.var_mut(acc).mutable = true;
                self.f.var_mut(acc).ty = ty.map(|ty| ty.to_token_stream());
                if self.f.var(acc).ty.is_none() {
                    self.f.var_mut(acc).hint = Hint::float();
                }
                let start = Some(Expr::tokens(start, span));
                self.push(StmtKind::Let { var: acc, value: start }, span);
                let op = if name == "sum" { BinaryOp::Add } else { BinaryOp::Mul };
                self.drive(chain, None, &at, &mut |lower, item| {
                    let item = lower.summand(item);
                    lower.push(StmtKind::Update { op, place: Place::var(acc), value: item }, span);
                });
                Some(Expr::var(acc, span))
            }
            ("fold", 2) => {
                let init = self.expr(&it.args[0]);
                let closure = self.callable(&it.args[1])?;
                let acc = self.let_var("acc", init);
                self.f.var_mut(acc).mutable = true;
                self.drive(chain, None, &at, &mut |lower, item| {
                    let args = vec![Expr::var(acc, span), item];
                    let value = lower.call_closure(&closure, args, &at);
                    lower.push(StmtKind::Assign { place: Place::var(acc), value }, span);
                });
                Some(Expr::var(acc, span))
            }
            ("for_each", 1) => {
                let closure = self.callable(&it.args[0])?;
                self.drive(chain, None, &at, &mut |lower, item| {
                    lower.call_closure(&closure, vec![item], &at);
                });
                Some(crate::lower::expr::unit(span))
            }
            ("all" | "any", 1) => {
                let closure = self.callable(&it.args[0])?;
                let all = name == "all";
                let found = self.new_var("found", span, VarKind::Local, Hint::Discrete);
                self.f.var_mut(found).mutable = true;
                let start = Some(bool_expr(all, span));
                self.push(StmtKind::Let { var: found, value: start }, span);
                self.drive(chain, None, &at, &mut |lower, item| {
                    let cond = lower.call_closure(&closure, vec![item], &at);
                    let decided = if all { Expr::not(cond) } else { cond };
                    lower.when(decided, span, |lower| {
                        let place = Place::var(found);
                        let value = bool_expr(!all, span);
                        lower.push(StmtKind::Assign { place, value }, span);
                        lower.end_innermost_loop(span);
                    });
                });
                Some(Expr::var(found, span))
            }
            ("count", 0) => {
                let counter = self.counter(span);
                self.drive(chain, None, &at, &mut |lower, _| lower.increment(counter, span));
                Some(Expr::var(counter, span))
            }
            _ => Some(self.refuse(
                &it.method,
                &format!("the iterator method `{name}` is not supported yet"),
                "write a loop",
            )),
        }
    }
}
