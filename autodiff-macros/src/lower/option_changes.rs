//! Methods of `Option` that combine two, or change one in place; and what makes one of a condition.

use proc_macro2::Span;

use super::Lower;
use super::options::{Split, none, payload_of, wrapped};
use crate::ir::{Expr, ExprKind, StmtKind};

impl Lower<'_> {
    /// A method of this file. Nothing if it is none.
    pub(super) fn option_change(
        &mut self,
        it: &syn::ExprMethodCall,
        name: &str,
        span: Span,
    ) -> Option<Expr> {
        let at = syn::Expr::MethodCall(it.clone());
        let known = matches!(
            (name, it.args.len()),
            ("xor" | "and" | "get_or_insert" | "get_or_insert_with", 1) | ("then_some" | "then", 1)
        );
        // `bool`'s `then` takes a function; a user's type may have a method of that name too.
        let of_another = name == "then" && !self.is_function(&it.args[0]);
        if !known || of_another || self.siblings.contains(&it.method.to_string()) {
            return None;
        }
        if self.iterates(&it.receiver) {
            return None;
        }
        Some(match name {
            "xor" | "and" => {
                let a = self.carrier_value(&it.receiver);
                let a = self.freeze(a);
                let b = self.carrier_value(&it.args[0]);
                let b = self.freeze(b);
                let b = self.materialize(b);
                let a = self.split(a, false, span);
                let payload = a.payload.clone();
                let other = Expr::read(b.clone(), span);
                if name == "and" {
                    return Some(self.branched(a, span, |_| other, |_| none(span)));
                }
                self.branched(
                    a,
                    span,
                    |lower| {
                        let b = lower.split(Expr::read(b, span), false, span);
                        lower.branched(b, span, |_| none(span), |_| wrapped("Some", payload, span))
                    },
                    |_| other,
                )
            }
            "get_or_insert" | "get_or_insert_with" => {
                let place = self.place(&it.receiver)?;
                let place = self.freeze_place(place);
                let (value, closure) = if name == "get_or_insert" {
                    let value = self.expr(&it.args[0]);
                    (Some(self.freeze(value)), None)
                } else {
                    (None, Some(self.callable(&it.args[0])?))
                };
                let there = self.split(Expr::read(place.clone(), span), false, span).some;
                self.when(Expr::not(there), span, |lower| {
                    let value = value.unwrap_or_else(|| match &closure {
                        Some(closure) => lower.call_closure(closure, Vec::new(), &at),
                        None => lower.dummy(span),
                    });
                    let value = wrapped("Some", value, span);
                    lower.push(StmtKind::Assign { place: place.clone(), value }, span);
                });
                Expr::new(ExprKind::RefMut(payload_of(&place, span)), span)
            }
            _ => {
                let some = self.expr(&it.receiver);
                let some = self.freeze(some);
                let (value, closure) = if name == "then_some" {
                    let value = self.expr(&it.args[0]);
                    (Some(self.freeze(value)), None)
                } else {
                    (None, Some(self.callable(&it.args[0])?))
                };
                let split = Split { some, payload: none(span), opened: None };
                self.branched(
                    split,
                    span,
                    |lower| {
                        let value = value.unwrap_or_else(|| match &closure {
                            Some(closure) => lower.call_closure(closure, Vec::new(), &at),
                            None => lower.dummy(span),
                        });
                        wrapped("Some", value, span)
                    },
                    |_| none(span),
                )
            }
        })
    }
}
