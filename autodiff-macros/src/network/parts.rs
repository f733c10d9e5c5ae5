//! `Parameters` and `Random` of a network: those of its layers, under the names of the fields.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::input::{Layer, Network};

/// Expands to:
///
/// ```text
/// impl<__S: Real> Parameters<__S> for Net where Linear<f32, 784, 128>: Parameters<__S>, .. {
///     fn visit(&self, name: Name<'_>, visitor: &mut dyn FnMut(Parameter<'_>, &[__S])) {
///         self.hidden.visit(name.child("hidden"), visitor);
///     }
///     ..
/// }
/// ```
pub(super) fn parameters(network: &Network) -> TokenStream {
    let Network { name, root, layers, .. } = network;
    let span = Span::mixed_site();
    let nn = network.nn(span);
    let each = |call: &dyn Fn(&Layer, usize) -> TokenStream| -> TokenStream {
        layers.iter().enumerate().map(|(index, layer)| call(layer, index)).collect()
    };
    let path = quote_spanned!(span=> #nn::Parameters::<__S>);
    let visit = each(
        &|Layer { member, label, .. }, _| quote_spanned!(span=> #path::visit(&self.#member, name.child(#label), visitor);),
    );
    let visit_mut = each(
        &|Layer { member, label, .. }, _| quote_spanned!(span=> #path::visit_mut(&mut self.#member, name.child(#label), visitor);),
    );
    let with_gradient = each(&|Layer { member, label, .. }, _| {
        quote_spanned! {span=>
            #path::visit_with_gradient(&mut self.#member, &gradient.#member, name.child(#label), visitor);
        }
    });
    let gradient = each(&|Layer { member, label, .. }, _| {
        quote_spanned! {span=>
            #path::visit_gradient(&self.#member, &gradient.#member, name.child(#label), visitor);
        }
    });
    let gradient_mut = each(&|Layer { member, label, .. }, _| {
        quote_spanned! {span=>
            #path::visit_gradient_mut(&self.#member, &mut gradient.#member, name.child(#label), visitor);
        }
    });
    let set_mode = each(&|Layer { member, .. }, index| {
        let place = index as u64 + 1;
        quote_spanned! {span=>
            #path::set_mode(&mut self.#member, mode, position.wrapping_mul(256).wrapping_add(#place));
        }
    });
    let mut generics = network.generics.clone();
    generics.params.push(syn::parse_quote_spanned!(span=> __S: #root::Real));
    let bounds = layers.iter().map(|Layer { ty, .. }| -> syn::WherePredicate {
        syn::parse_quote_spanned!(span=> #ty: #nn::Parameters<__S>)
    });
    generics.make_where_clause().predicates.extend(bounds);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = network.generics.split_for_impl();
    let visitor = quote_spanned!(span=> &mut dyn ::core::ops::FnMut);
    quote_spanned! {span=>
        #[automatically_derived]
        impl #impl_generics #nn::Parameters<__S> for #name #ty_generics #where_clause {
            fn visit(&self, name: #nn::Name<'_>, visitor: #visitor(#nn::Parameter<'_>, &[__S])) {
                #visit
            }

            fn visit_mut(
                &mut self,
                name: #nn::Name<'_>,
                visitor: #visitor(#nn::Parameter<'_>, &mut [__S]),
            ) {
                #visit_mut
            }

            fn visit_with_gradient(
                &mut self,
                gradient: &<Self as #root::Differentiable>::Tangent,
                name: #nn::Name<'_>,
                visitor: #visitor(#nn::Parameter<'_>, &mut [__S], &[__S]),
            ) {
                #with_gradient
            }

            fn visit_gradient(
                &self,
                gradient: &<Self as #root::Differentiable>::Tangent,
                name: #nn::Name<'_>,
                visitor: #visitor(#nn::Parameter<'_>, &[__S]),
            ) {
                #gradient
            }

            fn visit_gradient_mut(
                &self,
                gradient: &mut <Self as #root::Differentiable>::Tangent,
                name: #nn::Name<'_>,
                visitor: #visitor(#nn::Parameter<'_>, &mut [__S]),
            ) {
                #gradient_mut
            }

            fn set_mode(&mut self, mode: #nn::Mode, position: u64) {
                #set_mode
            }
        }
    }
}

/// Through a macro of the runtime, which knows whether there is a generator of random numbers.
///
/// Expands to:
///
/// ```text
/// network_random! {
///     impl Random for Net {
///         fn random(rng: &mut dyn Rng) -> Self {
///             Self { hidden: Random::random(rng), .. }
///         }
///     }
/// }
/// ```
pub(super) fn random(network: &Network) -> TokenStream {
    let Network { name, root, generics, layers, others, .. } = network;
    let span = Span::mixed_site();
    let nn = network.nn(span);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let fields = layers.iter().chain(others).map(|Layer { member, ty, init, .. }| {
        let value = match init {
            Some(init) => quote!(#init),
            None if others.iter().any(|other| other.member == *member) => {
                quote_spanned!(span=> ::core::default::Default::default())
            }
            None => {
                let at = syn::spanned::Spanned::span(ty).resolved_at(span);
                quote_spanned!(at=> <#ty as #nn::Random>::random(rng))
            }
        };
        quote_spanned!(span=> #member: #value)
    });
    quote_spanned! {span=>
        #root::__network_random! {
            #[automatically_derived]
            impl #impl_generics #nn::Random for #name #ty_generics #where_clause {
                fn random(rng: &mut dyn #nn::__Rng) -> Self {
                    Self { #(#fields),* }
                }
            }
        }
    }
}
