//! The expressions in the macros that lowering looks into. To syn a macro is tokens, so what walks over a body asks here.

use quote::quote;
use syn::parse::{ParseStream, Parser};

/// The last segment of a macro's path.
pub(crate) fn name(mac: &syn::Macro) -> String {
    mac.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default()
}

/// The arguments of a macro that is lowered; none of another, or if they cannot be read: then lowering refuses it.
pub(crate) fn expressions(mac: &syn::Macro) -> Vec<syn::Expr> {
    let tokens = || mac.tokens.clone();
    match name(mac).as_str() {
        "matches" => as_match.parse2(tokens()).into_iter().collect(),
        "vec" | "vector" | "point" | "matrix" | "dvector" | "dmatrix" | "dbg" | "assert"
        | "assert_eq" | "assert_ne" | "debug_assert" | "debug_assert_eq" | "debug_assert_ne" => {
            list.parse2(tokens()).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// What `matches!` expands to.
pub(crate) fn as_match(input: ParseStream<'_>) -> syn::Result<syn::Expr> {
    let value: syn::Expr = input.parse()?;
    input.parse::<syn::Token![,]>()?;
    let pattern = syn::Pat::parse_multi_with_leading_vert(input)?;
    let guard = match input.parse::<Option<syn::Token![if]>>()? {
        Some(_) => {
            let guard: syn::Expr = input.parse()?;
            quote!(if #guard)
        }
        None => quote!(),
    };
    input.parse::<Option<syn::Token![,]>>()?;
    Ok(syn::parse_quote!(match #value { #pattern #guard => true, _ => false }))
}

/// Expressions between `,` and `;`.
fn list(input: ParseStream<'_>) -> syn::Result<Vec<syn::Expr>> {
    let mut expressions = Vec::new();
    while !input.is_empty() {
        expressions.push(input.parse()?);
        if input.parse::<Option<syn::Token![;]>>()?.is_none() && !input.is_empty() {
            input.parse::<syn::Token![,]>()?;
        }
    }
    Ok(expressions)
}
