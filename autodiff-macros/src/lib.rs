//! The compiler behind `autodiff-runtime`.

use proc_macro::TokenStream;

mod derive;
mod runtime_path;

/// Writes derivatives beside a function (work in progress).
#[proc_macro_attribute]
pub fn differentiate(_options: TokenStream, item: TokenStream) -> TokenStream {
    item
}

/// Derives `Differentiable` and generates the tangent type.
#[proc_macro_derive(Differentiable, attributes(constant, tangent, differentiable))]
pub fn derive_differentiable(item: TokenStream) -> TokenStream {
    derive::expand(item.into()).into()
}
