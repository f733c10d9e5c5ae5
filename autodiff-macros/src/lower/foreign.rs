//! Whether a function can meet types of the user's own, whose methods may be named like primitives: `dot`, `norm`, ..
//!
//! Types are never guessed: a call `x.norm()` is right either by the rules of matrices, or by the siblings of the
//! method, which nalgebra's types have too. Where the function names no type but nalgebra's and the standard library's,
//! the former is tried, for its speed. A struct, `Self` or an alias anywhere in the function makes it the latter.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use super::calls::has_matrix_name;
use crate::syntax::signature::Signature;

/// Primitives whose names are likely in users' types. All have siblings in the runtime's `rules/methods/shared.rs`.
pub(super) const SHARED_NAMES: &[&str] = &[
    "add_scalar",
    "column_sum",
    "component_div",
    "component_mul",
    "cross",
    "determinant",
    "diagonal",
    "dot",
    "magnitude",
    "magnitude_squared",
    "mean",
    "norm",
    "norm_squared",
    "normalize",
    "row_sum",
    "scale",
    "sum",
    "trace",
    "transpose",
];

/// Functions of real scalars whose names are likely in users' types. All have siblings in the runtime's
/// `rules/methods/scalars.rs`.
pub(super) const SHARED_SCALAR_NAMES: &[&str] = &[
    "abs", "atan2", "cos", "cosh", "exp", "hypot", "ln", "max", "min", "powf", "powi", "recip",
    "signum", "sin", "sinh", "sqrt", "tan", "tanh",
];

/// Types and variants that have no methods of such names but nalgebra's.
const KNOWN: &[&str] = &[
    "Box", "Cholesky", "Copy", "Clone", "Dim", "Dyn", "Err", "Fn", "FnMut", "FnOnce", "LU", "None",
    "Ok", "Option", "Ordering", "QR", "Real", "Result", "Some", "String", "Vec",
];

/// Whether a type of the user's own may stand anywhere in the function.
pub(super) fn meets_foreign_types(sig: &Signature, body: &syn::Block) -> bool {
    let is_foreign = |tokens: TokenStream| names_foreign(tokens, &sig.floats);
    sig.params.iter().any(|param| param.name == "self" || is_foreign(param.ty.to_token_stream()))
        || sig.output_type().is_some_and(|ty| is_foreign(ty.to_token_stream()))
        || is_foreign(body.to_token_stream())
}

fn names_foreign(tokens: TokenStream, floats: &[String]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => {
            let name = ident.to_string();
            // One letter is a size, or a scalar.
            let is_type = name.starts_with(|c: char| c.is_uppercase())
                && name.contains(|c: char| c.is_lowercase());
            is_type
                && !floats.contains(&name)
                && !KNOWN.contains(&name.as_str())
                && !has_matrix_name(&name)
        }
        TokenTree::Group(group) => names_foreign(group.stream(), floats),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
