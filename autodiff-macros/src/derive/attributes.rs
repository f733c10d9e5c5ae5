//! The attributes of the derive: `#[constant]`, `#[tangent(..)]`, `#[differentiable(..)]`.
//!
//! `syn::Attribute`s -> options. An attribute in the wrong place is an error, as the compiler would pass over it in silence.

use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;

use super::Errors;
use crate::diag::codes;

/// What the attributes of the item say.
#[derive(Default)]
pub(super) struct ItemOptions {
    /// `#[differentiable(crate = path)]`.
    pub(super) crate_path: Option<syn::Path>,
    /// `#[tangent(derive(..))]`.
    pub(super) derives: Vec<syn::Path>,
    /// `#[non_exhaustive]`, which the tangent type takes over.
    pub(super) non_exhaustive: bool,
    /// `#[repr(packed)]`, which has no derivative.
    pub(super) packed: bool,
}

/// The derives that every tangent type has.
const DERIVED: [&str; 3] = ["Clone", "Debug", "PartialEq"];

/// Reads the attributes of the struct or enum.
pub(super) fn of_item(errors: &mut Errors, attributes: &[syn::Attribute]) -> ItemOptions {
    let mut options =
        ItemOptions { non_exhaustive: is_non_exhaustive(attributes), ..ItemOptions::default() };
    for attribute in attributes {
        let path = attribute.path();
        let result = if path.is_ident("tangent") {
            attribute.parse_nested_meta(|meta| tangent_option(&mut options, &meta))
        } else if path.is_ident("differentiable") {
            attribute.parse_nested_meta(|meta| differentiable_option(&mut options, &meta))
        } else if path.is_ident("constant") {
            Err(misplaced(attribute, "constant", "a field"))
        } else if path.is_ident("repr") {
            let result = no_packed_layout(attribute);
            options.packed |= result.is_err();
            result
        } else {
            Ok(())
        };
        if let Err(error) = result {
            let help = "write `#[tangent(derive(..))]`, `#[differentiable(crate = path)]`";
            errors.push(codes::DERIVE_OPTION.of_parser(&error, help));
        }
    }
    options
}

/// Whether the field is marked `#[constant]`.
pub(super) fn of_field(errors: &mut Errors, attributes: &[syn::Attribute]) -> bool {
    let mut constant = false;
    for attribute in attributes {
        if attribute.path().is_ident("constant") {
            constant = true;
            if !matches!(attribute.meta, syn::Meta::Path(_)) {
                errors.push(codes::DERIVE_OPTION.error_at(
                    &attribute.meta,
                    "`constant` takes no arguments",
                    "write `#[constant]`",
                ));
            }
        }
    }
    only_on_the_item(errors, attributes);
    constant
}

/// Whether the tangent's variant is to be `#[non_exhaustive]`.
pub(super) fn of_variant(errors: &mut Errors, attributes: &[syn::Attribute]) -> bool {
    for attribute in attributes {
        if attribute.path().is_ident("constant") {
            errors.push(misplaced(attribute, "constant", "a field"));
        }
    }
    only_on_the_item(errors, attributes);
    is_non_exhaustive(attributes)
}

fn tangent_option(options: &mut ItemOptions, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if !meta.path.is_ident("derive") {
        let error = meta.error("unknown option of `tangent`");
        return Err(codes::DERIVE_OPTION.of_parser(&error, "write `#[tangent(derive(..))]`"));
    }
    let mut repeated: Option<syn::Error> = None;
    meta.parse_nested_meta(|derive| {
        let name = last_ident(&derive.path);
        if DERIVED.iter().any(|derived| name == derived) {
            let error = codes::REPEATED_DERIVE.error(
                derive.path.span(),
                &format!("every tangent type is `{name}`"),
                "remove it here",
            );
            match &mut repeated {
                Some(all) => all.combine(error),
                none => *none = Some(error),
            }
        } else {
            options.derives.push(derive.path);
        }
        Ok(())
    })?;
    repeated.map_or(Ok(()), Err)
}

fn differentiable_option(options: &mut ItemOptions, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if !meta.path.is_ident("crate") {
        let error = meta.error("unknown option of `differentiable`");
        let help = "write `#[differentiable(crate = some::path)]`";
        return Err(codes::DERIVE_OPTION.of_parser(&error, help));
    }
    let value = meta.value()?;
    if value.peek(syn::LitStr) {
        let quoted: syn::LitStr = value.parse()?;
        return Err(codes::DERIVE_OPTION.error(
            quoted.span(),
            "the path of `crate` is written without quotes",
            &format!("write `crate = {}`", quoted.value()),
        ));
    }
    options.crate_path = Some(value.call(syn::Path::parse_mod_style)?);
    Ok(())
}

fn only_on_the_item(errors: &mut Errors, attributes: &[syn::Attribute]) {
    for attribute in attributes {
        for name in ["tangent", "differentiable"] {
            if attribute.path().is_ident(name) {
                errors.push(misplaced(attribute, name, "the struct or enum"));
            }
        }
    }
}

fn misplaced(attribute: &syn::Attribute, name: &str, place: &str) -> syn::Error {
    codes::MISPLACED_ATTRIBUTE.error_at(
        &attribute.meta,
        &format!("`{name}` has no meaning here"),
        &format!("`#[{name}]` goes on {place}"),
    )
}

/// The impls borrow fields, and a field of a packed struct cannot be borrowed.
fn no_packed_layout(attribute: &syn::Attribute) -> syn::Result<()> {
    let syn::Meta::List(list) = &attribute.meta else {
        return Ok(());
    };
    let packed =
        list.tokens.clone().into_iter().find(
            |token| matches!(token, proc_macro2::TokenTree::Ident(ident) if ident == "packed"),
        );
    packed.map_or(Ok(()), |token| {
        Err(codes::PACKED.error(
            token.span(),
            "a packed struct cannot be differentiated",
            "remove `packed`, or implement `Differentiable` by hand",
        ))
    })
}

fn is_non_exhaustive(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"))
}

/// The name of a path without what leads to it: `Copy` of `core::marker::Copy`.
pub(super) fn last_ident(path: &syn::Path) -> syn::Ident {
    path.segments
        .last()
        .map_or_else(|| syn::Ident::new("_", path.span()), |segment| segment.ident.clone())
}
