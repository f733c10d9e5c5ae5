//! The path by which emitted code names `autodiff-runtime`.
//!
//! The manifest of the crate being compiled -> the crate root that its author wrote there. The option `crate = path` is not read
//! here: whoever parses it takes its path instead of [`resolve`].

use proc_macro_crate::FoundCrate;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// The package whose name a dependant may have changed.
const PACKAGE: &str = "autodiff-runtime";

/// The name of its library where nobody renamed it.
const LIBRARY: &str = "autodiff_runtime";

/// The runtime's crate root as the crate being compiled names it.
///
/// Expands to: `::autodiff_runtime`, or `::autodiff` for `autodiff = { package = "autodiff-runtime" }`.
///
/// Without a manifest, or with one that reaches the runtime through another crate's re-export, the usual name is
/// emitted: the compiler's error about it names the crate, and `crate = path` is the answer to it.
pub(crate) fn resolve() -> TokenStream {
    root(proc_macro_crate::crate_name(PACKAGE).ok())
}

fn root(found: Option<FoundCrate>) -> TokenStream {
    let name = match &found {
        // `extern crate self as autodiff_runtime` makes this name valid inside the runtime too, and its examples,
        // doc-tests and integration tests have no other.
        Some(FoundCrate::Itself) | None => LIBRARY,
        Some(FoundCrate::Name(name)) => name,
    };
    let span = Span::mixed_site();
    let mut ident = syn::parse_str::<Ident>(name).unwrap_or_else(|_| Ident::new_raw(name, span));
    ident.set_span(span);
    quote_spanned!(span=> ::#ident)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: Option<FoundCrate>, expected: &str) {
        assert_eq!(root(found).to_string().replace(' ', ""), expected);
    }

    #[test]
    fn the_root_is_the_name_in_the_manifest() {
        check(Some(FoundCrate::Name("autodiff_runtime".into())), "::autodiff_runtime");
        check(Some(FoundCrate::Name("autodiff".into())), "::autodiff");
    }

    #[test]
    fn a_dependency_named_as_a_keyword_is_written_raw() {
        check(Some(FoundCrate::Name("yield".into())), "::r#yield");
    }

    #[test]
    fn the_runtime_itself_goes_by_its_own_name() {
        check(Some(FoundCrate::Itself), "::autodiff_runtime");
    }

    #[test]
    fn without_a_manifest_entry_the_usual_name_is_emitted() {
        check(None, "::autodiff_runtime");
    }
}
