//! The impls of `Differentiable` for the item and of `Tangent` for its tangent type: field by field.
//!
//! The tangent type is `Differentiable` as well, its own tangent type, as every vector space is.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;

use super::input::{Input, Variant};

/// All three impls.
pub(super) fn emit(input: &Input) -> TokenStream {
    let differentiable = differentiable(input);
    let tangent = tangent(input);
    let itself = differentiable_tangent(input);
    quote!(#differentiable #tangent #itself)
}

/// Expands to:
///
/// ```text
/// impl Differentiable for Line {
///     type Tangent = LineTangent;
///     fn zero_tangent(&self) -> Self::Tangent {
///         match self {
///             Self { slope: this_slope, .. } => LineTangent {
///                 slope: <f64 as Differentiable>::zero_tangent(this_slope),
///             },
///         }
///     }
/// }
/// ```
fn differentiable(input: &Input) -> TokenStream {
    let span = Span::mixed_site();
    let Input { name, tangent, runtime, .. } = input;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let body = if input.variants.is_empty() {
        quote_spanned!(span=> match *self {})
    } else {
        let patterns = input.variants.iter().map(|variant| input.pattern(variant));
        let values = input.variants.iter().map(|variant| {
            input.tangent_value(tangent, variant, |field, value| {
                let method = input.method_of(&field.ty, "zero_tangent");
                quote!(#method(#value))
            })
        });
        quote_spanned!(span=> match self { #(#patterns => #values,)* })
    };
    quote_spanned! {span=>
        #[automatically_derived]
        impl #impl_generics #runtime::Differentiable for #name #ty_generics #where_clause {
            type Tangent = #tangent #ty_generics;

            #[inline]
            fn zero_tangent(&self) -> Self::Tangent { #body }
        }
    }
}

/// Expands to:
///
/// ```text
/// impl Tangent for LineTangent {
///     fn zero_like(&self) -> Self {
///         match self {
///             Self { slope: this_slope } => Self { slope: Tangent::zero_like(this_slope) },
///         }
///     }
///     // and the other methods alike
/// }
/// ```
fn tangent(input: &Input) -> TokenStream {
    let span = Span::mixed_site();
    let Input { tangent, crate_root, runtime, .. } = input;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let rhs = input.rhs();
    let factor = argument(input, "factor");
    let visit = argument(input, "visit");

    let zero_like = input.match_tangent(|variant| {
        let this = quote_spanned!(span=> Self);
        input.tangent_value(this, variant, |_, value| quote!(#runtime::Tangent::zero_like(#value)))
    });
    let message = format!("the tangents of `{}` have different variants", input.name.unraw());
    let mismatch = quote!(::core::panic!(#message));
    let add_assign = input.match_tangents(
        |variant| {
            let (this, rhs) = operands(variant);
            quote!({ #(#runtime::Tangent::add_assign(#this, #rhs);)* })
        },
        &mismatch,
    );
    let dot = input.match_tangents(
        |variant| {
            let (this, rhs) = operands(variant);
            if this.is_empty() {
                quote!(0.0)
            } else {
                quote!(#(#runtime::Tangent::dot(#this, #rhs))+*)
            }
        },
        &mismatch,
    );
    let each = |method: &str, argument: &Ident| {
        let method = Ident::new(method, span);
        input.match_tangent(|variant| {
            let (this, _) = operands(variant);
            quote!({ #(#runtime::Tangent::#method(#this, #argument);)* })
        })
    };
    let scale = each("scale", &factor);
    let for_each_slice = each("for_each_slice", &visit);
    let for_each_slice_mut = each("for_each_slice_mut", &visit);

    quote_spanned! {span=>
        #[automatically_derived]
        impl #impl_generics #runtime::Tangent for #tangent #ty_generics #where_clause {
            #[inline]
            fn zero_like(&self) -> Self { #zero_like }

            #[inline]
            fn add_assign(&mut self, #rhs: &Self) { #add_assign }

            #[inline]
            fn scale(&mut self, #factor: f64) { #scale }

            #[inline]
            fn dot(&self, #rhs: &Self) -> f64 { #dot }

            #[inline]
            fn for_each_slice(&self, #visit: &mut dyn ::core::ops::FnMut(#crate_root::ScalarSlice<'_>)) {
                #for_each_slice
            }

            #[inline]
            fn for_each_slice_mut(
                &mut self,
                #visit: &mut dyn ::core::ops::FnMut(#crate_root::ScalarSliceMut<'_>),
            ) {
                #for_each_slice_mut
            }
        }
    }
}

/// Expands to:
///
/// ```text
/// impl Differentiable for LineTangent {
///     type Tangent = Self;
///     fn zero_tangent(&self) -> Self { Tangent::zero_like(self) }
/// }
/// ```
fn differentiable_tangent(input: &Input) -> TokenStream {
    let span = Span::mixed_site();
    let Input { tangent, runtime, .. } = input;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    quote_spanned! {span=>
        #[automatically_derived]
        impl #impl_generics #runtime::Differentiable for #tangent #ty_generics #where_clause {
            type Tangent = Self;

            #[inline]
            fn zero_tangent(&self) -> Self {
                #runtime::Tangent::zero_like(self)
            }
        }
    }
}

/// The bindings of a variant's fields in the two operands.
fn operands(variant: &Variant) -> (Vec<Ident>, Vec<Ident>) {
    variant.active().map(|(field, _)| (field.binding("this"), field.binding("rhs"))).unzip()
}

/// An argument that is passed on to each field.
fn argument(input: &Input, name: &str) -> Ident {
    let unused = if input.has_active_fields() { "" } else { "_" };
    Ident::new(&format!("{unused}{name}"), Span::mixed_site())
}
