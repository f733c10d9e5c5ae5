//! `#[derive(Differentiable)]`: the tangent type of a struct or an enum.
//!
//! The tokens of the item -> the tangent type, its standard traits, the impls of `Differentiable` and `Tangent`, and the
//! hidden accessors and stand-ins by which `#[differentiate]` reaches into an adjoint. All but the first
//! stand in a nameless constant. The files under `derive/expanded` show the whole.

mod accessors;
mod attributes;
mod constants;
mod coordinates;
mod input;
mod matches;
mod mentions;
mod standard_traits;
mod tangent_type;
#[cfg(test)]
mod tests;
mod traits;

use proc_macro2::TokenStream;
use quote::quote;

/// Expands the derive.
///
/// A wrong attribute does not stop the expansion: only its own error shows then, and none about a missing tangent type.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(input) = input::read(&mut errors, item) else {
        return errors.into_compile_error();
    };
    let tangent_type = tangent_type::emit(&input);
    let standard_traits = standard_traits::emit(&input);
    let traits = traits::emit(&input);
    let coordinates = coordinates::emit(&input);
    let constants = constants::emit(&input);
    let accessors = accessors::emit(&input);
    let errors = errors.into_compile_error();
    let allow = allowed_lints();
    quote! {
        #tangent_type
        #allow
        const _: () = {
            #standard_traits
            #traits
            #coordinates
            #constants
            #accessors
        };
        #errors
    }
}

/// Every error of one expansion, reported together.
#[derive(Default)]
struct Errors(Option<syn::Error>);

impl Errors {
    fn push(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
    }

    fn into_compile_error(self) -> TokenStream {
        self.0.map(syn::Error::into_compile_error).unwrap_or_default()
    }
}

/// Lints that the user obeys, or has silenced, on the item itself: its mirror image must not wake them again.
fn allowed_lints() -> TokenStream {
    quote! {
        #[allow(
            clippy::all,
            clippy::pedantic,
            dead_code,
            deprecated,
            missing_copy_implementations,
            missing_debug_implementations,
            non_camel_case_types,
            non_snake_case,
            private_bounds,
            private_interfaces,
            unreachable_pub
        )]
    }
}
