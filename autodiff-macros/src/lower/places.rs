//! Places: names, fields, indices, views, and what is reached through references.

use quote::ToTokens;

use super::{Binding, Lower};
use crate::ir::{Aggregate, Expr, ExprKind, Member, Place, Proj, ops};

impl Lower<'_> {
    /// The place an expression names, or nothing if it is a value of its own.
    pub(super) fn place(&mut self, expr: &syn::Expr) -> Option<Place> {
        match expr {
            syn::Expr::Path(it) => {
                let name = it.path.get_ident()?.to_string();
                match self.lookup(&name)?.clone() {
                    Binding::Var(var) => Some(Place::var(var)),
                    Binding::Alias(value) => match value.kind {
                        ExprKind::Read(place) | ExprKind::Ref(place) | ExprKind::RefMut(place) => {
                            Some(place)
                        }
                        ExprKind::RefTemp(inner) => behind(*inner),
                        _ => None,
                    },
                    Binding::Copied { .. }
                    | Binding::Closure(_)
                    | Binding::Function(_)
                    | Binding::Iter(..)
                    | Binding::Maybe(_)
                    | Binding::Item => None,
                }
            }
            syn::Expr::Paren(it) => self.place(&it.expr),
            syn::Expr::Group(it) => self.place(&it.expr),
            syn::Expr::Field(it) => {
                if let Some(part) = self.tuple_part(expr) {
                    return match part.kind {
                        ExprKind::RefTemp(inner) => behind(*inner),
                        _ => part.place().cloned(),
                    };
                }
                if let Some(values) = self.spectrum(it) {
                    return Some(self.materialize(values));
                }
                let base = self.base(&it.base);
                // The coordinates of a point have the same tangent as the point.
                let member = match &it.member {
                    syn::Member::Named(name) => Member::Named(name.clone()),
                    syn::Member::Unnamed(index) => Member::Index(index.index as usize),
                };
                Some(base.then(Proj::Field(member)))
            }
            syn::Expr::Index(it) => {
                let base = self.base(&it.expr);
                let index = self.index(&it.index);
                Some(base.then(Proj::Index(Box::new(index))))
            }
            syn::Expr::Unary(it) if matches!(it.op, syn::UnOp::Deref(_)) => {
                let value = self.expr(&it.expr);
                Some(self.behind(value))
            }
            syn::Expr::MethodCall(it) => self.method_place(it),
            syn::Expr::Reference(it) => {
                // `(&x).f`: the borrow adds nothing.
                self.place(&it.expr)
            }
            _ => None,
        }
    }

    /// The place behind a reference.
    pub(super) fn behind(&mut self, value: Expr) -> Place {
        match value.kind {
            ExprKind::Ref(place) | ExprKind::RefMut(place) => place,
            ExprKind::RefTemp(inner) => self.materialize(*inner),
            ExprKind::Read(place) if self.f.place_hint(&place).is_scalar() => place,
            ExprKind::Read(place) => place.then(Proj::Deref),
            _ => self.materialize(value).then(Proj::Deref),
        }
    }

    /// The part of a tuple that has only a name: `p.0` of a pair of borrows.
    pub(super) fn tuple_part(&self, expr: &syn::Expr) -> Option<Expr> {
        match super::stmt::strip(expr) {
            syn::Expr::Path(it) => match self.lookup(&it.path.get_ident()?.to_string())? {
                Binding::Alias(value) if value.is_tuple() => Some(value.clone()),
                _ => None,
            },
            syn::Expr::Field(it) => {
                let syn::Member::Unnamed(index) = &it.member else {
                    return None;
                };
                match self.tuple_part(&it.base)?.kind {
                    ExprKind::Aggregate { kind: Aggregate::Tuple, operands } => {
                        operands.into_iter().nth(index.index as usize)
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The place at the base of a projection; a value of its own is evaluated first.
    pub(super) fn base(&mut self, expr: &syn::Expr) -> Place {
        if let Some(place) = self.place(expr) {
            return place;
        }
        let value = self.expr(expr);
        self.materialize(value)
    }

    /// Methods that name a part of their receiver.
    fn method_place(&mut self, it: &syn::ExprMethodCall) -> Option<Place> {
        let name = it.method.to_string();
        let name = name.as_str();
        match (name, it.args.len()) {
            (
                "as_slice" | "as_mut_slice" | "as_ref" | "as_mut" | "borrow" | "borrow_mut"
                | "deref" | "deref_mut" | "by_ref",
                0,
            ) => Some(self.base(&it.receiver)),
            _ if ops::VIEWS.contains(&name) => {
                let base = self.base(&it.receiver);
                let args = it.args.iter().map(|arg| self.expr(arg)).collect();
                let method = name.strip_suffix("_mut").unwrap_or(name);
                Some(base.then(Proj::View {
                    method: proc_macro2::Ident::new(method, it.method.span()),
                    turbofish: it.turbofish.as_ref().map(ToTokens::to_token_stream),
                    args,
                }))
            }
            _ => None,
        }
    }

    /// An index: inactive, and a range makes a slice.
    pub(super) fn index(&mut self, expr: &syn::Expr) -> Expr {
        self.expr(expr)
    }
}

/// The place behind a borrow of a borrow.
fn behind(value: Expr) -> Option<Place> {
    match value.kind {
        ExprKind::Read(place) | ExprKind::Ref(place) | ExprKind::RefMut(place) => Some(place),
        ExprKind::RefTemp(inner) => behind(*inner),
        _ => None,
    }
}
