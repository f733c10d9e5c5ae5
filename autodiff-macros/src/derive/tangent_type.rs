//! The definition of the tangent type.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;

use super::allowed_lints;
use super::input::{Input, Style, Variant};
use super::matches::marker_field;
use super::standard_traits;

/// Expands to:
///
/// ```text
/// /// The tangent of [`Line`].
/// #[allow(..)]
/// #[derive(Clone, Debug, PartialEq)]
/// pub struct LineTangent {
///     /// The tangent of `slope`.
///     pub slope: <f64 as Differentiable>::Tangent,
/// }
/// ```
pub(super) fn emit(input: &Input) -> TokenStream {
    let doc = format!(" The tangent of [`{}`].", input.name.unraw());
    let allow = allowed_lints();
    let derives = standard_traits::derived(input);
    let non_exhaustive = input.non_exhaustive.then(|| quote!(#[non_exhaustive]));
    let vis = &input.vis;
    let name = &input.tangent;
    let generics = &input.generics;
    let where_clause = &generics.where_clause;
    let body = if input.is_enum {
        let variants = input.variants.iter().map(|variant| variant_of(input, variant));
        let marker = hidden_variant(input);
        quote!(enum #name #generics #where_clause { #(#variants,)* #marker })
    } else {
        let structs = input.variants.iter().map(|variant| {
            let fields = fields(input, variant, input.marker.as_ref().map(|marker| &marker.ty));
            match variant.style {
                Style::Named => quote!(struct #name #generics #where_clause { #fields }),
                Style::Tuple => quote!(struct #name #generics (#fields) #where_clause;),
                Style::Unit => quote!(struct #name #generics #where_clause;),
            }
        });
        quote!(#(#structs)*)
    };
    quote! {
        #[doc = #doc]
        #allow
        #derives
        #non_exhaustive
        #vis #body
    }
}

fn variant_of(input: &Input, variant: &Variant) -> TokenStream {
    let (item, name) = (input.name.unraw(), variant.name.unraw());
    let doc = format!(" The tangent of `{item}::{name}`.");
    let non_exhaustive = variant.non_exhaustive.then(|| quote!(#[non_exhaustive]));
    let name = &variant.name;
    let fields = fields(input, variant, None);
    let body = match variant.style {
        Style::Named => quote!({ #fields }),
        Style::Tuple => quote!((#fields)),
        Style::Unit => TokenStream::new(),
    };
    quote!(#[doc = #doc] #non_exhaustive #name #body)
}

fn fields(input: &Input, variant: &Variant, marker: Option<&TokenStream>) -> TokenStream {
    let mut list = TokenStream::new();
    for (field, _) in variant.active() {
        let doc = format!(" The tangent of `{}`.", field.label());
        let vis = &field.vis;
        let ty = input.tangent_of(&field.ty);
        let name = match &field.member {
            syn::Member::Named(ident) => quote!(#ident:),
            syn::Member::Unnamed(_) => TokenStream::new(),
        };
        list.extend(quote!(#[doc = #doc] #vis #name #ty,));
    }
    if let Some(ty) = marker {
        let vis = &input.vis;
        let name = (variant.style != Style::Tuple).then(marker_field);
        let colon = name.as_ref().map(|_| quote!(:));
        list.extend(quote!(#[doc(hidden)] #vis #name #colon #ty,));
    }
    list
}

/// Variants have no common place for the marker, and one more field would be in the way of whoever builds one.
fn hidden_variant(input: &Input) -> Option<TokenStream> {
    let name = input.hidden_variant()?;
    let ty = &input.marker.as_ref()?.ty;
    let span = Span::mixed_site();
    Some(quote_spanned!(span=> #[doc(hidden)] #name(::core::convert::Infallible, #ty)))
}
