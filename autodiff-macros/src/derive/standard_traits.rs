//! `Clone`, `Debug`, `PartialEq`, and what `#[tangent(derive(..))]` asks for.
//!
//! The standard derives are used where they can be. On a type with type parameters they would ask `T: Debug` of the
//! parameters, where the condition is `<FieldTy as Differentiable>::Tangent: Debug` of the fields.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;

use super::attributes::last_ident;
use super::input::{Input, Style, Variant};

/// The `#[derive(..)]` attribute of the tangent type.
pub(super) fn derived(input: &Input) -> TokenStream {
    let asked = &input.derives;
    if !by_hand(input) {
        return quote! {
            #[derive(
                ::core::clone::Clone,
                ::core::fmt::Debug,
                ::core::cmp::PartialEq,
                #(#asked,)*
            )]
        };
    }
    let asked: Vec<_> = asked.iter().filter(|path| marker_trait(path).is_none()).collect();
    if asked.is_empty() { TokenStream::new() } else { quote!(#[derive(#(#asked),*)]) }
}

/// The impls that no derive has written.
pub(super) fn emit(input: &Input) -> TokenStream {
    if !by_hand(input) {
        return TokenStream::new();
    }
    let markers = input.derives.iter().filter_map(marker_trait);
    let markers =
        markers.map(|name| implement(input, &name, &input.generic_types, &TokenStream::new()));
    let clone = clone(input);
    let debug = debug(input);
    let partial_eq = partial_eq(input);
    quote!(#clone #debug #partial_eq #(#markers)*)
}

fn by_hand(input: &Input) -> bool {
    input.generics.type_params().next().is_some() || input.marker.is_some()
}

/// The path of a trait without items, whose impl is its where-clause.
fn marker_trait(path: &syn::Path) -> Option<TokenStream> {
    let name = last_ident(path);
    if name == "Copy" {
        Some(quote!(::core::marker::Copy))
    } else if name == "Eq" {
        Some(quote!(::core::cmp::Eq))
    } else {
        None
    }
}

/// Expands to: `impl<T> Trait for NameTangent<T> where <T as Differentiable>::Tangent: Trait { body }`
fn implement(
    input: &Input,
    name: &TokenStream,
    types: &[syn::Type],
    body: &TokenStream,
) -> TokenStream {
    let tangent = &input.tangent;
    let mut generics = input.generics.clone();
    for ty in types {
        let ty = input.tangent_of(ty);
        let predicate: syn::WherePredicate = syn::parse_quote!(#ty: #name);
        generics.make_where_clause().predicates.push(predicate);
    }
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #name for #tangent #ty_generics #where_clause { #body }
    }
}

fn clone(input: &Input) -> TokenStream {
    let span = Span::mixed_site();
    let values = input.match_tangent(|variant| {
        let this = quote_spanned!(span=> Self);
        input.tangent_value(this, variant, |_, value| quote!(::core::clone::Clone::clone(#value)))
    });
    let body = quote_spanned! {span=>
        #[inline]
        fn clone(&self) -> Self { #values }
    };
    // Every tangent is `Clone`: there is nothing to ask for.
    implement(input, &quote!(::core::clone::Clone), &[], &body)
}

fn debug(input: &Input) -> TokenStream {
    let span = Span::mixed_site();
    let text = input.match_tangent(|variant| debug_variant(input, variant));
    let formatter =
        if input.variants.is_empty() { quote!(_) } else { quote_spanned!(span=> formatter) };
    let body = quote_spanned! {span=>
        fn fmt(&self, #formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { #text }
    };
    implement(input, &quote!(::core::fmt::Debug), &input.generic_types, &body)
}

fn debug_variant(input: &Input, variant: &Variant) -> TokenStream {
    let name = if input.is_enum { &variant.name } else { &input.tangent };
    let name = name.unraw().to_string();
    let values = variant.active().map(|(field, _)| field.binding("this"));
    let span = Span::mixed_site();
    match variant.style {
        Style::Named => {
            let labels = variant.active().map(|(field, _)| field.label());
            quote_spanned!(span=> formatter.debug_struct(#name)#(.field(#labels, #values))*.finish())
        }
        Style::Tuple => {
            quote_spanned!(span=> formatter.debug_tuple(#name)#(.field(#values))*.finish())
        }
        Style::Unit => quote_spanned!(span=> formatter.write_str(#name)),
    }
}

fn partial_eq(input: &Input) -> TokenStream {
    let span = Span::mixed_site();
    let equal = |variant: &Variant| {
        let this = variant.active().map(|(field, _)| field.binding("this"));
        let rhs = variant.active().map(|(field, _)| field.binding("rhs"));
        let each: Vec<_> = this.zip(rhs).map(|(this, rhs)| quote!(*#this == *#rhs)).collect();
        if each.is_empty() { quote!(true) } else { quote!(#(#each)&&*) }
    };
    let equal = input.match_tangents(equal, &quote!(false));
    let rhs = input.rhs();
    let body = quote_spanned! {span=>
        #[inline]
        fn eq(&self, #rhs: &Self) -> bool { #equal }
    };
    implement(input, &quote!(::core::cmp::PartialEq), &input.generic_types, &body)
}
