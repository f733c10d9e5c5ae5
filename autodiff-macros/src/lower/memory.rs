//! `mem::swap`, `mem::replace`, `mem::take`: values that leave their places.

use proc_macro2::Span;

use super::Lower;
use crate::diag::codes;
use crate::ir::{Expr, ExprKind, Place, Proj, StmtKind};

impl Lower<'_> {
    /// `mem::swap`, `mem::replace`, `mem::take`.
    pub(super) fn mem_call(
        &mut self,
        at: &syn::ExprPath,
        name: &str,
        args: Vec<Expr>,
        span: Span,
    ) -> Expr {
        let exclusive = |value: &Expr| match &value.kind {
            ExprKind::RefMut(place) => Some(place.clone()),
            ExprKind::Read(place) => Some(place.clone().then(Proj::Deref)),
            _ => None,
        };
        match (name, args.as_slice()) {
            ("swap", [a, b]) => {
                if let (Some(a), Some(b)) = (exclusive(a), exclusive(b)) {
                    self.swap(a, b, span);
                    return super::expr::unit(span);
                }
                self.refuse(
                    codes::MEMORY_FUNCTION,
                    at,
                    "`mem::swap` needs two `&mut` places here",
                    "write `mem::swap(&mut a, &mut b)`",
                )
            }
            ("replace", [place, value]) => {
                if let Some(place) = exclusive(place) {
                    let value = self.freeze(value.clone());
                    let old = self.let_var("old", Expr::read(place.clone(), span));
                    self.push(StmtKind::Assign { place, value }, span);
                    return Expr::var(old, span);
                }
                self.refuse(
                    codes::MEMORY_FUNCTION,
                    at,
                    "`mem::replace` needs a `&mut` place here",
                    "write `mem::replace(&mut a, value)`",
                )
            }
            ("take", [place]) => {
                if let Some(place) = exclusive(place) {
                    let value =
                        Expr::tokens(quote::quote!(::core::default::Default::default()), span);
                    return self.exchange(place, value, span);
                }
                self.refuse(
                    codes::MEMORY_FUNCTION,
                    at,
                    "`mem::take` needs a `&mut` place here",
                    "write `mem::take(&mut a)`",
                )
            }
            _ => self.refuse(
                codes::MEMORY_FUNCTION,
                at,
                &format!("`mem::{name}` is not supported"),
                "use `swap`, `replace` or `take`",
            ),
        }
    }

    /// Exchanges two places.
    pub(super) fn swap(&mut self, a: Place, b: Place, span: Span) {
        let a = self.freeze_place(a);
        let b = self.freeze_place(b);
        let first = self.let_var("first", Expr::read(a.clone(), span));
        let second = self.let_var("second", Expr::read(b.clone(), span));
        self.push(StmtKind::Assign { place: a, value: Expr::var(second, span) }, span);
        self.push(StmtKind::Assign { place: b, value: Expr::var(first, span) }, span);
    }
}
