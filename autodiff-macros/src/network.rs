//! `#[derive(Network)]`: a struct of layers becomes a network that runs them in order.
//!
//! The tokens of the struct -> its derivative (as by `#[derive(Differentiable)]`), `forward` with
//! `#[differentiate]`, and the impls of `Parameters` and `Random`. Types are not known here: `shapes` reads literal sizes off the
//! types of known layers to write down what passes between them, and the compiler checks all of it. A wrong
//! guess is a type error at the field, never a wrong network.

mod chain;
mod entering;
mod fit;
mod input;
mod parts;
mod shapes;
mod windows;

#[cfg(test)]
mod tests;

use proc_macro2::TokenStream;
use quote::quote;

/// Expands the derive.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let derivative = crate::derive::expand(item.clone());
    let network = match input::read(item) {
        Ok(network) => network,
        Err(error) => {
            let error = error.into_compile_error();
            return quote!(#derivative #error);
        }
    };
    let forward = chain::emit(&network).unwrap_or_else(syn::Error::into_compile_error);
    let parameters = parts::parameters(&network);
    let random = parts::random(&network);
    quote! {
        #derivative
        #forward
        #parameters
        #random
    }
}
