//! `tangent.k` of a `#[constant]` field `k`, which the tangent type of a struct does not have.
//!
//! `#[differentiate]` writes `adjoint.k` for any field, as it cannot know which fields are constant. A field that a type
//! does not have is looked for in what it dereferences to: there, it is an `Inactive`.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::input::{Field, Input, Style, Variant};

/// Expands to:
///
/// ```text
/// #[derive(Default)]
/// pub struct LineTangentConstants { label: Inactive }
/// impl Deref for LineTangent {
///     type Target = LineTangentConstants;
///     fn deref(&self) -> &LineTangentConstants { &LineTangentConstants { label: Inactive } }
/// }
/// impl DerefMut for LineTangent {
///     fn deref_mut(&mut self) -> &mut LineTangentConstants { leak::<LineTangentConstants>() }
/// }
/// ```
pub(super) fn emit(input: &Input) -> TokenStream {
    let (false, [variant]) = (input.is_enum, input.variants.as_slice()) else {
        return TokenStream::new();
    };
    let Some(fields) = fields(variant) else {
        return TokenStream::new();
    };
    let span = Span::mixed_site();
    let Input { tangent, runtime, .. } = input;
    let name = format_ident!("{tangent}Constants");
    let members = fields.iter().map(|field| &field.member);
    let types = fields.iter().map(|field| {
        let (vis, member) = (&field.vis, &field.member);
        match member {
            syn::Member::Named(ident) => quote!(#vis #ident: #runtime::Inactive),
            syn::Member::Unnamed(_) => quote!(#vis #runtime::Inactive),
        }
    });
    let body = match variant.style {
        Style::Tuple => quote!((#(#types),*);),
        Style::Named | Style::Unit => quote!({ #(#types),* }),
    };
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    quote_spanned! {span=>
        #[doc(hidden)]
        #[derive(::core::default::Default)]
        pub struct #name #body
        #[doc(hidden)]
        #[automatically_derived]
        impl #impl_generics ::core::ops::Deref for #tangent #ty_generics #where_clause {
            type Target = #name;

            #[inline]
            fn deref(&self) -> &#name {
                &#name { #(#members: #runtime::Inactive),* }
            }
        }
        #[doc(hidden)]
        #[automatically_derived]
        impl #impl_generics ::core::ops::DerefMut for #tangent #ty_generics #where_clause {
            #[inline]
            fn deref_mut(&mut self) -> &mut #name {
                #runtime::leak::<#name>()
            }
        }
    }
}

/// The fields of the type that the tangent dereferences to. None if it is not to.
///
/// A tuple's tangent is numbered anew, so that its constant fields can be found beyond its end only if they are the
/// last: then those before them are there as well, out of reach, for the numbers to be right.
fn fields(variant: &Variant) -> Option<Vec<&Field>> {
    let constants = || variant.fields.iter().filter(|field| field.tangent_member.is_none());
    constants().next()?;
    match variant.style {
        Style::Named => Some(constants().collect()),
        Style::Tuple => variant.constants_are_last().then(|| variant.fields.iter().collect()),
        Style::Unit => None,
    }
}
