//! What is emitted after an error: the user's item as it is, and derivatives of the right signatures that
//! do nothing, so that only the real error shows.

use proc_macro2::TokenStream;

use crate::emit::items::{self, Parts};

/// Derivative functions without bodies.
pub(crate) fn stubs(parts: &Parts<'_>) -> TokenStream {
    let parts = Parts {
        sig: parts.sig,
        options: parts.options,
        home: parts.home,
        visibility: parts.visibility.clone(),
        rt: parts.rt.clone(),
        pullback: None,
        pushforward: None,
        locals: &[],
        second_order: None,
        recursive: true,
        cfgs: parts.cfgs.clone(),
        stub: true,
    };
    items::functions(&parts)
}
