//! Eigenvalues and singular values read off a decomposition that is not kept: `m.symmetric_eigen().eigenvalues` and
//! `m.svd(..).singular_values`.
//!
//! The decompositions themselves have no derivative here: their vectors have one only up to their signs.

use proc_macro2::Ident;

use super::stmt::strip;
use crate::ir::Expr;

use super::Lower;

/// The method of the runtime that gives these values, in the order and with the bits of the decomposition.
fn values_of(it: &syn::ExprField) -> Option<(&syn::ExprMethodCall, &'static str)> {
    let (syn::Expr::MethodCall(call), syn::Member::Named(field)) = (strip(&it.base), &it.member)
    else {
        return None;
    };
    let vectors = |arg: &syn::Expr| match strip(arg) {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Bool(vectors), .. }) => Some(vectors.value),
        _ => None,
    };
    let args: Vec<Option<bool>> = call.args.iter().map(vectors).collect();
    let name = match (call.method.to_string().as_str(), field.to_string().as_str(), &*args) {
        ("symmetric_eigen", "eigenvalues", []) => "ad_eigenvalues",
        ("svd", "singular_values", [Some(false), Some(false)]) => "singular_values",
        ("svd", "singular_values", [Some(true), Some(true)]) => "ad_singular_values_of_full",
        _ => return None,
    };
    Some((call, name))
}

impl Lower<'_> {
    /// The values, if the field is one of these.
    pub(super) fn spectrum(&mut self, it: &syn::ExprField) -> Option<Expr> {
        let (call, name) = values_of(it)?;
        if !self.taint.touches(call) {
            return None;
        }
        let method = Ident::new(name, call.method.span());
        let args = syn::punctuated::Punctuated::new();
        let call = syn::ExprMethodCall { method, args, ..call.clone() };
        Some(self.method(&call))
    }
}
