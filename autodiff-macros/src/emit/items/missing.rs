//! Derivative functions that a function cannot have, so that a call of one says why. They have a bound that never holds, which rustc
//! looks at only where they are called.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::{Emit, Home};
use crate::syntax::signature::{Output, Passing};

impl Emit<'_> {
    pub(super) fn missing(&self) -> TokenStream {
        let sig = self.sig();
        let exclusive = sig.params.iter().any(|param| param.passing == Passing::Exclusive);
        let options = self.parts.options;
        if self.parts.home != Home::Namespace || self.parts.stub || exclusive {
            return TokenStream::new();
        }
        let rt = &self.parts.rt;
        let mut out = TokenStream::new();
        if let Output::Compound(_) = &sig.output
            && options.wants_reverse()
        {
            let never = quote!(for<'__ad> Self: #rt::GivesOneRealNumber);
            out.extend(self.never("grad", &[], &never));
            out.extend(self.never("value_and_grad", &[], &never));
        }
        let never = quote!(for<'__ad> Self: #rt::HasSecondOrder);
        if let Output::Value(_) = &sig.output
            && !options.second_order
        {
            let directions = sig.gradients().map(Self::direction_name).collect::<Vec<_>>();
            out.extend(self.never("hvp", &directions, &never));
            out.extend(self.never("hessian", &[], &never));
        }
        if self.vectors().is_none() {
            let never = quote!(for<'__ad> Self: #rt::TakesOneVector);
            out.extend(self.never("jacobian", &[], &never));
        }
        out
    }

    /// A function of the function's own parameters and some of any type, with a bound.
    fn never(&self, name: &str, more: &[Ident], bound: &TokenStream) -> TokenStream {
        let head = self.head(&Ident::new(name, Span::call_site()), true, "");
        let (generics, clause) = self.generics(std::slice::from_ref(bound));
        let directions = more.iter().map(|name| quote!(#name: impl ::core::marker::Sized));
        let params = self.parameters(false);
        quote!(#head #generics (#(#params,)* #(#directions),*) #clause { ::core::unreachable!() })
    }
}
