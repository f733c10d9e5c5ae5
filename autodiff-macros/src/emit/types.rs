//! Types in generated signatures.

use proc_macro2::TokenStream;
use quote::quote;

use crate::syntax::signature::{Param, Passing};

/// The path of the runtime's support module.
pub(crate) struct Paths {
    pub(crate) rt: TokenStream,
}

impl Paths {
    /// `<T as Differentiable>::Tangent`; a float is its own.
    pub(crate) fn tangent(&self, ty: &syn::Type) -> TokenStream {
        if is_float(ty) {
            return quote!(#ty);
        }
        let rt = &self.rt;
        quote!(<#ty as #rt::Differentiable>::Tangent)
    }

    /// The type of a parameter's adjoint behind its `&mut`, or of its tangent behind its `&`.
    pub(crate) fn slot(&self, param: &Param) -> TokenStream {
        match param.slice_element() {
            Some(element) if param.active || is_float(element) => {
                let element = self.tangent(element);
                quote!([#element])
            }
            _ if !param.active => {
                let rt = &self.rt;
                quote!(dyn #rt::AnySlot)
            }
            _ => self.tangent(&param.ty),
        }
    }

    /// A parameter as it is declared.
    pub(crate) fn declared(&self, param: &Param, with_lifetime: bool) -> TokenStream {
        let ty = &param.ty;
        let lifetime = param.lifetime.as_ref().filter(|_| with_lifetime);
        match param.passing {
            Passing::Value => quote!(#ty),
            Passing::Shared => quote!(&#lifetime #ty),
            Passing::Exclusive => quote!(&#lifetime mut #ty),
        }
    }
}

/// `f32` or `f64`, as written.
pub(crate) fn is_float(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if path.qself.is_none()
        && (path.path.is_ident("f64") || path.path.is_ident("f32")))
}
