//! The error sink: every stage reports into it and goes on; the pipeline looks at it between stages.

use proc_macro2::Span;
use quote::ToTokens;

use self::codes::Code;

pub(crate) mod codes;

/// Collects errors with their spans. Dropping it with unchecked errors is a bug and panics.
#[derive(Default)]
pub(crate) struct Diags {
    errors: Vec<syn::Error>,
    checked: bool,
}

impl Diags {
    /// Reports an error: of which kind, what is wrong, and what to write instead.
    pub(crate) fn error(&mut self, code: Code, span: Span, message: &str, help: &str) {
        self.errors.push(code.error(span, message, help));
    }

    /// Reports an error that underlines all of `tokens`.
    pub(crate) fn error_at(
        &mut self,
        code: Code,
        tokens: &impl ToTokens,
        message: &str,
        help: &str,
    ) {
        self.errors.push(code.error_at(tokens, message, help));
    }

    /// Reports an error of syn's parser, and what to write instead.
    pub(crate) fn unreadable(&mut self, error: &syn::Error, help: &str) {
        self.errors.push(codes::UNREADABLE.of_parser(error, help));
    }

    /// Whether anything was reported so far.
    pub(crate) fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// All errors as one, or nothing.
    pub(crate) fn check(mut self) -> Result<(), syn::Error> {
        self.checked = true;
        let mut errors = std::mem::take(&mut self.errors).into_iter();
        match errors.next() {
            None => Ok(()),
            Some(mut first) => {
                errors.for_each(|error| first.combine(error));
                Err(first)
            }
        }
    }
}

impl Drop for Diags {
    fn drop(&mut self) {
        if !self.checked && !self.errors.is_empty() && !std::thread::panicking() {
            panic!("errors were dropped unchecked");
        }
    }
}
