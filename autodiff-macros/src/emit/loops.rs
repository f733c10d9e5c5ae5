//! Counted loops, forward and backward.
//!
//! What an innermost loop records, and the lists that it works on, may stand ready before it runs: [`super::tapes`] and
//! [`super::slices`].

use proc_macro2::TokenStream;
use quote::quote;

use super::body::Body;
use crate::ir::{Block, Range, VarId};

impl Body<'_> {
    /// The values of a loop's variable; `half_open` where its length must be known.
    fn range(&self, range: &Range, half_open: bool) -> TokenStream {
        let low = self.operand(&range.low);
        let high = self.operand(&range.high);
        let mut tokens = match (range.inclusive, half_open) {
            (false, _) => quote!((#low..#high)),
            (true, false) => quote!((#low..=#high)),
            (true, true) => quote!((#low..(#high + 1))),
        };
        if let Some(step) = &range.step {
            let step = self.value(step);
            tokens = quote!(#tokens.step_by(#step));
        }
        if range.reversed {
            tokens = quote!(#tokens.rev());
        }
        if let Some(part) = &range.part {
            let (passed, most) = (self.value(&part.0), self.value(&part.1));
            tokens = quote!(#tokens.skip(#passed).take(#most));
        }
        tokens
    }

    /// `for var in range { body }`, which may end early.
    pub(super) fn counted(
        &self,
        var: VarId,
        range: &Range,
        exit: Option<VarId>,
        body: &Block,
    ) -> TokenStream {
        let (ident, values) = (self.ident(var), self.range(range, false));
        if let Some(exit) = exit {
            let (body, exit) = (self.block(body), self.ident(exit));
            return quote!(for #ident in #values { #body if #exit { break; } });
        }
        let recording = self.recording_loop(&quote!(#ident), &values, body);
        let tokens = recording.unwrap_or_else(|| {
            let body = self.block(body);
            quote!(for #ident in #values { #body })
        });
        self.sliced(var, range, body, tokens)
    }

    /// The trips of a counted loop in the other order; `trips` says how many there were of one that may end early.
    pub(super) fn backwards(
        &self,
        var: VarId,
        range: &Range,
        trips: Option<VarId>,
        body: &Block,
    ) -> TokenStream {
        let half_open = trips.is_some() || range.step.is_some() || range.part.is_some();
        let ident = self.ident(var);
        let mut values = self.range(range, half_open);
        if let Some(trips) = trips {
            let trips = self.ident(trips);
            values = quote!(#values.take(#trips));
        }
        let values = quote!(#values.rev());
        let restoring = self.restoring_loop(&quote!(#ident), &values, body);
        let tokens = restoring.unwrap_or_else(|| {
            let body = self.block(body);
            quote!(for #ident in #values { #body })
        });
        if trips.is_some() {
            return tokens;
        }
        self.sliced(var, range, body, tokens)
    }

    /// The reverse of a loop that is not counted.
    pub(super) fn repeated(&self, count: VarId, body: &Block) -> TokenStream {
        let count = self.ident(count);
        let restoring = self.restoring_loop(&quote!(_), &quote!((0..#count)), body);
        restoring.unwrap_or_else(|| {
            let body = self.block(body);
            quote!(for _ in 0..#count { #body })
        })
    }
}
