//! Arms of matches.

use proc_macro2::TokenStream;
use quote::quote;

use super::body::Body;
use crate::ir::{Arm, Pat};

impl Body<'_> {
    /// An arm, of a match on a borrow or on a value.
    pub(super) fn arm(&self, arm: &Arm, borrowed: bool) -> TokenStream {
        let pat = if borrowed { self.pat(&arm.pat) } else { self.unborrowed_pat(&arm.pat) };
        let guard = arm.guard.as_ref().map(|guard| {
            let guard = self.value(guard);
            quote!(if #guard)
        });
        let body = self.block(&arm.body);
        quote!(#pat #guard => { #body })
    }

    /// A pattern that is matched with the value, not with a borrow of it.
    fn unborrowed_pat(&self, pat: &Pat) -> TokenStream {
        match pat {
            Pat::Tokens(tokens) if pat.is_borrowed_string() => {
                tokens.clone().into_iter().skip(1).collect()
            }
            Pat::Or(cases) => {
                let cases = cases.iter().map(|case| self.unborrowed_pat(case));
                quote!(#(#cases)|*)
            }
            other => self.pat(other),
        }
    }
}
