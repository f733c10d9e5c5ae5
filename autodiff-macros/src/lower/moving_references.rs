//! Shared references that are assigned again, to other parts of the same thing.
//!
//! ```text
//! let mut best = &xs[0];     ->  let mut index = 0;               best is  &xs[index]
//! best = &xs[i];             ->  index = i;
//! let mut rest = xs;         ->  let mut (low, high) = (0, n);    rest is  &xs[low..high]
//! rest = &rest[1..];         ->  assert!(..); low = low + 1;
//! ```
//!
//! What differs between the places must be indices. A reference that goes from one variable to another is refused.

use std::collections::HashSet;

use proc_macro2::Span;
use syn::spanned::Spanned;

use super::patterns::index_expr;
use super::{Binding, Lower};
use crate::diag::codes;
use crate::ir::{AS_SLICE, BinaryOp, Expr, ExprKind, Hint, Place, Proj, StmtKind, VarId, VarKind};

/// The names that are assigned anywhere in a body, as a whole.
pub(super) fn assigned_names(body: &syn::Block) -> HashSet<String> {
    struct Names(HashSet<String>);
    impl Names {
        fn target(&mut self, expr: &syn::Expr) {
            match super::stmt::strip(expr) {
                syn::Expr::Path(it) => {
                    self.0.extend(it.path.get_ident().map(ToString::to_string));
                }
                syn::Expr::Tuple(it) => it.elems.iter().for_each(|part| self.target(part)),
                _ => {}
            }
        }
    }
    impl<'ast> syn::visit::Visit<'ast> for Names {
        fn visit_expr_assign(&mut self, it: &'ast syn::ExprAssign) {
            self.target(&it.left);
            syn::visit::visit_expr_assign(self, it);
        }
    }
    let mut names = Names(HashSet::new());
    syn::visit::Visit::visit_block(&mut names, body);
    names.0
}

/// The bounds of a range that is the last step of a place.
fn last_range(place: &Place) -> Option<(&Expr, &Expr)> {
    match place.path.last() {
        Some(Proj::Index(index)) => match &index.kind {
            ExprKind::Range { low: Some(low), high: Some(high), inclusive: false } => {
                Some((low, high))
            }
            _ => None,
        },
        _ => None,
    }
}

fn range(low: Expr, high: Expr, span: Span) -> Proj {
    let (low, high) = (Some(Box::new(low)), Some(Box::new(high)));
    Proj::Index(Box::new(Expr::new(ExprKind::Range { low, high, inclusive: false }, span)))
}

/// Whether a type is written as that of a slice behind a reference.
pub(super) fn is_slice_type(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Reference(it) if it.mutability.is_none()
        && matches!(&*it.elem, syn::Type::Slice(_)))
}

impl Lower<'_> {
    /// `let mut name = &place;` of a name that is assigned again: what it stands for.
    pub(super) fn moving_reference(&mut self, it: &syn::PatIdent, place: &Place) -> Option<Expr> {
        let span = it.ident.span();
        if it.mutability.is_none() || !self.assigned.contains(&it.ident.to_string()) {
            return None;
        }
        let mut place = self.plain_indices(place.clone(), span);
        let of_slice = matches!(self.f.place_hint(&place), Hint::Slice(_))
            || matches!(place.path.last(), Some(Proj::View { method, .. }) if method == AS_SLICE);
        if of_slice && last_range(&place).is_none() {
            let (high, _) = self.length(&place, span);
            place = place.then(range(index_expr(0, span), high, span));
        }
        for step in &mut place.path {
            let Proj::Index(index) = step else { continue };
            match &mut index.kind {
                ExprKind::Range { low, high, .. } => {
                    for bound in [low, high].into_iter().flatten() {
                        **bound = self.moving_index((**bound).clone(), span);
                    }
                }
                _ => **index = self.moving_index((**index).clone(), span),
            }
        }
        Some(Expr::new(ExprKind::Ref(place), span))
    }

    /// `let name: &[T] = &list;`: a list that is no slice yet, by its whole range.
    pub(super) fn as_slice_of(&mut self, value: Expr) -> Expr {
        let span = value.span;
        match value.kind {
            ExprKind::Ref(place)
                if matches!(self.f.place_hint(&place), Hint::Vec(_) | Hint::Array(..)) =>
            {
                let all = ExprKind::Range { low: None, high: None, inclusive: false };
                let place = place.then(Proj::Index(Box::new(Expr::new(all, span))));
                Expr::new(ExprKind::Ref(place), span)
            }
            kind => Expr::new(kind, span),
        }
    }

    /// A variable that starts as an index.
    fn moving_index(&mut self, value: Expr, span: Span) -> Expr {
        let var = self.new_var("at", span, VarKind::Local, Hint::Discrete);
        self.f.var_mut(var).mutable = true;
        self.push(StmtKind::Let { var, value: Some(value) }, span);
        self.moving.insert(var);
        Expr::var(var, span)
    }

    /// Whether a place moves with a reference.
    fn moves(&self, place: &Place) -> bool {
        let mut moving = false;
        crate::ir::visit::each_place(
            &Expr::read(place.clone(), Span::call_site()),
            &mut |of, _| {
                moving |= self.moving.contains(&of.root);
            },
        );
        moving
    }

    /// What a closure that takes its captures along has instead of a reference that is assigned again.
    pub(super) fn reference_now(&mut self, value: &Expr) -> Option<Expr> {
        match &value.kind {
            ExprKind::Ref(place) if self.moves(place) => {
                let place = self.freeze_place(place.clone());
                Some(Expr::new(ExprKind::Ref(place), value.span))
            }
            _ => None,
        }
    }

    /// `name = value` of a reference.
    pub(super) fn assign_reference(&mut self, left: &syn::Expr, alias: &Expr, value: Expr) {
        let span = left.span();
        let found = match (&alias.kind, value.kind) {
            (ExprKind::Ref(to), ExprKind::Ref(from)) if self.moves(to) && to.root == from.root => {
                let to = to.clone();
                let from = self.plain_indices(from, span);
                self.index_changes(&to, &from, span)
            }
            _ => None,
        };
        let Some(changes) = found else {
            self.refuse(
                codes::REFERENCE_ASSIGNED_AGAIN,
                left,
                "a reference that is assigned again cannot be followed here",
                "let it refer to parts of one list only, index into what it refers to, or copy the value",
            );
            return;
        };
        // All are read before one is written.
        let values: Vec<(VarId, Expr)> = changes
            .into_iter()
            .map(|(var, value)| {
                let value = self.let_var("next", value);
                self.f.var_mut(value).hint = Hint::Discrete;
                (var, Expr::var(value, span))
            })
            .collect();
        for (var, value) in values {
            self.push(StmtKind::Assign { place: Place::var(var), value }, span);
        }
    }

    /// What the indices of one place must become to make it another.
    fn index_changes(
        &mut self,
        to: &Place,
        from: &Place,
        span: Span,
    ) -> Option<Vec<(VarId, Expr)>> {
        let mut from = from.clone();
        let mut changes = Vec::new();
        let whole = last_range(to).is_some() && from.path.len() + 1 == to.path.len();
        if whole {
            let (high, _) = self.length(&from, span);
            from = from.then(range(index_expr(0, span), high, span));
        }
        if from.path.len() != to.path.len() {
            return None;
        }
        for (to, from) in to.path.iter().zip(&from.path) {
            match (to, from) {
                (Proj::Index(to), Proj::Index(from)) => match (&to.kind, &from.kind) {
                    (
                        ExprKind::Range { low: Some(low), high: Some(high), .. },
                        ExprKind::Range { low: Some(from_low), high: Some(from_high), .. },
                    ) => {
                        changes.push((self.moving_var(low)?, (**from_low).clone()));
                        changes.push((self.moving_var(high)?, (**from_high).clone()));
                    }
                    (ExprKind::Range { .. }, _) | (_, ExprKind::Range { .. }) => return None,
                    _ => changes.push((self.moving_var(to)?, (**from).clone())),
                },
                (to, from) => {
                    let text = |step: &Proj| {
                        let path = vec![step.clone()];
                        crate::ir::print::place(&Place { root: VarId(0), path })
                    };
                    if text(to) != text(from) {
                        return None;
                    }
                }
            }
        }
        Some(changes)
    }

    fn moving_var(&self, index: &Expr) -> Option<VarId> {
        let place = index.place()?;
        (place.is_var() && self.moving.contains(&place.root)).then_some(place.root)
    }

    /// The place with one index for each list: `x[a..b][i]` is `x[a + i]` where `i` is less than `b - a`.
    fn plain_indices(&mut self, place: Place, span: Span) -> Place {
        let mut out = Place::var(place.root);
        for step in place.path {
            let Proj::Index(index) = step else {
                out = out.then(step);
                continue;
            };
            let index = self.bounded(&out, *index, span);
            let Some((low, high)) = last_range(&out).map(|(a, b)| (a.clone(), b.clone())) else {
                out = out.then(Proj::Index(Box::new(index)));
                continue;
            };
            out.path.pop();
            let moved = |index: Expr| Expr::binary(BinaryOp::Add, low.clone(), index, span);
            let length = Expr::binary(BinaryOp::Sub, high, low.clone(), span);
            match index.kind {
                ExprKind::Range { low: Some(from), high: Some(to), .. } => {
                    let ordered = Expr::binary(BinaryOp::Le, (*from).clone(), (*to).clone(), span);
                    let inside = Expr::binary(BinaryOp::Le, (*to).clone(), length, span);
                    self.hold_bounds(Expr::binary(BinaryOp::And, ordered, inside, span), span);
                    out = out.then(range(moved(*from), moved(*to), span));
                }
                kind => {
                    let index = Expr::new(kind, span);
                    let inside = Expr::binary(BinaryOp::Lt, index.clone(), length, span);
                    self.hold_bounds(inside, span);
                    out = out.then(Proj::Index(Box::new(moved(index))));
                }
            }
        }
        out
    }

    /// A range with both of its bounds, `low..high`; other indices as they are. All are evaluated here.
    fn bounded(&mut self, list: &Place, index: Expr, span: Span) -> Expr {
        let index = self.freeze_index(index);
        let ExprKind::Range { low, high, inclusive } = index.kind else { return index };
        let low = low.map_or_else(|| index_expr(0, span), |low| *low);
        let high = match high {
            Some(high) if inclusive => {
                Expr::binary(BinaryOp::Add, *high, index_expr(1, span), span)
            }
            Some(high) => *high,
            None => match last_range(list).map(|(low, high)| (low.clone(), high.clone())) {
                Some((low, high)) => Expr::binary(BinaryOp::Sub, high, low, span),
                None => self.length(list, span).0,
            },
        };
        let high = self.freeze_index(high);
        let (low, high) = (Some(Box::new(low)), Some(Box::new(high)));
        Expr::new(ExprKind::Range { low, high, inclusive: false }, span)
    }
}

/// Whether what a name stands for can be assigned only as a reference.
pub(super) fn is_reference(binding: &Binding) -> bool {
    matches!(binding, Binding::Alias(value)
        if matches!(value.kind, ExprKind::Ref(_) | ExprKind::RefMut(_)))
}
