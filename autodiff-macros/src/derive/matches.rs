//! Patterns, values and matches over the variants of an item, the same for a struct and an enum.
//!
//! Every body that the derive writes is one `match`; the caller gives the arms.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};

use super::input::{Field, Input, Style, Variant};

impl Input {
    /// `root` of a struct, `root::V` of an enum's variant.
    pub(super) fn path(&self, root: impl ToTokens, variant: &Variant) -> TokenStream {
        let name = &variant.name;
        if self.is_enum { quote!(#root::#name) } else { root.into_token_stream() }
    }

    /// A pattern of a variant of the item which binds all but its `#[constant]` fields.
    ///
    /// Expands to: `Self::V { x: this_x, .. }`
    pub(super) fn pattern(&self, variant: &Variant) -> TokenStream {
        let span = Span::mixed_site();
        let path = self.path(quote_spanned!(span=> Self), variant);
        let members = variant.active().map(|(field, _)| &field.member);
        let bindings = variant.active().map(|(field, _)| field.binding("this"));
        let constant = variant.fields.iter().any(|field| field.tangent_member.is_none());
        let rest = constant.then(|| quote!(..));
        quote_spanned!(span=> #path { #(#members: #bindings,)* #rest })
    }

    /// A pattern of a variant of the tangent which binds its fields.
    ///
    /// Expands to: `Self::V { x: this_x, y: this_y }`
    pub(super) fn tangent_pattern(&self, variant: &Variant, side: &str) -> TokenStream {
        let span = Span::mixed_site();
        let path = self.path(quote_spanned!(span=> Self), variant);
        let members = variant.active().map(|(_, member)| member);
        let bindings = variant.active().map(|(field, _)| field.binding(side));
        let rest = (self.marker.is_some() && !self.is_enum).then(|| quote!(..));
        quote_spanned!(span=> #path { #(#members: #bindings,)* #rest })
    }

    /// A value of a variant of the tangent, its fields computed from the bindings of `this`.
    ///
    /// Expands to: `root::V { x: value(this_x), y: value(this_y) }`
    pub(super) fn tangent_value(
        &self,
        root: impl ToTokens,
        variant: &Variant,
        value: impl Fn(&Field, Ident) -> TokenStream,
    ) -> TokenStream {
        let path = self.path(root, variant);
        let members = variant.active().map(|(_, member)| member);
        let values = variant.active().map(|(field, _)| value(field, field.binding("this")));
        let marker = self.marker_field(variant).map(|(member, value)| quote!(#member: #value,));
        quote!(#path { #(#members: #values,)* #marker })
    }

    /// The hidden last field of a struct's tangent, and its value.
    fn marker_field(&self, variant: &Variant) -> Option<(syn::Member, &TokenStream)> {
        let marker = self.marker.as_ref().filter(|_| !self.is_enum)?;
        let member = match variant.style {
            Style::Named | Style::Unit => marker_field().into(),
            Style::Tuple => syn::Index::from(variant.active().count()).into(),
        };
        Some((member, &marker.value))
    }

    /// One arm for each variant of the tangent, which binds its fields as `this_*`.
    ///
    /// Expands to: `match self { Self::V { x: this_x } => arm, .. }`
    pub(super) fn match_tangent(&self, arm: impl Fn(&Variant) -> TokenStream) -> TokenStream {
        let span = Span::mixed_site();
        if self.variants.is_empty() {
            return quote_spanned!(span=> match *self {});
        }
        let patterns = self.variants.iter().map(|variant| self.tangent_pattern(variant, "this"));
        let arms = self.variants.iter().map(arm);
        let marker = self
            .hidden_variant()
            .map(|name| quote_spanned!(span=> Self::#name(never, _) => match *never {},));
        quote_spanned! {span=>
            match self {
                #(#patterns => #arms,)*
                #marker
            }
        }
    }

    /// One arm for two tangents of the same variant, which binds their fields as `this_*` and `rhs_*`.
    ///
    /// Expands to: `match (self, rhs) { (Self::V { x: this_x }, Self::V { x: rhs_x }) => arm, .., _ => mismatch }`
    pub(super) fn match_tangents(
        &self,
        arm: impl Fn(&Variant) -> TokenStream,
        mismatch: &TokenStream,
    ) -> TokenStream {
        let span = Span::mixed_site();
        if self.variants.is_empty() {
            return quote_spanned!(span=> match *self {});
        }
        let left = self.variants.iter().map(|variant| self.tangent_pattern(variant, "this"));
        let right = self.variants.iter().map(|variant| self.tangent_pattern(variant, "rhs"));
        let arms = self.variants.iter().map(arm);
        let several = self.variants.len() > 1 || self.hidden_variant().is_some();
        let otherwise = several.then(|| quote_spanned!(span=> _ => #mismatch,));
        quote_spanned! {span=>
            match (self, rhs) {
                #((#left, #right) => #arms,)*
                #otherwise
            }
        }
    }

    /// The variant that holds the marker of an enum's tangent. It has no values.
    pub(super) fn hidden_variant(&self) -> Option<Ident> {
        (self.is_enum && self.marker.is_some())
            .then(|| Ident::new("__AdParameters", Span::mixed_site()))
    }

    /// The name of the other operand of a method with two tangents.
    pub(super) fn rhs(&self) -> Ident {
        let name = if self.variants.is_empty() { "_rhs" } else { "rhs" };
        Ident::new(name, Span::mixed_site())
    }
}

impl Field {
    /// The local name of the field of one operand: `this_x`, `rhs_0`.
    pub(super) fn binding(&self, side: &str) -> Ident {
        format_ident!("{side}_{}", self.label(), span = Span::mixed_site())
    }
}

/// The name of the hidden last field of a named struct's tangent.
pub(super) fn marker_field() -> Ident {
    Ident::new("__ad_parameters", Span::mixed_site())
}
