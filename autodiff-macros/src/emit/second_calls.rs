//! Calls of second-order functions.
//!
//! ```text
//! let ((y, y_tan), residual) = g::__ad_second_order_forward(x, &x_tan);
//! residual(x, &x_tan, y_adj, y_adj_tan, &mut x_adj, &mut x_adj_tan);
//! ```

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::body::Body;
use crate::ir::{CallMode, Callee, Place, SecondCall};

impl Body<'_> {
    pub(super) fn second_call(&self, call: &SecondCall) -> TokenStream {
        let mut before = self.needs_second_order(&call.callee);
        let mut extra = self.tangents(&call.callee, &call.args, &call.tangents, &mut before);
        if call.mode == CallMode::Forward {
            let tokens =
                self.call(&call.callee, &call.args, Some(("__ad_second_order_forward", &extra)));
            let dest = call.dest.map_or_else(
                || quote!(_),
                |(value, tangent)| {
                    let (own, mutability) = (self.mutability(value), self.mutability(tangent));
                    let (value, tangent) = (self.ident(value), self.ident(tangent));
                    quote!((#own #value, #mutability #tangent))
                },
            );
            let residual = call.residual.map(|var| self.ident(var));
            return quote!(#before let (#dest, #residual) = #tokens;);
        }
        if let Some((seed, tangent)) = &call.seed {
            extra.push(self.value(seed));
            extra.push(self.value(tangent));
        }
        let mut after = TokenStream::new();
        for (name, second) in [("slot", false), ("slot_tangent", true)] {
            let places: Vec<Option<&Place>> = call
                .slots
                .iter()
                .map(|slot| slot.as_ref().map(|(of, tangent)| if second { tangent } else { of }))
                .collect();
            let (slots, spare) = self.slots(name, &places, &call.args, &mut before);
            extra.extend(slots);
            after.extend(spare);
        }
        if call.mode == CallMode::Joint {
            let tokens =
                self.call(&call.callee, &call.args, Some(("__ad_second_order_reverse", &extra)));
            return quote!(#before #tokens; #after);
        }
        let residual = call.residual.map(|var| self.ident(var));
        let apart = self.arguments_apart(&call.args);
        before.extend(apart.before);
        let argument = |index: usize| match &apart.names[index] {
            Some(name) => quote!(#name),
            None => self.call_argument(&call.callee, &call.args, index, true),
        };
        let args: Vec<TokenStream> = (0..call.args.len()).map(argument).collect();
        if let Callee::Method { name, .. } = &call.callee {
            // Method syntax finds out how the receiver is taken.
            let text = name.to_string();
            let text = format!("__ad_second_order_back_{}", text.trim_start_matches("r#"));
            let helper = Ident::new(&text, name.span());
            let (receiver, rest) = (self.own_receiver(name, &call.args[0]), &args[1..]);
            return quote!(#before #receiver.#helper(#residual, #(#rest,)* #(#extra),*); #after);
        }
        quote!(#before #residual(#(#args,)* #(#extra),*); #after)
    }

    /// Says which function lacks the option, where it can be named.
    fn needs_second_order(&self, callee: &Callee) -> TokenStream {
        let rt = self.rt;
        match callee {
            Callee::Path { path, .. } => {
                let span = path.clone().into_iter().last().map(|token| token.span());
                let check = quote_spanned!(span.unwrap_or_else(proc_macro2::Span::call_site)=>
                    has_second_order);
                quote!(#rt::#check::<#path>();)
            }
            Callee::Assoc { .. } | Callee::Method { .. } | Callee::Value { .. } => {
                TokenStream::new()
            }
        }
    }
}
