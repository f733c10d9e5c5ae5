//! `forward`: the layers one after the other.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::fit;
use super::input::Network;
use super::shapes::{Output, Shape, method, output, wanted};
use crate::diag::codes;

/// Expands to:
///
/// ```text
/// #[differentiate]
/// impl Net {
///     pub fn forward<const __B: usize, __P: Place>(&self, x: &Samples<f32, 784, __B, __P>) -> Samples<f32, 10, __B, __P> {
///         self.__chain(x)
///     }
///     fn __chain<..>(..) -> .. {
///         let y = self.hidden.forward(x);
///         let y = self.relu.forward(&y);
///         self.output.forward(&y)
///     }
/// }
/// ```
///
/// Two functions, since one that calls others of its own name might call itself, and its residual would be on the heap.
/// All that concerns a layer lies at the type of its field, and so do errors about it.
pub(super) fn emit(network: &Network) -> syn::Result<TokenStream> {
    let scalar = network.scalar()?;
    let Network { vis, name, generics, root, .. } = network;
    let given = entering(network)?;
    let mut shape = Some(given.clone());
    let mut body = TokenStream::new();
    let x = Ident::new("x", Span::mixed_site());
    let mut misfits: Option<syn::Error> = None;
    let last = network.layers.len() - 1;
    for (index, layer) in network.layers.iter().enumerate() {
        let span = layer.span().resolved_at(Span::mixed_site());
        let nn = network.nn(span);
        if let Some(misfit) = shape.as_ref().and_then(|shape| fit::check(layer, shape)) {
            match &mut misfits {
                Some(all) => all.combine(misfit),
                none => *none = Some(misfit),
            }
        }
        let x = Ident::new("x", span);
        let gives = match &layer.output {
            Some(shape) => Output::Own(shape.clone()),
            None => output(&layer.ty, shape.as_ref()),
        };
        let member = &layer.member;
        let argument =
            if index == 0 { quote_spanned!(span=> #x) } else { quote_spanned!(span=> &#x) };
        let method = Ident::new(method(&layer.ty, shape.as_ref()), span);
        let call = quote_spanned!(span=> self.#member.#method(#argument));
        let ty = match &gives {
            Output::Stated(shape) => {
                let ty = shape.batch(&nn, &scalar, span);
                Some(quote_spanned!(span=> : #ty))
            }
            Output::Own(_) | Output::Unknown => None,
        };
        body.extend(if index == last { call } else { quote_spanned!(span=> let #x #ty = #call;) });
        shape = match gives {
            Output::Stated(shape) | Output::Own(shape) => Some(shape),
            Output::Unknown => None,
        };
    }
    let Some(leaving) = shape else {
        let layer = &network.layers[last];
        return Err(misfits.unwrap_or_else(|| {
            codes::NETWORK_SHAPE.error(
                layer.span(),
                "the shape that this layer gives is not known",
                "write `#[network(output = [..])]` on the field: the shape of a sample",
            )
        }));
    };
    let span = Span::mixed_site();
    let nn = network.nn(span);
    let misfits = misfits.map(|misfits| {
        // The chain would be an error in each derivative, too; who calls the network sees one of the right type.
        body = quote_spanned!(span=> #nn::__misfit(#x));
        misfits.into_compile_error()
    });
    let first = network.layers[0].span().resolved_at(Span::mixed_site());
    let entering = given.batch(&nn, &scalar, first);
    let matrices = given.matrix(root, &scalar).zip(leaving.matrix(root, &scalar));
    let of_matrices = matrices.map(|(from, to)| {
        quote_spanned! {span=>
            /// The same for nalgebra's matrices, whose columns are the samples.
            #vis fn forward_matrix<const __B: usize>(&self, #x: &#from) -> #to {
                self.forward(&#nn::Samples::<_, _, __B, #nn::Stack>::from_matrix(#x)).to_matrix()
            }
        }
    });
    let end = network.layers[last].span().resolved_at(Span::mixed_site());
    let leaving = leaving.batch(&nn, &scalar, end);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let mut with_batch = generics.clone();
    with_batch.params.push(syn::parse_quote_spanned!(span=> const __B: usize));
    with_batch.params.push(syn::parse_quote_spanned!(span=> __P: #nn::Place));
    let (layer_generics, _, _) = with_batch.split_for_impl();
    Ok(quote_spanned! {span=>
        #misfits

        #[#root::differentiate(crate = #root)]
        impl #impl_generics #name #ty_generics #where_clause {
            /// What the layers make of a batch, one after the other.
            #vis fn forward<const __B: usize, __P: #nn::Place>(&self, #x: &#entering) -> #leaving {
                self.__chain(#x)
            }

            fn __chain<const __B: usize, __P: #nn::Place>(&self, #x: &#entering) -> #leaving {
                #body
            }

            #of_matrices
        }

        #[automatically_derived]
        impl #layer_generics #nn::Layer<#entering> for #name #ty_generics #where_clause {
            type Output = #leaving;

            fn run(&self, x: &#entering) -> #leaving {
                self.forward(x)
            }

            fn add_vjp(
                &self,
                x: &#entering,
                seed: #leaving,
                own: &mut <Self as #root::Differentiable>::Tangent,
                dx: &mut #entering,
            ) {
                let _ = self.forward_accumulate_vjp(x, seed, own, dx);
            }

            fn run_jvp(
                &self,
                x: &#entering,
                own: &<Self as #root::Differentiable>::Tangent,
                dx: &#entering,
            ) -> (#leaving, #leaving) {
                self.forward_jvp(x, own, dx)
            }
        }
    })
}

/// The shape that enters the network: what the attribute says, or what the first layer asks for.
fn entering(network: &Network) -> syn::Result<Shape> {
    let first = &network.layers[0];
    // Layers that keep the shape may stand before the one that says it.
    let said = || network.layers.iter().find_map(|layer| wanted(&layer.ty));
    network.input.clone().or_else(|| wanted(&first.ty)).or_else(said).ok_or_else(|| {
        codes::NETWORK_SHAPE.error(first.span(), "the shape that enters the network is not known from this layer", "write `#[network(input = [features])]`, `[features, steps]` or `[channels, height, width]` on the struct")
    })
}
