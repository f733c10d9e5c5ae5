//! What takes elements out of the middle of a `Vec`: `retain`, `dedup`, `drain`.
//!
//! ```text
//! v.retain(keep);      ->  kept = vec![]; for x in &v { if keep(x) { kept.push(x) } } v = kept;
//! v.drain(a..b)        ->  tail = v.split_off(b); taken = v.split_off(a); v.append(tail);   taken is iterated over
//! ```

use proc_macro2::Span;
use quote::quote;

use super::Lower;
use super::patterns::index_expr;
use super::stmt::strip;
use crate::ir::{
    Aggregate, BinaryOp, Effect, Expr, ExprKind, Growth, Hint, Place, Proj, StmtKind, VarId,
    VarKind,
};

fn element(list: &Place, index: Expr) -> Place {
    list.clone().then(Proj::Index(Box::new(index)))
}

impl Lower<'_> {
    /// A method of this file. Nothing if it is none.
    pub(super) fn thinning_method(
        &mut self,
        it: &syn::ExprMethodCall,
        name: &str,
        span: Span,
    ) -> Option<Expr> {
        let known = matches!((name, it.args.len()), ("retain" | "dedup_by_key", 1) | ("dedup", 0));
        if !known || !self.grows(it, name) {
            return None;
        }
        let list = self.place(&it.receiver)?;
        let list = self.freeze_place(list);
        let closure = match it.args.first() {
            Some(closure) => Some(self.callable(closure)?),
            None => None,
        };
        let at = syn::Expr::MethodCall(it.clone());
        let kept = self.empty_list("kept", &list, span);
        self.each_index_of(&list.clone(), span, |lower, index| {
            let here = element(&list, index.clone());
            let borrowed = |place: Place| Expr::new(ExprKind::Ref(place), span);
            let keep = match (name, &closure) {
                ("retain", Some(closure)) => {
                    lower.call_closure(closure, vec![borrowed(here.clone())], &at)
                }
                _ => {
                    let differs = lower.let_var("differs", super::control::bool_expr(true, span));
                    lower.f.var_mut(differs).mutable = true;
                    lower.f.var_mut(differs).hint = Hint::Discrete;
                    let behind = Expr::binary(BinaryOp::Gt, index, index_expr(0, span), span);
                    lower.when(behind, span, |lower| {
                        // What is compared with is the last that was kept.
                        let (len, _) = lower.length(&Place::var(kept), span);
                        let last = Expr::binary(BinaryOp::Sub, len, index_expr(1, span), span);
                        let last = lower.freeze_index(last);
                        let before = element(&Place::var(kept), last);
                        let (a, b) = match &closure {
                            Some(key) => (
                                lower.call_closure(key, vec![borrowed(here.clone())], &at),
                                lower.call_closure(key, vec![borrowed(before)], &at),
                            ),
                            None => (Expr::read(here.clone(), span), Expr::read(before, span)),
                        };
                        let value = Expr::binary(BinaryOp::Ne, a, b, span);
                        lower.push(StmtKind::Assign { place: Place::var(differs), value }, span);
                    });
                    Expr::var(differs, span)
                }
            };
            lower.when(keep, span, |lower| {
                let value = Expr::read(here, span);
                lower.grow(Growth::Push, &Place::var(kept), None, Some(value), span);
            });
        });
        let value = Expr::var(kept, span);
        self.push(StmtKind::Assign { place: list, value }, span);
        Some(super::expr::unit(span))
    }

    /// An empty `Vec` of the elements of a list.
    fn empty_list(&mut self, name: &str, like: &Place, span: Span) -> VarId {
        let hint = match self.f.place_hint(like) {
            Hint::Vec(element) => Hint::Vec(element),
            _ => Hint::Vec(Box::default()),
        };
        let list = self.new_var(name, span, VarKind::Local, hint);
        self.f.var_mut(list).mutable = true;
        let kind = ExprKind::Aggregate { kind: Aggregate::VecList, operands: Vec::new() };
        self.push(StmtKind::Let { var: list, value: Some(Expr::new(kind, span)) }, span);
        list
    }

    /// Whether an expression is `v.drain(a..b)` of active elements.
    pub(super) fn is_drain(&self, it: &syn::ExprMethodCall) -> bool {
        it.method == "drain"
            && it.args.len() == 1
            && matches!(strip(&it.args[0]), syn::Expr::Range(_))
            && self.taint.touches(&it.receiver)
    }

    /// Takes the elements of a range out; gives where they are.
    pub(super) fn drained(&mut self, it: &syn::ExprMethodCall) -> Option<Place> {
        let span = it.method.span();
        let list = self.place(&it.receiver)?;
        let list = self.freeze_place(list);
        let syn::Expr::Range(range) = strip(&it.args[0]) else { return None };
        let low = match &range.start {
            Some(low) => self.expr(low),
            None => index_expr(0, span),
        };
        let low = self.freeze_index(low);
        let high = match &range.end {
            Some(high) => {
                let high = self.expr(high);
                let more = matches!(range.limits, syn::RangeLimits::Closed(_));
                let high = match more {
                    true => Expr::binary(BinaryOp::Add, high, index_expr(1, span), span),
                    false => high,
                };
                Some(self.freeze_index(high))
            }
            None => None,
        };
        let (len, _) = self.length(&list, span);
        let len = self.freeze_index(len);
        let end = high.clone().unwrap_or_else(|| len.clone());
        let ordered = Expr::binary(BinaryOp::Le, low.clone(), end.clone(), span);
        let inside = Expr::binary(BinaryOp::Le, end, len, span);
        let both = Expr::binary(BinaryOp::And, ordered, inside, span);
        self.hold_bounds(both, span);
        let tail = high.map(|high| self.take_out(Growth::Cut, &list, Some(high), span));
        let taken = self.take_out(Growth::Cut, &list, Some(low), span);
        if let Some(tail) = tail.as_ref().and_then(Expr::place).cloned() {
            self.each_index_of(&tail.clone(), span, |lower, index| {
                let value = Expr::read(element(&tail, index), span);
                lower.grow(Growth::Push, &list, None, Some(value), span);
            });
        }
        taken.place().cloned()
    }

    /// The user's own slicing panics there.
    pub(super) fn hold_bounds(&mut self, inside: Expr, span: Span) {
        let rest = quote!(, "index out of range");
        let path = quote!(::core::assert);
        let effect = Effect { path, args: vec![inside], rest, binds: Vec::new() };
        self.push(StmtKind::Effect(effect), span);
    }
}
