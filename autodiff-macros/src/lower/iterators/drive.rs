//! Chains as loops.

use std::rc::Rc;

use proc_macro2::Span;
use quote::quote;
use syn::spanned::Spanned;

use super::exits::Ends;
use super::{Body, Chain};
use crate::diag::codes;
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
        let depth = self.frames.len();
        let checkpoint = self.checkpoint(&it.attrs);
        if let Some(checkpoint) = &checkpoint {
            self.begin_checkpoint(checkpoint);
        }
        self.drive(chain, &it.expr, &mut |lower, item| {
            lower.take_over_loops(depth, it.label.as_ref());
            lower.bind_item(&it.pat, item);
            lower.block_value(&it.body, false);
        });
        if let Some(checkpoint) = &checkpoint {
            self.end_checkpoint(checkpoint);
        }
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

    /// Runs `body` for each item of what is written, in order.
    pub(in crate::lower) fn each_item(&mut self, items: &syn::Expr, body: Body<'_, 'a>) {
        if let Some(chain) = self.chain(items)
            && !self.block.dead
        {
            self.drive(chain, items, body);
        }
    }

    /// Runs `body` for each element, in order.
    ///
    /// The frames of its loops start at the depth where the frames were: leaving that one ends the chain.
    pub(super) fn drive(&mut self, mut chain: Chain, at: &syn::Expr, body: Body<'_, 'a>) {
        let span = at.span();
        let depth = self.frames.len();
        if chain.is_indexable() {
            return self.drive_indexed(chain, at, body);
        }
        // Adaptors of an endless range are driven: its numbers need not be indices.
        if chain.is_endless()
            && matches!(chain, Chain::Range { .. } | Chain::Same { .. } | Chain::Zip(..))
        {
            return self.drive_endless(chain, at, body);
        }
        // `zip` of something that has no index with something that has one.
        if let Chain::Zip(a, b) = &mut chain {
            return self.drive_zip(a, b, at, body);
        }
        match chain {
            Chain::Filter(inner, closure) => {
                self.drive(*inner, at, &mut |lower, item| {
                    let (item, borrowed) = lower.borrowed(item);
                    let cond = lower.call_closure(&closure, vec![borrowed], at);
                    lower.only_if(cond, span);
                    body(lower, item);
                });
            }
            Chain::TakeWhile(inner, closure) => {
                self.drive(*inner, at, &mut |lower, item| {
                    let (item, borrowed) = lower.borrowed(item);
                    let cond = lower.call_closure(&closure, vec![borrowed], at);
                    lower.when(Expr::not(cond), span, |lower| lower.end_chain(depth, span));
                    body(lower, item);
                });
            }
            Chain::SkipWhile(inner, closure) => {
                let started = self.new_var("started", span, VarKind::Local, Hint::Discrete);
                self.f.var_mut(started).mutable = true;
                let value = Some(bool_expr(false, span));
                self.push(StmtKind::Let { var: started, value }, span);
                self.drive(*inner, at, &mut |lower, item| {
                    let (item, borrowed) = lower.borrowed(item);
                    lower.when(Expr::not(Expr::var(started, span)), span, |lower| {
                        let cond = lower.call_closure(&closure, vec![borrowed], at);
                        let place = Place::var(started);
                        lower.push(StmtKind::Assign { place, value: Expr::not(cond) }, span);
                    });
                    lower.only_if(Expr::var(started, span), span);
                    body(lower, item);
                });
            }
            Chain::Map(inner, closure) => {
                self.drive(*inner, at, &mut |lower, item| {
                    let value = lower.call_closure(&closure, vec![item], at);
                    body(lower, value);
                });
            }
            Chain::Inspect(inner, closure) => {
                self.drive(*inner, at, &mut |lower, item| {
                    let (item, borrowed) = lower.borrowed(item);
                    lower.run_closure(&closure, vec![borrowed], at);
                    body(lower, item);
                });
            }
            Chain::FilterMap(inner, closure) => {
                self.drive(*inner, at, &mut |lower, item| {
                    let value = lower.inside_some(&closure, vec![item], Ends::Element, at);
                    body(lower, value);
                });
            }
            Chain::MapWhile(inner, closure) => {
                self.drive(*inner, at, &mut |lower, item| {
                    let value = lower.inside_some(&closure, vec![item], Ends::Chain(depth), at);
                    body(lower, value);
                });
            }
            Chain::Scan(inner, state, closure) => {
                let state = self.let_var("state", state);
                self.f.var_mut(state).mutable = true;
                self.drive(*inner, at, &mut |lower, item| {
                    let state = Expr::new(ExprKind::RefMut(Place::var(state)), span);
                    let args = vec![state, item];
                    let value = lower.inside_some(&closure, args, Ends::Chain(depth), at);
                    body(lower, value);
                });
            }
            Chain::FlatMap(inner, closure, back) => {
                self.drive(*inner, at, &mut |lower, item| {
                    lower.drive_flat_map(&closure, item, back, at, body);
                });
            }
            Chain::Flatten(inner, back) => {
                self.drive(*inner, at, &mut |lower, item| {
                    lower.drive_elements(item, back, at, body);
                });
            }
            Chain::Chained(a, b) => self.drive_both(*a, *b, at, body),
            Chain::Copied(inner) => {
                self.drive(*inner, at, &mut |lower, item| {
                    let value = lower.dereferenced(item);
                    body(lower, value);
                });
            }
            Chain::Enumerate(inner) => {
                let counter = self.counter(span);
                self.drive(*inner, at, &mut |lower, item| {
                    let index = lower.freeze_new(Expr::var(counter, span));
                    lower.increment(counter, span);
                    let kind = Aggregate::Tuple;
                    let operands = vec![index, item];
                    body(lower, Expr::new(ExprKind::Aggregate { kind, operands }, span));
                });
            }
            Chain::Take(inner, n) => {
                let counter = self.counter(span);
                let some = Expr::binary(BinaryOp::Gt, n.clone(), index_expr(0, span), span);
                self.when(some, span, |lower| {
                    let depth = lower.frames.len();
                    lower.drive(*inner, at, &mut |lower, item| {
                        lower.increment(counter, span);
                        // The element behind the last one is not asked for.
                        let last =
                            Expr::binary(BinaryOp::Ge, Expr::var(counter, span), n.clone(), span);
                        lower.end_chain_after(depth, last, span);
                        body(lower, item);
                    });
                });
            }
            Chain::Skip(inner, n) => {
                let counter = self.counter(span);
                self.drive(*inner, at, &mut |lower, item| {
                    let index = lower.freeze_new(Expr::var(counter, span));
                    lower.increment(counter, span);
                    let started = Expr::binary(BinaryOp::Ge, index, n.clone(), span);
                    lower.only_if(started, span);
                    body(lower, item);
                });
            }
            Chain::StepBy(inner, k) => {
                let counter = self.counter(span);
                self.drive(*inner, at, &mut |lower, item| {
                    let index = lower.freeze_new(Expr::var(counter, span));
                    lower.increment(counter, span);
                    let rest = Expr::binary(BinaryOp::Rem, index, k.clone(), span);
                    let chosen = Expr::binary(BinaryOp::Eq, rest, index_expr(0, span), span);
                    lower.only_if(chosen, span);
                    body(lower, item);
                });
            }
            Chain::Range { .. }
            | Chain::Elements { .. }
            | Chain::Chunks { .. }
            | Chain::Windows { .. }
            | Chain::Lines { .. }
            | Chain::Same { .. }
            | Chain::Zip(..)
            | Chain::Rev(..) => {
                self.refuse(
                    codes::ITERATOR_ORDER,
                    at,
                    "this chain cannot be turned into a loop",
                    "put `rev` and `zip` before `filter` and `take_while`, or write the loop",
                );
            }
        }
    }

    /// A counted loop over the indices.
    fn drive_indexed(&mut self, mut chain: Chain, at: &syn::Expr, body: Body<'_, 'a>) {
        let span = at.span();
        if let Some((mut range, maps)) = Self::plain_range(&mut chain) {
            range.constant_trips = self.constant_trips(&range);
            self.counted_loop(None, "i", range, span, |lower, var| {
                let mut value = Expr::var(var, span);
                for closure in maps {
                    value = lower.call_closure(&closure, vec![value], at);
                }
                body(lower, value);
            });
            return;
        }
        let constant_trips = self.constant_length(&chain, span);
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
            checkpoint: None,
            part: None,
            constant_trips,
        };
        if range.constant_trips.is_none() && Self::is_plain_constant(&range.high) {
            range.constant_trips = self.constant_trips(&range);
        }
        self.counted_loop(None, "i", range, span, |lower, var| {
            let value = lower.element(&chain, Expr::var(var, span), at);
            body(lower, value);
        });
    }

    /// The number of elements, if a written type says it.
    fn constant_length(&mut self, chain: &Chain, span: Span) -> Option<proc_macro2::TokenStream> {
        match chain {
            Chain::Elements { place, .. } => self.length(place, span).1,
            Chain::Enumerate(a)
            | Chain::Rev(a, _)
            | Chain::Map(a, _)
            | Chain::Inspect(a, _)
            | Chain::Copied(a) => self.constant_length(a, span),
            _ => None,
        }
    }

    /// A loop that something inside ends.
    fn drive_endless(&mut self, mut chain: Chain, at: &syn::Expr, body: Body<'_, 'a>) {
        let span = at.span();
        // A range that counts by itself: its type need not be `usize`.
        let start = match &mut chain {
            Chain::Range { low, .. } => low.clone(),
            _ => Expr::tokens(quote!(0usize), span),
        };
        let own = matches!(chain, Chain::Range { .. });
        let counter = self.let_var("counter", start);
        self.f.var_mut(counter).mutable = true;
        self.f.var_mut(counter).hint = Hint::Discrete;
        let before = self.frames.last().map_or(0, |frame| frame.exits);
        let (block, exit, ends) = self.loop_body(None, None, span, |lower| {
            let index = lower.freeze_new(Expr::var(counter, span));
            lower.increment(counter, span);
            let item = if own { index } else { lower.element(&chain, index, at) };
            body(lower, item);
        });
        self.push(StmtKind::Loop { exit, body: block }, span);
        if !ends {
            self.refuse(
                codes::ENDLESS_LOOP,
                at,
                "this loop never ends",
                "leave it by `break`, or by `return`",
            );
        }
        self.after_loop(before, span);
    }

    /// `zip` where one side has no index: it is driven, and the other side is counted beside it.
    fn drive_zip(&mut self, a: &mut Chain, b: &mut Chain, at: &syn::Expr, body: Body<'_, 'a>) {
        let span = at.span();
        let depth = self.frames.len();
        let has_index = |chain: &Chain| chain.is_indexable() || chain.is_endless();
        // Each turn asks the first one and then, if there was something, the second. So the first one may have
        // effects where it is the one that is driven: the length of the other is looked at behind them.
        let first_is_driven = has_index(b);
        let effects = b.has_effects() || (!first_is_driven && a.has_effects());
        if (!first_is_driven && !has_index(a)) || effects {
            self.refuse(
                codes::ITERATOR_ORDER,
                at,
                "this `zip` cannot be turned into a loop",
                "put `filter` and its like behind `zip`, or write the loop",
            );
            return;
        }
        let (driven, counted) = if first_is_driven { (a, b) } else { (b, a) };
        let count = (!counted.is_endless()).then(|| {
            let count = self.count(counted, span);
            self.freeze(count)
        });
        let counter = self.counter(span);
        let counted = counted.clone();
        self.drive(driven.clone(), at, &mut |lower, item| {
            if let Some(count) = &count {
                let done =
                    Expr::binary(BinaryOp::Ge, Expr::var(counter, span), count.clone(), span);
                lower.when(done, span, |lower| lower.end_chain(depth, span));
            }
            let index = lower.freeze_new(Expr::var(counter, span));
            lower.increment(counter, span);
            let other = lower.element(&counted, index, at);
            let operands = if first_is_driven { vec![item, other] } else { vec![other, item] };
            let kind = Aggregate::Tuple;
            body(lower, Expr::new(ExprKind::Aggregate { kind, operands }, span));
        });
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
                    checkpoint: None,
                    part: None,
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
