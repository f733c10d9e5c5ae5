//! Statements that change a `Vec`'s length.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::body::{Access, Body};
use crate::ir::{Grow, Growth};

impl Body<'_> {
    /// What is put in is evaluated before the `Vec` is borrowed.
    pub(super) fn grow(&self, grow: &Grow, span: Span) -> TokenStream {
        let name = match grow.op {
            Growth::Push => "grow_push",
            Growth::Pop => "grow_pop",
            Growth::Insert => "grow_insert",
            Growth::Remove => "grow_remove",
            Growth::Cut => "grow_cut",
            Growth::Unpop => "grow_unpop",
            Growth::Append => "grow_append",
        };
        let path = self.rule_path(name, span);
        let place = self.place(&grow.place, Access::Write);
        let index = grow.index.as_ref().map(|index| self.value(index));
        let value = grow.value.as_ref().map(|value| self.value(value));
        let index_let = index.map(|index| quote!(let __index = #index;));
        let value_let = value.map(|value| quote!(let __value = #value;));
        let index_arg = index_let.as_ref().map(|_| quote!(, __index));
        let value_arg = value_let.as_ref().map(|_| quote!(, __value));
        let slot = quote_spanned!(span=> &mut #place);
        let dest = grow.dest.map(|dest| {
            let (mutability, ident) = (self.mutability(dest), self.ident(dest));
            quote!(let #mutability #ident =)
        });
        match dest {
            Some(dest) => quote!(#dest { #index_let #path(#slot #index_arg) };),
            None => {
                quote!({ #index_let #value_let #path(#slot #index_arg #value_arg); })
            }
        }
    }
}
