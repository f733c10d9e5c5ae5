//! The public functions for vectors of vectors: `jacobian`, by the mode that needs fewer sweeps, and
//! `jacobian_product`. Which types are vectors, and which matrix the Jacobian is, the runtime's traits say.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use super::super::types::is_float;
use super::Emit;
use super::buffers::Copied;
use crate::syntax::lifetimes;
use crate::syntax::signature::{Output, Param, Passing};

impl Emit<'_> {
    /// The one active parameter and the result's type, where both may be vectors.
    pub(super) fn vectors(&self) -> Option<(&Param, &syn::Type)> {
        let sig = self.sig();
        let mut active = sig.gradients();
        let param = active.next().filter(|param| !param.is_self)?;
        let single = active.next().is_none();
        let changes = sig.params.iter().any(|param| param.passing == Passing::Exclusive);
        let output = match &sig.output {
            Output::Value(ty) | Output::Compound(ty) => ty,
            Output::Unit | Output::Fallible { .. } => return None,
        };
        let tuple =
            matches!(output, syn::Type::Tuple(_)) || matches!(param.ty, syn::Type::Tuple(_));
        let named = !lifetimes::has_elided(output) && !lifetimes::has_elided(&param.ty);
        (single && !changes && !tuple && named).then_some((param, output))
    }

    pub(super) fn jacobians(&self) -> TokenStream {
        let Some((param, output)) = self.vectors() else { return quote!() };
        let options = self.parts.options;
        let (reverse, forward) = (options.wants_reverse(), options.wants_forward());
        let name = &self.sig().name;
        let rt = &self.parts.rt;
        let (ty, result) = (&param.ty, output);
        let of_param = self.paths.tangent(ty);
        let of_result = self.paths.tangent(result);
        let has = quote!(#rt::HasJacobian<#ty, #of_param, #of_result>);
        let mut bounds = self.clone_bounds(Copied::Values);
        bounds.push(quote!(for<'__ad> #result: #has));
        let (generics, clause) = self.generics(&bounds);
        let params = self.parameters(false);
        let head = self.head(
            &self.public("jacobian"),
            false,
            &format!("The Jacobian of `{name}`, by the mode that needs fewer sweeps."),
        );
        let input = Self::borrowed(param);
        let tangent = Ident::new("tangent", Span::mixed_site());
        let run_forward = self.forward_sweep(&tangent);
        let run_reverse = self.reverse_sweep();
        let forward_sweep = quote!(|#tangent: &#of_param| #run_forward.1);
        let call = match (forward, reverse) {
            (true, true) => {
                let value = self.value_alone();
                quote!(jacobian(#input, #forward_sweep, || #value, #run_reverse))
            }
            (false, _) => {
                let value = self.value_alone();
                quote!(by_rows(#input, || #value, #run_reverse))
            }
            (true, false) => {
                let value = quote!({ let #tangent = &#rt::zero_tangent(#input); #run_forward.0 });
                quote!(by_columns(#input, #forward_sweep, || #value))
            }
        };
        let body = if self.parts.stub {
            quote!(::core::unreachable!())
        } else {
            quote!(<#result as #has>::#call)
        };
        let jacobian = quote! {
            #head #generics (#(#params),*) -> <#result as #has>::Matrix #clause { #body }
        };
        if !forward {
            return jacobian;
        }

        let has = quote!(#rt::HasJacobianProduct<#ty, #of_param, #of_result>);
        let mut bounds = self.clone_bounds(Copied::Values);
        bounds.push(quote!(for<'__ad> #result: #has));
        let (generics, clause) = self.generics(&bounds);
        let doc = format!(
            "The Jacobian of `{name}` times the matrix of `seeds`, one sweep per column of that. The seeds of a \
             coloring (`autodiff_runtime::sparse`) give a sparse Jacobian in few sweeps."
        );
        let head = self.head(&self.public("jacobian_product"), false, &doc);
        let seeds = Ident::new("seeds", Span::mixed_site());
        let matrix = quote!(<#result as #has>::Matrix);
        let body = if self.parts.stub {
            quote!(::core::unreachable!())
        } else {
            quote!(<#result as #has>::product(#input, #seeds, |#tangent: &#of_param| #run_forward))
        };
        quote! {
            #jacobian
            #head #generics (#(#params,)* #seeds: &#matrix) -> #matrix #clause { #body }
        }
    }

    /// The arguments again, for each sweep.
    fn again(&self) -> Vec<TokenStream> {
        let params = self.sig().params.iter();
        params
            .map(|param| {
                let name = &param.name;
                match param.passing {
                    Passing::Value => quote!(::core::clone::Clone::clone(&#name)),
                    Passing::Shared | Passing::Exclusive => name.to_token_stream(),
                }
            })
            .collect()
    }

    /// The value and the tangent for the one in a variable.
    fn forward_sweep(&self, tangent: &Ident) -> TokenStream {
        let rt = &self.parts.rt;
        let (internal, turbofish, again) =
            (self.internal("__ad_jvp"), self.turbofish(), self.again());
        let slots = self.sig().params.iter().map(|param| {
            let slice = param.slice_element();
            if param.callable.is_some() {
                let of = Self::borrowed(param);
                return quote!(&#rt::zero_tangent(#of));
            }
            match (param.active, slice) {
                (true, Some(_)) => quote!(&#tangent[..]),
                (true, None) => quote!(#tangent),
                (false, Some(element)) if is_float(element) => quote!(&[]),
                (false, _) => quote!(&()),
            }
        });
        quote!(Self::#internal #turbofish(#(#again,)* #(#slots),*))
    }

    fn reverse_sweep(&self) -> TokenStream {
        let rt = &self.parts.rt;
        let (internal, turbofish) = (self.internal("__ad_reverse"), self.turbofish());
        let again = self.again();
        let (seed, gradient) =
            (Ident::new("seed", Span::mixed_site()), Ident::new("gradient", Span::mixed_site()));
        let slots = self.sig().params.iter().map(|param| {
            let slice = param.slice_element();
            if param.callable.is_some() {
                let of = Self::borrowed(param);
                return quote!(&mut #rt::zero_tangent(#of));
            }
            match (param.active, slice) {
                (true, Some(_)) => quote!(&mut #gradient[..]),
                (true, None) => quote!(#gradient),
                (false, Some(element)) if is_float(element) => quote!(&mut []),
                (false, _) => quote!(&mut ()),
            }
        });
        let (ty, result) = self.vectors().map_or_else(
            || (quote!(_), quote!(_)),
            |(param, result)| (self.paths.tangent(&param.ty), self.paths.tangent(result)),
        );
        quote! {
            |#seed: #result, #gradient: &mut #ty| {
                Self::#internal #turbofish(#(#again,)* #seed, #(#slots),*);
            }
        }
    }

    /// The function's value, from its forward sweep.
    fn value_alone(&self) -> TokenStream {
        let (internal, turbofish, again) =
            (self.internal("__ad_forward"), self.turbofish(), self.again());
        quote!(Self::#internal #turbofish(#(#again),*).0)
    }
}
