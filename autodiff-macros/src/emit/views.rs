//! Views of matrices that are written: they are no places in Rust, so values go in through `copy_from` and come out
//! as copies.
//!
//! ```text
//! m.column(j) = v;            ->  m.column_mut(j).copy_from(&v);
//! old = replace(m.row(i), v)  ->  rt::replace_view(&mut m.row_mut(i), &v)
//! ```

use proc_macro2::TokenStream;
use quote::quote;

use super::body::{Access, Body};
use crate::ir::{AS_SLICE, Expr, ExprKind, Place, Proj, WHOLE};

/// Whether a place is a view of a matrix, or a whole matrix that is written in place.
pub(super) fn is_view(place: &Place) -> bool {
    matches!(place.path.last(), Some(Proj::View { method, .. }) if method != "__row_major" && method != AS_SLICE)
}

/// The place without the marks of whole matrices, which are no steps.
pub(super) fn without_marks(place: &Place) -> Place {
    let mut place = place.clone();
    place.path.retain(|step| !matches!(step, Proj::View { method, .. } if method == WHOLE));
    place
}

impl Body<'_> {
    /// `place = value`.
    pub(super) fn assign_view(&self, place: &Place, value: &Expr) -> TokenStream {
        let rt = self.rt;
        let (view, value) = (self.place(place, Access::Write), self.source(value));
        quote!({ let __value = #value; #rt::assign_view(&mut #view, __value); })
    }

    /// The old value of a view, which gets another; without one, zeros.
    pub(super) fn replace_view(&self, place: &Place, value: &Expr) -> TokenStream {
        let rt = self.rt;
        if matches!(value.kind, ExprKind::Zero(_)) {
            return self.take_view(place);
        }
        let (view, value) = (self.place(place, Access::Write), self.source(value));
        quote!({ let __value = #value; #rt::replace_view(&mut #view, __value) })
    }

    /// The adjoint in a view, which becomes zeros.
    pub(super) fn take_view(&self, place: &Place) -> TokenStream {
        let rt = self.rt;
        let view = self.place(place, Access::Write);
        quote!(#rt::take_view(&mut #view))
    }

    /// What is copied into a view: borrowed where it stands.
    fn source(&self, value: &Expr) -> TokenStream {
        match &value.kind {
            ExprKind::Read(place) | ExprKind::Ref(place) | ExprKind::RefMut(place) => {
                self.borrow(place)
            }
            _ => {
                let value = self.value(value);
                quote!(&(#value))
            }
        }
    }
}
