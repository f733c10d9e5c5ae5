//! Hints from written types.

use quote::ToTokens;

use crate::ir::{FloatType, Hint};

/// The hint of a written type; `floats` are the type parameters bound by `Real`.
///
/// A reference has the hint of what it refers to.
pub(crate) fn of_type(ty: &syn::Type, floats: &[String]) -> Hint {
    match ty {
        syn::Type::Path(path) if path.qself.is_none() => {
            let Some(last) = path.path.segments.last() else {
                return Hint::Unknown;
            };
            let name = last.ident.to_string();
            if path.path.segments.len() == 1 {
                if name == "f32" || name == "f64" || floats.contains(&name) {
                    return Hint::Float(FloatType::Written(ty.to_token_stream()));
                }
                if is_discrete_name(&name) {
                    return Hint::Discrete;
                }
            }
            if name == "Vec"
                && let syn::PathArguments::AngleBracketed(args) = &last.arguments
                && let Some(syn::GenericArgument::Type(element)) = args.args.first()
            {
                return Hint::Vec(Box::new(of_type(element, floats)));
            }
            if let Some(payload) = payload_type(ty) {
                return Hint::Option(Box::new(element(payload, floats)));
            }
            Hint::Unknown
        }
        syn::Type::Reference(reference) => of_type(&reference.elem, floats),
        syn::Type::Paren(inner) => of_type(&inner.elem, floats),
        syn::Type::Group(inner) => of_type(&inner.elem, floats),
        syn::Type::Array(array) => {
            Hint::Array(Box::new(element(&array.elem, floats)), array.len.to_token_stream())
        }
        syn::Type::Slice(slice) => Hint::Slice(Box::new(element(&slice.elem, floats))),
        syn::Type::Tuple(tuple) => {
            Hint::Tuple(tuple.elems.iter().map(|ty| element(ty, floats)).collect())
        }
        _ => Hint::Unknown,
    }
}

/// The `T` of a written `Option<T>` or `Result<T, E>`.
pub(crate) fn payload_type(ty: &syn::Type) -> Option<&syn::Type> {
    let syn::Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|_| path.qself.is_none())?;
    if last.ident != "Option" && last.ident != "Result" {
        return None;
    }
    let syn::PathArguments::AngleBracketed(args) = &last.arguments else { return None };
    args.args.iter().find_map(|arg| match arg {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The hint of a part of a type: a reference in there is not what it refers to.
fn element(ty: &syn::Type, floats: &[String]) -> Hint {
    match ty {
        syn::Type::Reference(_) => Hint::Unknown,
        other => of_type(other, floats),
    }
}

/// Whether a type of that name has no derivative.
pub(crate) fn is_discrete_name(name: &str) -> bool {
    matches!(
        name,
        "bool"
            | "char"
            | "u8"
            | "u16"
            | "u32"
            | "u64"
            | "u128"
            | "usize"
            | "i8"
            | "i16"
            | "i32"
            | "i64"
            | "i128"
            | "isize"
    )
}

/// Whether a type is written as one without a tangent (api: integers, `bool`, `char`, `str`, `String`,
/// `()`, and references, slices, arrays, tuples, `Vec`, `Option` or `Box` of only those).
pub(crate) fn is_inactive_type(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Path(path) if path.qself.is_none() => {
            let Some(last) = path.path.segments.last() else {
                return false;
            };
            let name = last.ident.to_string();
            match &last.arguments {
                syn::PathArguments::None => {
                    is_discrete_name(&name) || name == "str" || name == "String"
                }
                syn::PathArguments::AngleBracketed(args) => {
                    matches!(name.as_str(), "Vec" | "Option" | "Box")
                        && args.args.iter().all(|arg| match arg {
                            syn::GenericArgument::Type(ty) => is_inactive_type(ty),
                            _ => false,
                        })
                }
                syn::PathArguments::Parenthesized(_) => false,
            }
        }
        syn::Type::Reference(reference) => is_inactive_type(&reference.elem),
        syn::Type::Slice(slice) => is_inactive_type(&slice.elem),
        syn::Type::Array(array) => is_inactive_type(&array.elem),
        syn::Type::Tuple(tuple) => tuple.elems.iter().all(is_inactive_type),
        syn::Type::Paren(inner) => is_inactive_type(&inner.elem),
        syn::Type::Group(inner) => is_inactive_type(&inner.elem),
        _ => false,
    }
}
