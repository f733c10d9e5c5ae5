//! How many elements an indexable chain has.

use proc_macro2::{Ident, Span};
use quote::quote;

use super::Chain;
use crate::diag::codes;
use crate::ir::{BinaryOp, Expr, ExprKind, Place};
use crate::lower::Lower;
use crate::lower::patterns::index_expr;

impl Lower<'_> {
    /// The number of elements of an indexable chain; lengths that elements need are kept.
    pub(super) fn count(&mut self, chain: &mut Chain, span: Span) -> Expr {
        match chain {
            Chain::Range { low, high, inclusive } => match high {
                Some(high) if !self.counts_in_usize(low, Some(high)) => {
                    let name = if *inclusive { "trips_inclusive" } else { "trips" };
                    Self::helper(name, vec![low.clone(), high.clone()], span)
                }
                Some(high) => Self::trips(low, high, *inclusive, span),
                None => Expr::tokens(quote!(usize::MAX), span),
            },
            Chain::Elements { place, .. } => self.length(place, span).0,
            Chain::Chunks { place, size, exact, .. } => {
                let (len, _) = self.length(place, span);
                if *exact {
                    Expr::binary(BinaryOp::Div, len, size.clone(), span)
                } else {
                    Self::helper("div_ceil", vec![len, size.clone()], span)
                }
            }
            Chain::Windows { place, size } => {
                let (len, _) = self.length(place, span);
                let len = Expr::binary(BinaryOp::Add, len, index_expr(1, span), span);
                Self::helper("difference", vec![len, size.clone()], span)
            }
            Chain::Lines { place, count, .. } => Self::inert(count, place, span),
            Chain::Zip(a, b) => {
                if a.is_endless() {
                    return self.count(b, span);
                }
                if b.is_endless() {
                    return self.count(a, span);
                }
                let (a, b) = (self.count(a, span), self.count(b, span));
                if a.kind_text() == b.kind_text() {
                    return a;
                }
                Self::helper("least", vec![a, b], span)
            }
            Chain::Same { once, .. } => {
                if *once {
                    index_expr(1, span)
                } else {
                    Expr::tokens(quote!(usize::MAX), span)
                }
            }
            Chain::Enumerate(a) | Chain::Map(a, _) | Chain::Inspect(a, _) | Chain::Copied(a) => {
                self.count(a, span)
            }
            Chain::Rev(a, total) => {
                let count = self.count(a, span);
                let count = self.freeze(count);
                *total = Some(count.clone());
                count
            }
            Chain::Skip(a, n) => {
                let count = self.count(a, span);
                Self::helper("difference", vec![count, n.clone()], span)
            }
            Chain::Take(a, n) => {
                if a.is_endless() {
                    return n.clone();
                }
                let count = self.count(a, span);
                Self::helper("least", vec![count, n.clone()], span)
            }
            Chain::StepBy(a, k) => {
                let count = self.count(a, span);
                Self::helper("div_ceil", vec![count, k.clone()], span)
            }
            Chain::Filter(..)
            | Chain::FilterMap(..)
            | Chain::TakeWhile(..)
            | Chain::SkipWhile(..)
            | Chain::MapWhile(..)
            | Chain::Scan(..)
            | Chain::FlatMap(..)
            | Chain::Flatten(..)
            | Chain::Chained(..) => {
                self.diags.error(
                    codes::ITERATOR_EXPECTED,
                    span,
                    "this iterator has no length",
                    "filter last",
                );
                self.dummy(span)
            }
        }
    }

    /// Whether a range of these bounds counts in `usize`, by all that is written. One without an end may be of any type.
    pub(super) fn counts_in_usize(&self, low: &Expr, high: Option<&Expr>) -> bool {
        let other = |bound: &Expr| match &bound.kind {
            ExprKind::Read(place) if place.is_var() => {
                let var = self.f.var(place.root);
                var.ty.as_ref().is_some_and(|ty| is_other_integer(&ty.to_string()))
                    || self.integers.get(&place.root).is_some_and(|ty| is_other_integer(ty))
            }
            _ => integer_type(bound).is_some(),
        };
        match high {
            Some(high) => !other(low) && !other(high),
            None => match &low.kind {
                ExprKind::Tokens(tokens) => tokens.to_string().ends_with("usize"),
                _ => !other(low),
            },
        }
    }

    pub(super) fn trips(low: &Expr, high: &Expr, inclusive: bool, span: Span) -> Expr {
        if let ExprKind::Tokens(tokens) = &low.kind
            && matches!(tokens.to_string().as_str(), "0" | "0usize")
            && !inclusive
        {
            return high.clone();
        }
        let high = if inclusive {
            Expr::binary(BinaryOp::Add, high.clone(), index_expr(1, span), span)
        } else {
            high.clone()
        };
        Self::helper("difference", vec![high, low.clone()], span)
    }

    pub(super) fn helper(name: &'static str, args: Vec<Expr>, span: Span) -> Expr {
        Expr::new(ExprKind::Helper { name, args }, span)
    }

    pub(super) fn inert(method: &str, place: &Place, span: Span) -> Expr {
        let args = vec![Expr::read(place.clone(), span)];
        Expr::new(ExprKind::Inert { method: Ident::new(method, span), turbofish: None, args }, span)
    }
}

/// An integer type other than `usize`.
fn is_other_integer(ty: &str) -> bool {
    ["i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128"].contains(&ty)
}

/// Whether this is an integer literal without a type: what is done with it says which it is.
pub(super) fn is_untyped(value: &Expr) -> bool {
    matches!(&value.kind, ExprKind::Tokens(tokens)
        if tokens.to_string().chars().all(|c| c.is_ascii_digit() || c == '_'))
}

/// The integer type other than `usize` that a literal or a cast says.
pub(in crate::lower) fn integer_type(value: &Expr) -> Option<String> {
    let ty = match &value.kind {
        ExprKind::Tokens(tokens) => {
            let text = tokens.to_string();
            let at = text.find(['i', 'u'])?;
            text.starts_with(|c: char| c.is_ascii_digit()).then(|| text[at..].to_owned())?
        }
        ExprKind::Cast { ty, .. } => ty.to_string(),
        _ => return None,
    };
    is_other_integer(&ty).then_some(ty)
}
