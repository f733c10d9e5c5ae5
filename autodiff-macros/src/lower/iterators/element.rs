//! The element of an indexable chain at an index.

use proc_macro2::{Ident, Span};
use syn::spanned::Spanned;

use super::count::is_untyped;
use super::{Chain, Items, Iter};
use crate::ir::{Aggregate, BinaryOp, Expr, ExprKind, Hint, Place, Proj};
use crate::lower::Lower;
use crate::lower::patterns::index_expr;

impl Lower<'_> {
    pub(super) fn handed(place: Place, items: Items, span: Span) -> Expr {
        let kind = match items {
            Items::Value => ExprKind::Read(place),
            Items::Shared => ExprKind::Ref(place),
            Items::Exclusive => ExprKind::RefMut(place),
        };
        Expr::new(kind, span)
    }

    /// The element of an iterator in a variable.
    pub(in crate::lower) fn element_of(
        &mut self,
        iter: &Iter,
        index: Expr,
        at: &syn::Expr,
    ) -> Expr {
        self.element(&iter.0, index, at)
    }

    /// The element of an indexable chain at an index.
    pub(super) fn element(&mut self, chain: &Chain, index: Expr, at: &syn::Expr) -> Expr {
        let span = at.span();
        match chain {
            Chain::Range { low, high, .. } => {
                let untyped = high.as_ref().is_some_and(|high| is_untyped(low) && is_untyped(high));
                if !untyped && self.counts_in_usize(low, high.as_ref()) {
                    return Self::offset(low, index, span);
                }
                let bound = high.clone().unwrap_or_else(|| low.clone());
                Self::helper("nth", vec![low.clone(), bound, index], span)
            }
            Chain::Elements { place, items } => {
                Self::handed(place.clone().then(Proj::Index(Box::new(index))), *items, span)
            }
            Chain::Chunks { place, size, exact, items } => {
                let low = Expr::binary(BinaryOp::Mul, index, size.clone(), span);
                let low = self.freeze_new(low);
                let high = Expr::binary(BinaryOp::Add, low.clone(), size.clone(), span);
                let high = if *exact {
                    high
                } else {
                    let (len, _) = self.length(place, span);
                    Self::helper("least", vec![high, len], span)
                };
                let range = ExprKind::Range {
                    low: Some(Box::new(low)),
                    high: Some(Box::new(high)),
                    inclusive: false,
                };
                let step = Proj::Index(Box::new(Expr::new(range, span)));
                Self::handed(place.clone().then(step), *items, span)
            }
            Chain::Windows { place, size } => {
                let high = Expr::binary(BinaryOp::Add, index.clone(), size.clone(), span);
                let range = ExprKind::Range {
                    low: Some(Box::new(index)),
                    high: Some(Box::new(high)),
                    inclusive: false,
                };
                let step = Proj::Index(Box::new(Expr::new(range, span)));
                Self::handed(place.clone().then(step), Items::Shared, span)
            }
            Chain::Lines { place, view, items, .. } => {
                let step = Proj::View {
                    method: Ident::new(view, span),
                    turbofish: None,
                    args: vec![index],
                };
                Self::handed(place.clone().then(step), *items, span)
            }
            Chain::Zip(a, b) => {
                let a = self.element(a, index.clone(), at);
                let b = self.element(b, index, at);
                let kind = Aggregate::Tuple;
                Expr::new(ExprKind::Aggregate { kind, operands: vec![a, b] }, span)
            }
            Chain::Enumerate(a) => {
                let element = self.element(a, index.clone(), at);
                let kind = Aggregate::Tuple;
                Expr::new(ExprKind::Aggregate { kind, operands: vec![index, element] }, span)
            }
            Chain::Rev(a, total) => {
                let total = total.clone().unwrap_or_else(|| self.dummy(span));
                let last = Expr::binary(BinaryOp::Sub, total, index_expr(1, span), span);
                let index = Expr::binary(BinaryOp::Sub, last, index, span);
                let index = self.freeze_new(index);
                self.element(a, index, at)
            }
            Chain::Skip(a, n) => {
                let index = Expr::binary(BinaryOp::Add, n.clone(), index, span);
                self.element(a, index, at)
            }
            Chain::Take(a, _) => self.element(a, index, at),
            Chain::StepBy(a, k) => {
                let index = Expr::binary(BinaryOp::Mul, index, k.clone(), span);
                self.element(a, index, at)
            }
            Chain::Map(a, closure) => {
                let element = self.element(a, index, at);
                self.call_closure(closure, vec![element], at)
            }
            Chain::Copied(a) => {
                let element = self.element(a, index, at);
                self.dereferenced(element)
            }
            Chain::Same { value, .. } => value.clone(),
            Chain::Inspect(a, closure) => {
                let element = self.element(a, index, at);
                let (element, borrowed) = self.borrowed(element);
                self.run_closure(closure, vec![borrowed], at);
                element
            }
            Chain::Filter(..)
            | Chain::FilterMap(..)
            | Chain::TakeWhile(..)
            | Chain::SkipWhile(..)
            | Chain::MapWhile(..)
            | Chain::Scan(..)
            | Chain::FlatMap(..)
            | Chain::Flatten(..)
            | Chain::Chained(..) => self.dummy(span),
        }
    }

    pub(super) fn freeze_new(&mut self, value: Expr) -> Expr {
        let span = value.span;
        let var = self.let_var("index", value);
        self.f.var_mut(var).hint = Hint::Discrete;
        Expr::var(var, span)
    }

    /// `*value`.
    pub(in crate::lower) fn dereferenced(&mut self, value: Expr) -> Expr {
        let span = value.span;
        match value.kind {
            ExprKind::Ref(place) | ExprKind::RefMut(place) => Expr::read(place, span),
            ExprKind::RefTemp(inner) => *inner,
            // A scalar is behind no reference any more.
            ExprKind::Read(place) if self.f.place_hint(&place).is_scalar() => {
                Expr::read(place, span)
            }
            _ => {
                let place = self.materialize(value).then(Proj::Deref);
                Expr::read(place, span)
            }
        }
    }

    /// An item, and a borrow of it.
    pub(in crate::lower) fn borrowed(&mut self, item: Expr) -> (Expr, Expr) {
        let span = item.span;
        match &item.kind {
            // Through a borrow of a `&mut` there is only reading.
            ExprKind::RefMut(place) => {
                let shared = Expr::new(ExprKind::Ref(place.clone()), span);
                (item.clone(), Expr::new(ExprKind::RefTemp(Box::new(shared)), span))
            }
            ExprKind::Ref(_) | ExprKind::RefTemp(_) => {
                (item.clone(), Expr::new(ExprKind::RefTemp(Box::new(item)), span))
            }
            ExprKind::Read(place) => (item.clone(), Expr::new(ExprKind::Ref(place.clone()), span)),
            ExprKind::Aggregate { kind: Aggregate::Tuple, .. } => (item.clone(), item),
            _ => {
                let var = self.let_var("item", item);
                let place = Place::var(var);
                (Expr::read(place.clone(), span), Expr::new(ExprKind::Ref(place), span))
            }
        }
    }

    /// What is added: the value behind a borrow.
    pub(super) fn summand(&mut self, item: Expr) -> Expr {
        let span = item.span;
        match item.kind {
            ExprKind::RefTemp(inner) => self.summand(*inner),
            ExprKind::Ref(place) | ExprKind::RefMut(place) => {
                let value = Expr::read(place.clone(), span);
                if self.f.expr_hint(&value).is_float() {
                    value
                } else {
                    Expr::new(ExprKind::Ref(place), span)
                }
            }
            kind => Expr::new(kind, span),
        }
    }
}
