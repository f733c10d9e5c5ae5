//! Attributes beside `#[differentiate]` that have no meaning there.

use crate::diag::{Diags, codes};

/// Attributes that a newcomer may put beside `#[differentiate]`: each would give many errors.
pub(super) fn check(diags: &mut Diags, attrs: &mut Vec<syn::Attribute>) {
    attrs.retain(|attr| {
        if attr.path().segments.last().is_some_and(|last| last.ident == "differentiate") {
            diags.error_at(
                codes::MALFORMED_OPTION,
                attr,
                "a function has one `#[differentiate]`",
                "write all options in one: `#[differentiate(wrt(x), second_order)]`",
            );
            return false;
        }
        if attr.path().is_ident("constant") {
            diags.error_at(
                codes::MISPLACED_OPTION,
                attr,
                "`#[constant]` stands on a parameter, not on a function",
                "write `fn f(#[constant] x: f64, ..)`, or name the active parameters in `wrt(..)`",
            );
            return false;
        }
        true
    });
}
