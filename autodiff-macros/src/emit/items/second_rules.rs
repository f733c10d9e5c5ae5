//! Custom rules in second derivatives: the rule `path(args, seed, &mut gradients)` is a differentiated function, and its
//! forward mode is what the second derivative needs, forward over reverse.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::Emit;

impl Emit<'_> {
    /// `__ad_rule_second_order`, which calls the tangent of the rule, and the two functions that call it.
    pub(super) fn rule_second_order(&self, rule: &syn::Path) -> TokenStream {
        let rt = &self.parts.rt;
        let span = rule.span();
        let (generics, clause) = self.generics(&[]);
        let turbofish = self.turbofish();
        let names = self.rule_names("argument", span);
        let tangents = self.rule_names("tangent", span);
        let slots = self.rule_names("gradient", span);
        let curved = self.rule_names("gradient_tangent", span);
        let [seed, seed_tangent] = ["seed", "seed_tangent"]
            .map(|name| Ident::new(name, span.resolved_at(Span::mixed_site())));
        let typed = |names: &[Ident], types: &[TokenStream]| -> Vec<TokenStream> {
            names.iter().zip(types).map(|(name, ty)| quote!(#name: #ty)).collect()
        };
        let seed_type = self.seed_type();
        let mut rest = typed(&tangents, &self.tangent_types());
        let given = rest.clone();
        rest.extend([quote!(#seed: #seed_type), quote!(#seed_tangent: #seed_type)]);
        rest.extend(typed(&slots, &self.slot_types()));
        rest.extend(typed(&curved, &self.slot_types()));

        // What is inactive here may be active in the rule: it does not move.
        let still = names.iter().zip(&tangents).zip(&self.sig().params);
        let still = still
            .filter(|(_, param)| !param.active)
            .map(|((name, tangent), _)| quote!(let #tangent = &(&&#rt::Probe(&#name)).dummy();));
        let active = |idents: &[Ident]| -> Vec<Ident> {
            let pairs = idents.iter().zip(&self.sig().params);
            pairs.filter(|(_, param)| param.active).map(|(ident, _)| ident.clone()).collect()
        };
        let (own, own_curved) = (active(&slots), active(&curved));
        let jvp = Ident::new("__ad_jvp", span);
        let call = quote_spanned! {span=>
            <#rule>::#jvp(#(#names,)* #seed, #(#own,)* #(#tangents,)* &#seed_tangent, #(#own_curved),*);
        };
        let called = self.internal("__ad_rule_second_order");
        let params = self.rule_parameters(&names);
        let head = self.head(&called, true, "");
        let rule_fn = quote! {
            #head #generics (#(#params,)* #(#rest),*) #clause {
                use #rt::{ProbeNothing as _, ProbeTangent as _};
                #(#still)*
                #call
            }
        };

        let passed = quote! {
            #(#tangents,)* #seed, #seed_tangent, #(#slots,)* #(#curved),*
        };
        let (own_params, arguments) = self.method_parameters(&names);
        let primal = self.primal_call(&arguments);
        let result = self.result_type();
        let head = self.head(&self.internal("__ad_second_order_reverse"), true, "");
        let joint = quote! {
            #head #generics (#(#own_params,)* #(#rest),*) -> #result #clause {
                let __value = #primal;
                Self::#called #turbofish(#(#arguments,)* #passed);
                __value
            }
        };

        let takes = self.second_takes();
        let boxed = self.parts.home.is_trait();
        let residual = if boxed {
            quote!(#rt::Box<dyn ::core::ops::FnOnce #takes>)
        } else {
            quote!(#rt::residual!(#takes))
        };
        let again: Vec<TokenStream> = typed(&names, &self.residual_types());
        let closure = quote! {
            move |#(#again,)* #(#rest),*| {
                Self::#called #turbofish(#(#names,)* #passed);
            }
        };
        let closure = if boxed { quote!(#rt::Box::new(#closure)) } else { closure };
        let value = self.internal("__ad_jvp");
        let head = self.head(&self.internal("__ad_second_order_forward"), true, "");
        let split = quote! {
            #head #generics (#(#own_params,)* #(#given),*) -> ((#result, #seed_type), #residual) #clause {
                (Self::#value #turbofish(#(#arguments,)* #(#tangents),*), #closure)
            }
        };
        quote!(#rule_fn #joint #split)
    }
}
