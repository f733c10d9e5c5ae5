//! Comparisons: methods of `Ordering`, and of the `Option` of one that `partial_cmp` gives. All are inactive.

use quote::ToTokens;

use super::Lower;
use super::stmt::strip;
use crate::ir::{Expr, ExprKind};

/// Methods that give an ordering or a condition from one, with their numbers of arguments.
const METHODS: &[(&str, usize)] = &[
    ("unwrap", 0),
    ("expect", 1),
    ("unwrap_or", 1),
    ("unwrap_or_default", 0),
    ("unwrap_or_else", 1),
    ("reverse", 0),
    ("then", 1),
    ("then_with", 1),
    ("is_lt", 0),
    ("is_le", 0),
    ("is_gt", 0),
    ("is_ge", 0),
    ("is_eq", 0),
    ("is_ne", 0),
];

/// Whether an expression is an ordering, or an option of one, by its form.
fn is_ordering(expr: &syn::Expr) -> bool {
    match strip(expr) {
        syn::Expr::MethodCall(it) => {
            let name = it.method.to_string();
            matches!((name.as_str(), it.args.len()), ("partial_cmp" | "total_cmp" | "cmp", 1))
                || (METHODS.contains(&(&name, it.args.len())) && is_ordering(&it.receiver))
        }
        syn::Expr::Call(it) => match strip(&it.func) {
            syn::Expr::Path(path) => path
                .path
                .segments
                .last()
                .is_some_and(|last| last.ident == "total_cmp" || last.ident == "partial_cmp"),
            _ => false,
        },
        _ => false,
    }
}

impl Lower<'_> {
    /// A method of an ordering.
    pub(super) fn ordering_method(&mut self, it: &syn::ExprMethodCall) -> Option<Expr> {
        let name = it.method.to_string();
        if !METHODS.contains(&(&name, it.args.len())) || !is_ordering(&it.receiver) {
            return None;
        }
        let span = it.method.span();
        let receiver = self.expr(&it.receiver);
        let mut args = vec![receiver];
        let mut method = it.method.clone();
        match name.as_str() {
            // Comparisons have no effects: both are evaluated.
            "then_with" | "unwrap_or_else" => {
                let closure = self.callable(&it.args[0])?;
                let at = syn::Expr::MethodCall(it.clone());
                args.push(self.call_closure(&closure, Vec::new(), &at));
                let plain = if name == "then_with" { "then" } else { "unwrap_or" };
                method = proc_macro2::Ident::new(plain, span);
            }
            _ => {
                for arg in &it.args {
                    args.push(self.expr(arg));
                }
            }
        }
        let turbofish = it.turbofish.as_ref().map(ToTokens::to_token_stream);
        Some(Expr::new(ExprKind::Inert { method, turbofish, args }, span))
    }
}
