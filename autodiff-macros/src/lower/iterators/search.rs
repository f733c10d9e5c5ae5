//! Consumers that give one element, or none: `max_by`, `last`, `nth`, `find`, `position`, `reduce`.

use std::rc::Rc;

use proc_macro2::Span;
use quote::quote;

use super::exits::Ends;
use super::{Chain, Iter};
use crate::ir::{Aggregate, BinaryOp, Expr, ExprKind, Hint, Place, StmtKind, VarKind};
use crate::lower::Lower;
use crate::lower::closures::Closure;
use crate::lower::maybe::{Inside, Maybe};
use crate::lower::patterns::index_expr;

/// The consumers of this file, with their numbers of arguments.
const SEARCHES: &[(&str, usize)] = &[
    ("last", 0),
    ("nth", 1),
    ("max", 0),
    ("min", 0),
    ("max_by", 1),
    ("min_by", 1),
    ("max_by_key", 1),
    ("min_by_key", 1),
    ("find", 1),
    ("find_map", 1),
    ("position", 1),
    ("reduce", 1),
];

/// How `max` and its like compare.
enum Order {
    Natural,
    By(Rc<Closure>),
    ByKey(Rc<Closure>),
}

impl Lower<'_> {
    /// Whether an expression is a consumer of this file.
    pub(in crate::lower) fn is_search(&self, it: &syn::ExprMethodCall) -> bool {
        let name = it.method.to_string();
        SEARCHES.contains(&(&name, it.args.len())) && self.iterates(&it.receiver)
    }

    /// Runs a consumer of this file.
    pub(in crate::lower) fn search(&mut self, it: &syn::ExprMethodCall) -> Option<Maybe> {
        let name = it.method.to_string();
        let span = it.method.span();
        let at = &syn::Expr::MethodCall(it.clone());
        let mut chain = self.chain(&it.receiver)?;
        let depth = self.frames.len();
        let indexed = chain.is_indexable() && !chain.has_effects();
        Some(match name.as_str() {
            "last" if indexed => {
                let count = self.count(&mut chain, span);
                let count = self.freeze_new(count);
                let some = Expr::binary(BinaryOp::Gt, count.clone(), index_expr(0, span), span);
                let last = Expr::binary(BinaryOp::Sub, count, index_expr(1, span), span);
                let present = self.condition(some);
                Maybe { present, inside: Inside::Element(Iter(chain, None), last) }
            }
            "nth" if indexed => {
                let index = self.expr(&it.args[0]);
                let index = self.freeze_new(index);
                let count = self.count(&mut chain, span);
                let some = Expr::binary(BinaryOp::Lt, index.clone(), count, span);
                let present = self.condition(some);
                Maybe { present, inside: Inside::Element(Iter(chain, None), index) }
            }
            "last" => self.hold_from(chain, at, &mut |lower, holder, item| {
                lower.hold(holder, item);
            }),
            "nth" => {
                let n = self.expr(&it.args[0]);
                let n = self.freeze(n);
                let chain = Chain::Enumerate(Box::new(chain));
                self.hold_from(chain, at, &mut |lower, holder, item| {
                    let (index, item) = pair(item);
                    let here = Expr::binary(BinaryOp::Eq, index, n.clone(), span);
                    lower.when(here, span, |lower| {
                        lower.hold(holder, item);
                        lower.end_chain(depth, span);
                    });
                })
            }
            "find" => {
                let closure = self.callable(&it.args[0])?;
                self.hold_from(chain, at, &mut |lower, holder, item| {
                    let (item, borrowed) = lower.borrowed(item);
                    let cond = lower.call_closure(&closure, vec![borrowed], at);
                    lower.when(cond, span, |lower| {
                        lower.hold(holder, item);
                        lower.end_chain(depth, span);
                    });
                })
            }
            "position" => {
                let closure = self.callable(&it.args[0])?;
                let chain = Chain::Enumerate(Box::new(chain));
                self.hold_from(chain, at, &mut |lower, holder, item| {
                    let (index, item) = pair(item);
                    let cond = lower.call_closure(&closure, vec![item], at);
                    lower.when(cond, span, |lower| {
                        lower.hold(holder, index);
                        lower.end_chain(depth, span);
                    });
                })
            }
            "find_map" => {
                let closure = self.callable(&it.args[0])?;
                self.hold_from(chain, at, &mut |lower, holder, item| {
                    let value = lower.inside_some(&closure, vec![item], Ends::Element, at);
                    lower.hold(holder, value);
                    lower.end_chain(depth, span);
                })
            }
            "reduce" => {
                let closure = self.callable(&it.args[0])?;
                self.reduce(chain, &closure, at, span)
            }
            "max" | "min" => self.extremum(chain, name == "max", &Order::Natural, at, span),
            "max_by" | "min_by" => {
                let order = Order::By(self.callable(&it.args[0])?);
                self.extremum(chain, name == "max_by", &order, at, span)
            }
            _ => {
                let order = Order::ByKey(self.callable(&it.args[0])?);
                self.extremum(chain, name == "max_by_key", &order, at, span)
            }
        })
    }

    /// The largest or smallest element; of equal ones the last is largest, and the first is smallest.
    fn extremum(
        &mut self,
        chain: Chain,
        largest: bool,
        order: &Order,
        at: &syn::Expr,
        span: Span,
    ) -> Maybe {
        self.hold_from(chain, at, &mut |lower, holder, item| {
            let (item, borrowed) = lower.borrowed(item);
            let best = lower.held(holder, &item);
            let found = holder.found(span);
            let holder = std::cell::RefCell::new(holder);
            let first = item.clone();
            lower.when_else(
                Expr::not(found),
                span,
                |lower| lower.hold(&mut holder.borrow_mut(), first),
                |lower| {
                    let (_, best) = lower.borrowed(best);
                    let compared = match order {
                        Order::Natural => compared(best, borrowed, span),
                        Order::By(closure) => lower.call_closure(closure, vec![best, borrowed], at),
                        Order::ByKey(closure) => {
                            let best = lower.call_closure(closure, vec![best], at);
                            let item = lower.call_closure(closure, vec![borrowed], at);
                            let (_, item) = lower.borrowed(item);
                            compared(best, item, span)
                        }
                    };
                    let greater = Expr::tokens(quote!(::core::cmp::Ordering::Greater), span);
                    let op = if largest { BinaryOp::Ne } else { BinaryOp::Eq };
                    let better = Expr::binary(op, compared, greater, span);
                    lower.when(better, span, |lower| {
                        lower.hold(&mut holder.borrow_mut(), item);
                    });
                },
            );
        })
    }

    /// `fold` from the first element on.
    fn reduce(
        &mut self,
        mut chain: Chain,
        closure: &Rc<Closure>,
        at: &syn::Expr,
        span: Span,
    ) -> Maybe {
        if chain.is_indexable() && !chain.has_effects() {
            let count = self.count(&mut chain, span);
            let count = self.freeze_new(count);
            let some = Expr::binary(BinaryOp::Gt, count, index_expr(0, span), span);
            let present = self.condition(some);
            return Maybe { present, inside: Inside::Reduced(Iter(chain, None), closure.clone()) };
        }
        self.hold_from(chain, at, &mut |lower, holder, item| {
            holder.by_value();
            let acc = lower.held(holder, &item);
            let item = lower.freeze(item);
            let next = lower.new_var("next", span, VarKind::Checked, Hint::Unknown);
            lower.f.var_mut(next).reassigned = true;
            lower.push(StmtKind::Let { var: next, value: None }, span);
            let first = item.clone();
            lower.when_else(
                holder.found(span),
                span,
                |lower| {
                    let value = lower.call_closure(closure, vec![acc, item], at);
                    lower.arrive(Some(next), Some(value));
                },
                |lower| lower.arrive(Some(next), Some(first)),
            );
            lower.hold(holder, Expr::var(next, span));
        })
    }

    /// The value of a `reduce` over an indexed chain that has elements.
    pub(in crate::lower) fn reduced(
        &mut self,
        Iter(chain, _): &Iter,
        closure: &Closure,
        at: &syn::Expr,
    ) -> Expr {
        let span = syn::spanned::Spanned::span(at);
        let first = self.element(chain, index_expr(0, span), at);
        let acc = self.let_var("acc", first);
        self.f.var_mut(acc).mutable = true;
        let rest = Chain::Skip(Box::new(chain.clone()), index_expr(1, span));
        self.drive(rest, at, &mut |lower, item| {
            let args = vec![Expr::var(acc, span), item];
            let value = lower.call_closure(closure, args, at);
            lower.push(StmtKind::Assign { place: Place::var(acc), value }, span);
        });
        Expr::var(acc, span)
    }
}

/// `a.cmp(&b)`.
fn compared(a: Expr, b: Expr, span: Span) -> Expr {
    let method = proc_macro2::Ident::new("cmp", span);
    Expr::new(ExprKind::Inert { method, turbofish: None, args: vec![a, b] }, span)
}

/// The two parts of a pair.
fn pair(item: Expr) -> (Expr, Expr) {
    match item.kind {
        ExprKind::Aggregate { kind: Aggregate::Tuple, mut operands } if operands.len() == 2 => {
            let second = operands.pop().expect("two operands");
            let first = operands.pop().expect("two operands");
            (first, second)
        }
        _ => unreachable!("verified: `enumerate` gives pairs"),
    }
}
