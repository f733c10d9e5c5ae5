//! The hidden methods by which `#[differentiate]` reaches the fields of an adjoint.
//!
//! A macro that sees `Circle { radius, .. }` or `line.slope` knows neither the name of the tangent type nor whether the
//! field is `#[constant]`: it calls a method named after the variant or the field. A `#[constant]` field's adjoint is
//! an `InactiveRef`, which stands for the reference to an `Inactive`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;

use super::input::{Field, Input, Style, Variant};

/// Whether an accessor gives its fields away for change.
#[derive(Clone, Copy)]
enum Access {
    Shared,
    Exclusive,
}

/// All accessors of the item.
pub(super) fn emit(input: &Input) -> TokenStream {
    let mut types = TokenStream::new();
    let mut methods = TokenStream::new();
    for variant in &input.variants {
        if variant.fields.is_empty() {
            continue;
        }
        for access in [Access::Exclusive, Access::Shared] {
            if input.is_enum || variant.style == Style::Tuple {
                types.extend(fields_type(input, variant, access));
                methods.extend(variant_method(input, variant, access));
            }
            if !input.is_enum {
                let each = variant.fields.iter().map(|field| field_method(input, field, access));
                methods.extend(each);
            }
        }
    }
    if methods.is_empty() {
        return TokenStream::new();
    }
    let tangent = &input.tangent;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    quote! {
        #types
        #[automatically_derived]
        impl #impl_generics #tangent #ty_generics #where_clause { #methods }
    }
}

/// Expands to:
///
/// ```text
/// #[doc(hidden)]
/// pub struct ShapeTangentCircleFieldsMut<'__ad> {
///     pub radius: &'__ad mut <f64 as Differentiable>::Tangent,
///     pub id: InactiveRef,
///     pub __ad_of: PhantomData<&'__ad mut ShapeTangent>,
/// }
/// ```
fn fields_type(input: &Input, variant: &Variant, access: Access) -> TokenStream {
    let span = Span::mixed_site();
    let Input { vis, tangent, .. } = input;
    let name = fields_name(input, variant, access);
    let mut generics = input.generics.clone();
    generics.params.insert(0, syn::parse_quote!('__ad));
    let where_clause = &generics.where_clause;
    let (_, ty_generics, _) = input.generics.split_for_impl();
    let fields = variant.fields.iter().map(|field| {
        // A variant's field is as visible as its enum.
        let vis = if input.is_enum { vis } else { &field.vis };
        let member = fields_member(field);
        let ty = adjoint(input, field, access, &quote!('__ad));
        quote!(#vis #member: #ty,)
    });
    let mutability = access.mutability();
    quote_spanned! {span=>
        #[doc(hidden)]
        #vis struct #name #generics #where_clause {
            #(#fields)*
            #vis __ad_of: ::core::marker::PhantomData<&'__ad #mutability #tangent #ty_generics>,
        }
    }
}

/// Expands to:
///
/// ```text
/// #[doc(hidden)]
/// #[inline]
/// pub fn __ad_variant_Circle(&mut self) -> ShapeTangentCircleFieldsMut<'_> {
///     match self {
///         Self::Circle { radius: this_radius } => ShapeTangentCircleFieldsMut {
///             radius: this_radius,
///             id: InactiveRef(Inactive),
///             __ad_of: PhantomData,
///         },
///         _ => panic!("internal: the tangent is not a `Circle`"),
///     }
/// }
/// ```
fn variant_method(input: &Input, variant: &Variant, access: Access) -> TokenStream {
    let span = Span::mixed_site();
    let Input { vis, runtime, .. } = input;
    let method = match access {
        Access::Exclusive => format_ident!("__ad_variant_{}", variant.name),
        Access::Shared => format_ident!("__ad_variant_ref_{}", variant.name),
    };
    let mutability = access.mutability();
    let name = fields_name(input, variant, access);
    let arguments = input.generics.params.iter().map(argument);
    let pattern = input.tangent_pattern(variant, "this");
    let fields = variant.fields.iter().map(|field| {
        let member = fields_member(field);
        if field.tangent_member.is_some() {
            let value = field.binding("this");
            quote!(#member: #value,)
        } else {
            quote!(#member: #runtime::InactiveRef(#runtime::Inactive),)
        }
    });
    let several = input.variants.len() > 1 || input.hidden_variant().is_some();
    let otherwise = several.then(|| {
        let message = format!("internal: the tangent is not a `{}`", variant.name.unraw());
        quote!(_ => ::core::panic!(#message),)
    });
    quote_spanned! {span=>
        #[doc(hidden)]
        #[inline]
        #vis fn #method(&#mutability self) -> #name<'_, #(#arguments),*> {
            match self {
                #pattern => #name { #(#fields)* __ad_of: ::core::marker::PhantomData },
                #otherwise
            }
        }
    }
}

/// Expands to:
///
/// ```text
/// #[doc(hidden)]
/// #[inline]
/// pub fn __ad_field_slope(&mut self) -> &mut <f64 as Differentiable>::Tangent { &mut self.slope }
/// ```
fn field_method(input: &Input, field: &Field, access: Access) -> TokenStream {
    let span = Span::mixed_site();
    let Input { runtime, .. } = input;
    let vis = &field.vis;
    let method = match access {
        Access::Exclusive => format_ident!("__ad_field_{}", field.label()),
        // Not `__ad_field_ref_x`: that is the other accessor of a field `ref_x`.
        Access::Shared => format_ident!("__ad_ref_field_{}", field.label()),
    };
    let mutability = access.mutability();
    let ty = adjoint(input, field, access, &TokenStream::new());
    let value = match &field.tangent_member {
        Some(member) => quote_spanned!(span=> &#mutability self.#member),
        None => quote!(#runtime::InactiveRef(#runtime::Inactive)),
    };
    quote_spanned! {span=>
        #[doc(hidden)]
        #[inline]
        #vis fn #method(&#mutability self) -> #ty { #value }
    }
}

/// `ShapeTangentCircleFieldsMut`.
fn fields_name(input: &Input, variant: &Variant, access: Access) -> Ident {
    let suffix = match access {
        Access::Exclusive => "FieldsMut",
        Access::Shared => "Fields",
    };
    format_ident!("{}{}{}", input.tangent, variant.name, suffix)
}

/// The name of a variant's field in its accessor's result: `x`, `_0`.
fn fields_member(field: &Field) -> Ident {
    match &field.member {
        syn::Member::Named(ident) => ident.clone(),
        syn::Member::Unnamed(index) => format_ident!("_{}", index.index, span = Span::mixed_site()),
    }
}

/// The type under which an accessor gives a field away.
fn adjoint(input: &Input, field: &Field, access: Access, lifetime: &TokenStream) -> TokenStream {
    if field.tangent_member.is_none() {
        let runtime = &input.runtime;
        return quote!(#runtime::InactiveRef);
    }
    let ty = input.tangent_of(&field.ty);
    let mutability = access.mutability();
    quote!(&#lifetime #mutability #ty)
}

/// A generic parameter as an argument.
fn argument(param: &syn::GenericParam) -> TokenStream {
    match param {
        syn::GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
        syn::GenericParam::Type(param) => param.ident.to_token_stream(),
        syn::GenericParam::Const(param) => param.ident.to_token_stream(),
    }
}

impl Access {
    fn mutability(self) -> Option<syn::Token![mut]> {
        match self {
            Access::Shared => None,
            Access::Exclusive => Some(syn::Token![mut](Span::mixed_site())),
        }
    }
}
