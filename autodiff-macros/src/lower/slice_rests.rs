//! Matches on slices.
//!
//! `[first, rest @ ..]`: the rest of a slice is another name of a part of it.
//!
//! The parts of an array that is matched by value would be an array of another length, and a rest that is written to would be
//! borrowed beside the elements: both are refused.

use super::patterns::{Mode, PatternOut, index_expr};
use super::{Binding, Lower};
use crate::diag::codes;
use crate::ir::{Expr, ExprKind, Hint, Place, Proj};

impl Lower<'_> {
    /// The scrutinee of a match as a place, and how it is taken.
    pub(super) fn scrutinee<'p>(
        &mut self,
        value: Expr,
        mut pats: impl Iterator<Item = &'p syn::Pat>,
    ) -> (Place, Mode) {
        // `match v.as_slice()`: a pattern of a slice is none of a `Vec`.
        let of_vec = value.place().is_some_and(|p| matches!(self.f.place_hint(p), Hint::Vec(_)));
        let value = match value.kind {
            ExprKind::Ref(place) if of_vec && pats.any(is_slice_pattern) => {
                let range = ExprKind::Range { low: None, high: None, inclusive: false };
                let range = Expr::new(range, value.span);
                let place = place.then(Proj::Index(Box::new(range)));
                Expr::new(ExprKind::Ref(place), value.span)
            }
            _ => value,
        };
        let mode = match value.kind {
            ExprKind::Ref(_) => Mode::Shared,
            ExprKind::RefMut(_) => Mode::Exclusive,
            _ => Mode::Value,
        };
        let value = match value.kind {
            // `match *x`, `match x[i]`: indices are evaluated once.
            ExprKind::Read(place) => {
                let place = self.freeze_place(place);
                Expr::read(place, value.span)
            }
            ExprKind::Ref(_) | ExprKind::RefMut(_) => self.freeze(value),
            _ => value,
        };
        (self.materialize_with_references(value), mode)
    }

    /// Binds the rest behind `before` elements of the list at `path`, with `after` behind it.
    pub(super) fn bound_rest(
        &mut self,
        name: &syn::PatIdent,
        path: &[Proj],
        (before, after): (usize, usize),
        out: &mut PatternOut,
    ) {
        let span = name.ident.span();
        let inside = path.iter().any(|step| matches!(step, Proj::Variant { .. }));
        let of_array = out.by_value
            || path.is_empty() && matches!(self.f.place_hint(&out.scrutinee), Hint::Array(..));
        if of_array || out.exclusive || inside {
            self.refuse(
                codes::PATTERN_REST,
                name,
                "a bound rest is supported in patterns of shared slices only",
                "match on the length and slice below",
            );
            return;
        }
        let high = (after > 0).then(|| {
            let high = self.counted_back(&out.scrutinee, path, after, name);
            Box::new(high)
        });
        let low = Some(Box::new(index_expr(before, span)));
        let range = Expr::new(ExprKind::Range { low, high, inclusive: false }, span);
        let mut part = out.scrutinee.clone();
        part.path.extend(path.iter().cloned());
        let part = part.then(Proj::Index(Box::new(range)));
        let value = Expr::new(ExprKind::Ref(part), span);
        out.names.push((name.ident.to_string(), Binding::Alias(value)));
    }
}

/// Whether a pattern is one of a slice or an array, or has such alternatives.
fn is_slice_pattern(pat: &syn::Pat) -> bool {
    match pat {
        syn::Pat::Slice(_) => true,
        syn::Pat::Paren(it) => is_slice_pattern(&it.pat),
        syn::Pat::Or(it) => it.cases.iter().any(is_slice_pattern),
        _ => false,
    }
}
