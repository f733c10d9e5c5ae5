//! Custom rules: the hidden functions call the user's. What does not fit is reported at the attribute, once: each rule
//! is called in one place only.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::{Emit, Home};
use crate::syntax::signature::{Param, Passing};

impl Emit<'_> {
    pub(super) fn rule_names(&self, stem: &str, span: Span) -> Vec<Ident> {
        let span = span.resolved_at(Span::mixed_site());
        (0..self.sig().params.len())
            .map(|index| format_ident!("{stem}_{index}", span = span))
            .collect()
    }

    /// `name: T, ..` for the function's parameters; `self` has a name too.
    pub(super) fn rule_parameters(&self, names: &[Ident]) -> Vec<TokenStream> {
        let params = self.sig().params.iter().zip(names);
        params
            .map(|(param, name)| {
                let ty = self.paths.declared(param, true);
                quote!(#name: #ty)
            })
            .collect()
    }

    /// `name: T, ..`, where `self` is the receiver, and the names as arguments.
    pub(super) fn method_parameters(
        &self,
        names: &[Ident],
    ) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let declared = self.rule_parameters(names);
        let receiver = &self.parameters(false);
        let params = self.sig().params.iter().zip(receiver).zip(declared);
        let params =
            params.map(|((param, own), typed)| if param.is_self { own.clone() } else { typed });
        let arguments = self.sig().params.iter().zip(names);
        let arguments = arguments.map(|(param, name)| {
            if param.is_self { param.name.to_token_stream() } else { name.to_token_stream() }
        });
        (params.collect(), arguments.collect())
    }

    /// The function itself.
    fn primal_path(&self) -> TokenStream {
        let (name, turbofish) = (&self.sig().name, self.turbofish());
        match self.parts.home {
            Home::Namespace => quote!(#name #turbofish),
            Home::Impl { .. } | Home::Trait => quote!(Self::#name #turbofish),
        }
    }

    pub(super) fn primal_call(&self, arguments: &[TokenStream]) -> TokenStream {
        let path = self.primal_path();
        let copies =
            self.sig().params.iter().zip(arguments).map(|(param, argument)| match param.passing {
                Passing::Value => quote!(::core::clone::Clone::clone(&#argument)),
                Passing::Shared | Passing::Exclusive => quote!(#argument),
            });
        quote!(#path(#(#copies),*))
    }

    /// `__ad_rule_vjp`, which calls the rule; `__ad_forward` and `__ad_reverse`, which run the function as it is.
    pub(super) fn rule_reverse(&self, rule: &syn::Path) -> TokenStream {
        let span = rule.span();
        let called = self.internal("__ad_rule_vjp");
        let head = self.head(&called, true, "");
        let (generics, clause) = self.generics(&[]);
        let names = self.rule_names("argument", span);
        let slots = self.rule_names("gradient", span);
        let params = self.rule_parameters(&names);
        let slot_types = self.slot_types();
        let seed_type = self.seed_type();
        let seed = Ident::new("seed", span.resolved_at(Span::mixed_site()));
        let active = |param: &&Param| param.active;
        let gradients: Vec<&Ident> = self
            .sig()
            .params
            .iter()
            .zip(&slots)
            .filter(|(p, _)| active(p))
            .map(|(_, s)| s)
            .collect();
        // All tokens of the call are at the rule, so that what does not fit is reported there.
        let unit = quote_spanned!(span=> ());
        let call = quote_spanned!(span=> let #unit = #rule(#(#names,)* #seed, #(#gradients),*););
        let typed_slots = slots.iter().zip(&slot_types).map(|(slot, ty)| quote!(#slot: #ty));
        let typed_slots: Vec<TokenStream> = typed_slots.collect();
        let rule_fn = quote! {
            #head #generics (#(#params,)* #seed: #seed_type, #(#typed_slots),*) #clause { #call }
        };

        let turbofish = self.turbofish();
        let (own_params, arguments) = self.method_parameters(&names);
        let primal = self.primal_call(&arguments);
        let result = self.result_type();
        let head = self.head(&self.internal("__ad_reverse"), true, "");
        let joint = quote! {
            #head #generics (#(#own_params,)* #seed: #seed_type, #(#typed_slots),*) -> #result #clause {
                let __value = #primal;
                Self::#called #turbofish(#(#arguments,)* #seed, #(#slots),*);
                __value
            }
        };

        let head = self.head(&self.internal("__ad_forward"), true, "");
        let (rt, takes, bound) = (&self.parts.rt, self.residual_takes(), self.residual_bound());
        let boxed = self.parts.home.is_trait();
        let residual =
            if boxed { quote!(#rt::Box<dyn #bound>) } else { quote!(#rt::residual!(#takes)) };
        let types = self.residual_types();
        let closure = quote! {
            move |#(#names: #types,)* #seed: #seed_type, #(#typed_slots),*| {
                Self::#called #turbofish(#(#names,)* #seed, #(#slots),*);
            }
        };
        let closure = if boxed { quote!(#rt::Box::new(#closure)) } else { closure };
        let split = quote! {
            #head #generics (#(#own_params),*) -> (#result, #residual) #clause {
                (#primal, #closure)
            }
        };
        quote!(#rule_fn #joint #split)
    }

    /// `__ad_jvp`, which calls the rule.
    pub(super) fn rule_forward(&self, rule: &syn::Path) -> TokenStream {
        let span = rule.span();
        let called = self.internal("__ad_rule_jvp");
        let (generics, clause) = self.generics(&[]);
        let names = self.rule_names("argument", span);
        let slots = self.rule_names("tangent", span);
        let params = self.rule_parameters(&names);
        let slot_types: Vec<TokenStream> = self
            .sig()
            .params
            .iter()
            .map(|param| {
                let slot = self.paths.slot(param);
                quote!(&#slot)
            })
            .collect();
        let typed_slots = slots.iter().zip(&slot_types).map(|(slot, ty)| quote!(#slot: #ty));
        let typed_slots: Vec<TokenStream> = typed_slots.collect();
        let given = self.sig().params.iter().zip(&slots).filter(|(param, _)| param.active);
        let given = given.map(|(param, slot)| match param.passing {
            Passing::Value => quote_spanned!(span=> ::core::clone::Clone::clone(#slot)),
            Passing::Shared | Passing::Exclusive => quote_spanned!(span=> #slot),
        });
        let call = quote_spanned!(span=> #rule(#(#names,)* #(#given),*));
        let (result, tangent) = (self.result_type(), self.seed_type());
        let head = self.head(&called, true, "");
        let rule_fn = quote! {
            #head #generics (#(#params,)* #(#typed_slots),*) -> (#result, #tangent) #clause { #call }
        };
        let turbofish = self.turbofish();
        let (own_params, arguments) = self.method_parameters(&names);
        let head = self.head(&self.internal("__ad_jvp"), true, "");
        quote! {
            #rule_fn
            #head #generics (#(#own_params,)* #(#typed_slots),*) -> (#result, #tangent) #clause {
                Self::#called #turbofish(#(#arguments,)* #(#slots),*)
            }
        }
    }
}
