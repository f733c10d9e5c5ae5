//! What the public functions share: gradients and their buffers, seeds, slots, copies.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

use super::super::types::is_float;
use super::Emit;
use crate::syntax::signature::{Param, Passing};

/// Which arguments a public function makes copies of.
#[derive(Clone, Copy)]
pub(super) enum Copied {
    All,
    Values,
    /// What the function may change, and functions.
    Changed,
}

impl Emit<'_> {
    pub(super) fn gradient_type(&self) -> TokenStream {
        let types: Vec<TokenStream> =
            self.sig().gradients().map(|param| self.paths.tangent(&param.ty)).collect();
        match types.as_slice() {
            [one] => one.clone(),
            many => quote!((#(#many),*)),
        }
    }

    pub(super) fn adjoint_name(param: &Param) -> Ident {
        if param.is_self {
            return Ident::new("self_gradient", Span::mixed_site());
        }
        format_ident!(
            "{}_gradient",
            param.name.to_string().trim_start_matches("r#"),
            span = Span::mixed_site()
        )
    }

    /// The gradients as a value.
    pub(super) fn gradient_value(&self) -> TokenStream {
        let names: Vec<Ident> = self.sig().gradients().map(Self::adjoint_name).collect();
        match names.as_slice() {
            [one] => quote!(#one),
            many => quote!((#(#many),*)),
        }
    }

    /// The gradient buffers, or cotangents, of active parameters as parameters.
    pub(super) fn buffers<'p>(&self, params: impl Iterator<Item = &'p Param>) -> Vec<TokenStream> {
        params
            .map(|param| {
                let (name, slot) = (Self::adjoint_name(param), self.paths.slot(param));
                quote!(#name: &mut #slot)
            })
            .collect()
    }

    /// The slots of a call: the buffers, and nothing for inactive parameters. Buffers are references, or
    /// values in variables of their own.
    pub(super) fn slots(&self, owned: bool) -> Vec<TokenStream> {
        self.sig()
            .params
            .iter()
            .map(|param| {
                let name = Self::adjoint_name(param);
                if param.callable.is_some() {
                    return quote!(&mut #name);
                }
                match (param.active, param.passing, owned) {
                    (true, Passing::Exclusive, _) | (true, _, false) => quote!(&mut *#name),
                    (true, _, true) => quote!(&mut #name),
                    (false, ..) => {
                        if param.slice_element().is_some_and(is_float) {
                            quote!(&mut [])
                        } else {
                            quote!(&mut ())
                        }
                    }
                }
            })
            .collect()
    }

    pub(super) fn argument_names(&self) -> Vec<TokenStream> {
        self.sig().params.iter().map(|param| param.name.to_token_stream()).collect()
    }

    /// `let mut x_gradient = zero_tangent(&x);` for each gradient.
    pub(super) fn zeros(&self, of: impl Fn(&Param) -> TokenStream) -> Vec<TokenStream> {
        let rt = &self.parts.rt;
        self.sig()
            .gradients()
            .map(|param| {
                let (name, of) = (Self::adjoint_name(param), of(param));
                quote!(let mut #name = #rt::zero_tangent(#of);)
            })
            .collect()
    }

    /// Adjoints to throw away: what a function has captured counts inside differentiated code only.
    pub(super) fn function_zeros(&self, of: impl Fn(&Param) -> TokenStream) -> Vec<TokenStream> {
        let rt = &self.parts.rt;
        let functions = self.sig().params.iter().filter(|param| param.callable.is_some());
        functions
            .map(|param| {
                let (name, of) = (Self::adjoint_name(param), of(param));
                quote!(let mut #name = #rt::zero_tangent(#of);)
            })
            .collect()
    }

    pub(super) fn borrowed(param: &Param) -> TokenStream {
        let name = &param.name;
        match param.passing {
            Passing::Value => quote!(&#name),
            Passing::Shared | Passing::Exclusive => quote!(&*#name),
        }
    }

    /// Predicates for what the shells copy.
    pub(super) fn clone_bounds(&self, which: Copied) -> Vec<TokenStream> {
        let lifetime = quote!('__ad);
        self.sig()
            .params
            .iter()
            .filter(|param| {
                let function = param.callable.is_some() && param.passing == Passing::Value;
                match which {
                    Copied::All => true,
                    Copied::Values => param.passing == Passing::Value,
                    Copied::Changed => function || param.passing == Passing::Exclusive,
                }
            })
            .filter_map(|param| match &param.ty {
                syn::Type::Slice(slice) => {
                    let element = &slice.elem;
                    (!is_float(element))
                        .then(|| quote!(for<#lifetime> #element: ::core::clone::Clone))
                }
                ty if is_float(ty) => None,
                syn::Type::Path(path) if path.path.is_ident("str") => None,
                ty => Some(quote!(for<#lifetime> #ty: ::core::clone::Clone)),
            })
            .collect()
    }

    pub(super) fn seed_parameter(&self) -> TokenStream {
        match self.sig().output_type() {
            Some(_) => {
                let seed = self.seed_type();
                quote!(__seed: #seed,)
            }
            None => quote!(),
        }
    }

    pub(super) fn seed_argument(&self) -> TokenStream {
        if self.sig().output_type().is_some() { quote!(__seed,) } else { quote!((),) }
    }
}
