//! Whether a function can meet types of the user's own, whose methods may be named like primitives: `dot`, `norm`, ..
//!
//! Types are never guessed: a call `x.norm()` is right either by the rules of matrices, or by the siblings of the
//! method, which nalgebra's types have too. Where the function names no type but nalgebra's and the standard library's,
//! the former is tried, for its speed. A struct, `Self` or an alias anywhere in the function makes it the latter.
//!
//! Functions of scalars are called far more often, and a rule costs less than a sibling: for `exp`, `powi` and their like
//! the receiver itself must be shown to be of a user's type: by its written type, by a struct literal, by `Type::new(..)`.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

use super::Lower;
use super::calls::has_matrix_name;
use crate::ir::{Aggregate, Callee, Expr, ExprKind, Place, Proj, VarId};
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

/// Whether the outermost name of a written type is one of the user's.
pub(super) fn is_foreign_type(ty: &syn::Type, floats: &[String]) -> bool {
    match ty {
        syn::Type::Reference(it) => is_foreign_type(&it.elem, floats),
        syn::Type::Paren(it) => is_foreign_type(&it.elem, floats),
        syn::Type::Path(it) if it.qself.is_none() => it
            .path
            .segments
            .last()
            .is_some_and(|segment| names_foreign(segment.ident.to_token_stream(), floats)),
        _ => false,
    }
}

/// Methods that give a value of their receiver's type, where that is a user's number.
const OWN_RESULTS: &[&str] = &["add", "conj", "div", "mul", "neg", "sub"];

impl Lower<'_> {
    /// Whether a receiver is of a user's type, and the method one that scalars have too.
    pub(super) fn is_foreign_scalar(&self, name: &str, args: &[Expr]) -> bool {
        SHARED_SCALAR_NAMES.contains(&name) && self.is_foreign_value(&args[0])
    }

    /// Whether a value is shown to be of a user's type.
    pub(super) fn is_foreign_value(&self, value: &Expr) -> bool {
        let whole = |place: &Place| place.path.iter().all(|step| matches!(step, Proj::Deref));
        match &value.kind {
            ExprKind::Aggregate { kind: Aggregate::Struct { variant: None, .. }, .. } => true,
            ExprKind::Aggregate { kind: Aggregate::Call { name, .. }, .. } => {
                !KNOWN.contains(&name.to_string().as_str())
            }
            _ => value
                .place()
                .is_some_and(|place| whole(place) && self.foreign_vars.contains(&place.root)),
        }
    }

    /// Notes the result of a call that gives a value of a user's type.
    pub(super) fn note_foreign_result(&mut self, dest: VarId, callee: &Callee, args: &[Expr]) {
        let foreign = match callee {
            Callee::Assoc { owner, name, .. } => {
                let name = name.to_string();
                let makes = name == "new" || name == "default" || name.starts_with("from");
                makes && names_foreign(owner.clone(), &self.floats)
            }
            Callee::Method { name, .. } => {
                let name = name.to_string();
                let own = OWN_RESULTS.contains(&name.as_str())
                    || SHARED_SCALAR_NAMES.contains(&name.as_str());
                own && args.first().is_some_and(|receiver| self.is_foreign_value(receiver))
            }
            Callee::Path { .. } | Callee::Value { .. } => false,
        };
        if foreign {
            self.foreign_vars.insert(dest);
        }
    }
}
