//! The item as the emitting functions want it.
//!
//! `syn::DeriveInput` -> [`Input`]. A struct is read as an enum of one nameless variant, so that both are emitted by the
//! same code: `Path { member: binding }` is a pattern and an expression of named, tuple and unit variants alike.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;

use crate::diag::codes;

use super::mentions::{self, Mentions, NameSelf};
use super::{Errors, attributes};

/// A struct or an enum.
pub(super) struct Input {
    pub(super) vis: syn::Visibility,
    /// `Name`.
    pub(super) name: Ident,
    /// `NameTangent`.
    pub(super) tangent: Ident,
    /// As written, and `FieldTy: Differentiable` for each type in `generic_types`.
    pub(super) generics: syn::Generics,
    /// The types whose tangents are known only where the type parameters are.
    pub(super) generic_types: Vec<syn::Type>,
    /// Where emitted code finds the types of the public interface: `::autodiff_runtime`.
    pub(super) crate_root: TokenStream,
    /// Where it finds all else: `::autodiff_runtime::__rt`.
    pub(super) runtime: TokenStream,
    /// `#[tangent(derive(..))]`.
    pub(super) derives: Vec<syn::Path>,
    pub(super) non_exhaustive: bool,
    pub(super) is_enum: bool,
    /// Of a struct, one.
    pub(super) variants: Vec<Variant>,
    /// The hidden part that mentions the parameters which no other part of the tangent mentions.
    pub(super) marker: Option<Marker>,
}

/// A field without size.
pub(super) struct Marker {
    pub(super) ty: TokenStream,
    pub(super) value: TokenStream,
}

/// A variant, or the body of a struct.
pub(super) struct Variant {
    /// Of a struct, the struct's name.
    pub(super) name: Ident,
    pub(super) style: Style,
    pub(super) fields: Vec<Field>,
    pub(super) non_exhaustive: bool,
}

/// How the fields of a variant are written.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Style {
    /// `V { x: X }`.
    Named,
    /// `V(X)`.
    Tuple,
    /// `V`.
    Unit,
}

/// A field of the item.
pub(super) struct Field {
    pub(super) vis: syn::Visibility,
    /// The field of `Name`.
    pub(super) member: syn::Member,
    /// The field of `NameTangent`; none for a `#[constant]` one. A tuple's fields move up into the gaps.
    pub(super) tangent_member: Option<syn::Member>,
    pub(super) ty: syn::Type,
}

/// Reads the item. Nothing comes back where there is nothing to emit a tangent of.
pub(super) fn read(errors: &mut Errors, item: TokenStream) -> Option<Input> {
    let mut item: syn::DeriveInput = match syn::parse2(item) {
        Ok(item) => item,
        Err(error) => {
            let help = "move what stable Rust does not know out of the item";
            errors.push(codes::UNREADABLE.of_parser(&error, help));
            return None;
        }
    };
    if let syn::Data::Union(union) = &item.data {
        errors.push(codes::UNION.error(
            union.union_token.span(),
            "a union cannot be differentiated",
            "write an enum, or implement `Differentiable` by hand",
        ));
        return None;
    }
    let options = attributes::of_item(errors, &item.attrs);
    if options.packed {
        return None;
    }
    let mut name_self = NameSelf::new(&item.ident, &item.generics);
    name_self.visit_derive_input_mut(&mut item);

    let is_enum = matches!(item.data, syn::Data::Enum(_));
    let variants = match item.data {
        syn::Data::Struct(body) => {
            let only = variant(errors, item.ident.clone(), body.fields, false);
            if only.style == Style::Tuple && !only.constants_are_last() {
                // `adjoint.1` would mean another field than `value.1`.
                errors.push(codes::CONSTANT_ORDER.error(
                    item.ident.span(),
                    "a `#[constant]` field of a tuple struct stands before one with a derivative, whose number would change",
                    "put the constant fields last, or name the fields",
                ));
            }
            vec![only]
        }
        syn::Data::Enum(body) => body
            .variants
            .into_iter()
            .map(|written| {
                let non_exhaustive = attributes::of_variant(errors, &written.attrs);
                variant(errors, written.ident, written.fields, non_exhaustive)
            })
            .collect(),
        syn::Data::Union(_) => return None,
    };
    let crate_root =
        options.crate_path.map_or_else(crate::runtime_path::resolve, ToTokens::into_token_stream);
    let span = Span::mixed_site();
    let mut input = Input {
        vis: item.vis,
        tangent: format_ident!("{}Tangent", item.ident),
        name: item.ident,
        generics: item.generics,
        generic_types: Vec::new(),
        runtime: quote_spanned!(span=> #crate_root::__rt),
        crate_root,
        derives: options.derives,
        non_exhaustive: options.non_exhaustive,
        is_enum,
        variants,
        marker: None,
    };
    mark_unused_parameters(&mut input);
    bound_generic_types(&mut input);
    Some(input)
}

fn variant(
    errors: &mut Errors,
    name: Ident,
    written: syn::Fields,
    non_exhaustive: bool,
) -> Variant {
    let style = match written {
        syn::Fields::Named(_) => Style::Named,
        syn::Fields::Unnamed(_) => Style::Tuple,
        syn::Fields::Unit => Style::Unit,
    };
    let mut active: u32 = 0;
    let mut fields = Vec::new();
    for (index, field) in (0_u32..).zip(written) {
        let constant = attributes::of_field(errors, &field.attrs);
        let span = field.ty.span();
        let (member, tangent_member) = match field.ident {
            Some(ident) => (ident.clone().into(), ident.into()),
            None => (numbered(index, span), numbered(active, span)),
        };
        fields.push(Field {
            vis: field.vis,
            member,
            tangent_member: (!constant).then_some(tangent_member),
            ty: field.ty,
        });
        active += u32::from(!constant);
    }
    Variant { name, style, fields, non_exhaustive }
}

fn numbered(index: u32, span: Span) -> syn::Member {
    syn::Member::Unnamed(syn::Index { index, span: span.resolved_at(Span::mixed_site()) })
}

/// A parameter that only `#[constant]` fields mention is unused in the tangent, which the compiler refuses.
fn mark_unused_parameters(input: &mut Input) {
    let all: Vec<Mentions<'_>> = input.mentions().map(|(_, mentions)| mentions).collect();
    let types = input.generics.type_params().map(|param| &param.ident);
    let types = types.filter(|ident| !all.iter().any(|mentions| mentions.types.contains(ident)));
    let lifetimes = input.generics.lifetimes().map(|param| &param.lifetime);
    let lifetimes = lifetimes.filter(|lifetime| {
        !all.iter().any(|mentions| mentions.lifetimes.contains(&lifetime.ident))
    });
    let marks: Vec<TokenStream> = lifetimes
        .map(|lifetime| quote!(&#lifetime ()))
        .chain(types.map(|ident| quote!(::core::marker::PhantomData<#ident>)))
        .collect();
    if !marks.is_empty() {
        // A function pointer is `Send` and `Sync` whatever it returns.
        let mark = quote!(fn() -> (#(#marks,)*));
        let (ty, value) = if marker_is_constant(input) {
            let runtime = &input.runtime;
            (quote!(<#mark as #runtime::Unused>::Inactive), quote!(#runtime::Inactive))
        } else {
            (quote!(::core::marker::PhantomData<#mark>), quote!(::core::marker::PhantomData))
        };
        input.marker = Some(Marker { ty, value });
    }
}

/// Whether the marker has the number of a tuple struct's first `#[constant]` field, and so is read as its adjoint.
fn marker_is_constant(input: &Input) -> bool {
    let mut variants = input.variants.iter();
    !input.is_enum
        && variants.all(|variant| variant.style == Style::Tuple && variant.constants_are_last())
}

/// Adds `FieldTy: Differentiable` where the compiler cannot see it without being told.
///
/// A field of the item's own type would be bounded by itself; there, the type's parameters take the bound.
fn bound_generic_types(input: &mut Input) {
    let mut seen = std::collections::HashSet::new();
    let mut types: Vec<syn::Type> = Vec::new();
    for (field, mentions) in input.mentions() {
        let of_field: Vec<syn::Type> = if mentions.types.is_empty() {
            Vec::new()
        } else if mentions.itself {
            mentions.types.iter().map(|ident| syn::parse_quote!(#ident)).collect()
        } else {
            vec![field.ty.clone()]
        };
        types.extend(
            of_field.into_iter().filter(|ty| seen.insert(ty.to_token_stream().to_string())),
        );
    }
    let runtime = &input.runtime;
    let predicates = types.iter().map(|ty| -> syn::WherePredicate {
        let (first, last) = ends(ty);
        let bound = quote_spanned!(last=> #runtime::Differentiable);
        let colon = quote_spanned!(first=> :);
        syn::parse_quote!(#ty #colon #bound)
    });
    let predicates: Vec<_> = predicates.collect();
    if !predicates.is_empty() {
        input.generics.make_where_clause().predicates.extend(predicates);
    }
    input.generic_types = types;
}

/// The first and the last span of a type, for tokens around it that no local name is among.
fn ends(ty: &syn::Type) -> (Span, Span) {
    let mut spans = ty.to_token_stream().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    let last = spans.last().unwrap_or(first);
    let site = Span::mixed_site();
    (first.resolved_at(site), last.resolved_at(site))
}

impl Input {
    /// The fields that the tangent has, and what their types mention.
    fn mentions(&self) -> impl Iterator<Item = (&Field, Mentions<'_>)> {
        let fields = self.variants.iter().flat_map(Variant::active);
        fields.map(|(field, _)| (field, mentions::find(&self.name, &self.generics, &field.ty)))
    }

    /// The types of the fields that the tangent has, without those that are made of the item itself.
    pub(super) fn types_without_the_item(&self) -> impl Iterator<Item = &syn::Type> {
        self.mentions().filter(|(_, mentions)| !mentions.itself).map(|(field, _)| &field.ty)
    }

    /// Whether any field has a tangent.
    pub(super) fn has_active_fields(&self) -> bool {
        self.variants.iter().any(|variant| variant.active().next().is_some())
    }

    /// The tangent type of a type of the item. It lies at the type, and so does an error about it.
    ///
    /// Expands to: `<FieldTy as ::autodiff_runtime::__rt::Differentiable>::Tangent`
    pub(super) fn tangent_of(&self, ty: &syn::Type) -> TokenStream {
        let runtime = &self.runtime;
        let (first, last) = ends(ty);
        let open = quote_spanned!(first=> <);
        let close = quote_spanned!(last=> as #runtime::Differentiable>::Tangent);
        quote!(#open #ty #close)
    }

    /// A method of the type's `Differentiable`, in the same place.
    ///
    /// Expands to: `<FieldTy as ::autodiff_runtime::__rt::Differentiable>::method`
    pub(super) fn method_of(&self, ty: &syn::Type, method: &str) -> TokenStream {
        let runtime = &self.runtime;
        let (first, last) = ends(ty);
        let open = quote_spanned!(first=> <);
        let method = Ident::new(method, last);
        let close = quote_spanned!(last=> as #runtime::Differentiable>::#method);
        quote!(#open #ty #close)
    }
}

impl Variant {
    /// The fields that the tangent has, and what it calls them.
    pub(super) fn active(&self) -> impl Iterator<Item = (&Field, &syn::Member)> {
        let fields = self.fields.iter();
        fields.filter_map(|field| Some((field, field.tangent_member.as_ref()?)))
    }

    /// Whether no field with a tangent comes after one without.
    pub(super) fn constants_are_last(&self) -> bool {
        self.fields.is_sorted_by_key(|field| field.tangent_member.is_none())
    }
}

impl Field {
    /// The field's name as part of another name or of a text: `x`, `0`.
    pub(super) fn label(&self) -> String {
        match &self.member {
            syn::Member::Named(ident) => ident.unraw().to_string(),
            syn::Member::Unnamed(index) => index.index.to_string(),
        }
    }
}
