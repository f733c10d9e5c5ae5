//! Chains as loops.

use std::rc::Rc;

use proc_macro2::Span;
use quote::quote;
use syn::spanned::Spanned;

use super::{Body, Chain};
use crate::ir::{Aggregate, BinaryOp, Expr, ExprKind, Hint, Place, Range, StmtKind, VarKind};
use crate::lower::closures::Closure;
use crate::lower::control::bool_expr;
use crate::lower::patterns::index_expr;
use crate::lower::{Binding, Lower};

impl<'a> Lower<'a> {
    /// `for pat in iterator { body }`.
    pub(in crate::lower) fn lower_for(&mut self, it: &syn::ExprForLoop) {
        let Some(chain) = self.chain(&it.expr) else {
            return;
        };
        if self.block.dead {
            return;
        }
        self.drive(chain, it.label.as_ref(), &it.expr, &mut |lower, item| {
            lower.bind_item(&it.pat, item);
            lower.block_value(&it.body, false);
        });
    }

    /// Binds a loop's pattern; an index needs no copy.
    pub(super) fn bind_item(&mut self, pat: &syn::Pat, item: Expr) {
        if let (syn::Pat::Ident(name), ExprKind::Read(place)) = (pat, &item.kind)
            && name.mutability.is_none()
            && place.is_var()
            && self.f.var(place.root).kind == VarKind::Index
        {
            let root = place.root;
            self.f.var_mut(root).name = name.ident.to_string();
            self.bind(&name.ident.to_string(), Binding::Var(root));
            return;
        }
        self.bind_pattern(pat, item);
    }

    /// Runs `body` for each element, in order.
    pub(super) fn drive(
        &mut self,
        mut chain: Chain,
        label: Option<&syn::Label>,
        at: &syn::Expr,
        body: Body<'_, 'a>,
    ) {
        let span = at.span();
        if chain.is_indexable() {
            if let Some((range, maps)) = Self::plain_range(&mut chain) {
                let mut range = range;
                range.constant_trips = self.constant_trips(&range);
                let name = "i";
                self.counted_loop(label, name, range, span, |lower, var| {
                    let mut value = Expr::var(var, span);
                    for closure in maps {
                        value = lower.call_closure(&closure, vec![value], at);
                    }
                    body(lower, value);
                });
                return;
            }
            let constant_trips = match &chain {
                Chain::Elements { place, .. } => self.length(place, span).1,
                _ => None,
            };
            let high = self.count(&mut chain, span);
            let high = if constant_trips.is_some() || Self::is_constant(&high) {
                high
            } else {
                let var = self.let_var("count", high);
                self.f.var_mut(var).hint = Hint::Discrete;
                Expr::var(var, span)
            };
            let mut range = Range {
                low: index_expr(0, span),
                high,
                inclusive: false,
                step: None,
                reversed: false,
                constant_trips,
            };
            if range.constant_trips.is_none() && Self::is_plain_constant(&range.high) {
                range.constant_trips = self.constant_trips(&range);
            }
            self.counted_loop(label, "i", range, span, |lower, var| {
                let value = lower.element(&chain, Expr::var(var, span), at);
                body(lower, value);
            });
            return;
        }
        match chain {
            Chain::Filter(inner, closure) => {
                self.drive(*inner, label, at, &mut |lower, item| {
                    let (item, borrowed) = lower.borrowed(item);
                    let cond = lower.call_closure(&closure, vec![borrowed], at);
                    lower.only_if(cond, span);
                    body(lower, item);
                });
            }
            Chain::TakeWhile(inner, closure) => {
                self.drive(*inner, label, at, &mut |lower, item| {
                    let (item, borrowed) = lower.borrowed(item);
                    let cond = lower.call_closure(&closure, vec![borrowed], at);
                    lower.when(Expr::not(cond), span, |lower| lower.end_innermost_loop(span));
                    body(lower, item);
                });
            }
            Chain::SkipWhile(inner, closure) => {
                let started = self.new_var("started", span, VarKind::Local, Hint::Discrete);
                self.f.var_mut(started).mutable = true;
                let value = Some(bool_expr(false, span));
                self.push(StmtKind::Let { var: started, value }, span);
                self.drive(*inner, label, at, &mut |lower, item| {
                    let (item, borrowed) = lower.borrowed(item);
                    let cond = lower.call_closure(&closure, vec![borrowed], at);
                    let cond = lower.condition(cond);
                    let before =
                        Expr::binary(BinaryOp::Or, Expr::var(started, span), Expr::not(cond), span);
                    let place = Place::var(started);
                    lower.push(StmtKind::Assign { place, value: before }, span);
                    lower.only_if(Expr::var(started, span), span);
                    body(lower, item);
                });
            }
            Chain::Map(inner, closure) => {
                self.drive(*inner, label, at, &mut |lower, item| {
                    let value = lower.call_closure(&closure, vec![item], at);
                    body(lower, value);
                });
            }
            Chain::Copied(inner) => {
                self.drive(*inner, label, at, &mut |lower, item| {
                    let value = lower.dereferenced(item);
                    body(lower, value);
                });
            }
            Chain::Enumerate(inner) => {
                let counter = self.counter(span);
                self.drive(*inner, label, at, &mut |lower, item| {
                    let index = lower.freeze_new(Expr::var(counter, span));
                    lower.increment(counter, span);
                    let kind = Aggregate::Tuple;
                    let operands = vec![index, item];
                    body(lower, Expr::new(ExprKind::Aggregate { kind, operands }, span));
                });
            }
            Chain::Take(inner, n) => {
                let counter = self.counter(span);
                self.drive(*inner, label, at, &mut |lower, item| {
                    let done =
                        Expr::binary(BinaryOp::Ge, Expr::var(counter, span), n.clone(), span);
                    lower.when(done, span, |lower| lower.end_innermost_loop(span));
                    lower.increment(counter, span);
                    body(lower, item);
                });
            }
            Chain::Skip(inner, n) => {
                let counter = self.counter(span);
                self.drive(*inner, label, at, &mut |lower, item| {
                    let index = lower.freeze_new(Expr::var(counter, span));
                    lower.increment(counter, span);
                    let started = Expr::binary(BinaryOp::Ge, index, n.clone(), span);
                    lower.only_if(started, span);
                    body(lower, item);
                });
            }
            _ => {
                self.refuse(
                    at,
                    "this chain cannot be turned into a loop",
                    "put `rev`, `zip` and `step_by` before `filter` and `take_while`, or write the loop",
                );
            }
        }
    }

    /// A range under nothing but `rev`, `step_by` and `map`: its own variable is the loop's.
    pub(super) fn plain_range(chain: &mut Chain) -> Option<(Range, Vec<Rc<Closure>>)> {
        match chain {
            Chain::Range { low, high: Some(high), inclusive } => Some((
                Range {
                    low: low.clone(),
                    high: high.clone(),
                    inclusive: *inclusive,
                    step: None,
                    reversed: false,
                    constant_trips: None,
                },
                Vec::new(),
            )),
            Chain::Rev(inner, _) => {
                let (mut range, maps) = Self::plain_range(inner)?;
                // `step_by` after `rev` starts elsewhere than before it.
                if range.step.is_some() || range.reversed {
                    return None;
                }
                range.reversed = true;
                Some((range, maps))
            }
            Chain::StepBy(inner, k) => {
                let (mut range, maps) = Self::plain_range(inner)?;
                if range.step.is_some() || range.reversed || !maps.is_empty() {
                    return None;
                }
                range.step = Some(k.clone());
                Some((range, maps))
            }
            Chain::Map(inner, closure) => {
                let (range, mut maps) = Self::plain_range(inner)?;
                maps.push(closure.clone());
                Some((range, maps))
            }
            _ => None,
        }
    }

    pub(super) fn is_plain_constant(value: &Expr) -> bool {
        matches!(value.kind, ExprKind::Tokens(_))
    }

    pub(super) fn counter(&mut self, span: Span) -> crate::ir::VarId {
        let var = self.let_var("counter", Expr::tokens(quote!(0usize), span));
        self.f.var_mut(var).mutable = true;
        self.f.var_mut(var).hint = Hint::Discrete;
        var
    }

    pub(super) fn increment(&mut self, counter: crate::ir::VarId, span: Span) {
        let place = Place::var(counter);
        let value = index_expr(1, span);
        self.push(StmtKind::Update { op: BinaryOp::Add, place, value }, span);
    }
}
