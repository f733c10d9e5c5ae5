//! `forward`: the layers one after the other.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

use super::entering::Entering;
use super::fit;
use super::input::Network;
use super::shapes::{Output, method, output};
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
    let entering = Entering::of(network)?;
    let place = entering.place();
    let mut shape = match &entering {
        Entering::Batches(shape) => Some(shape.clone()),
        Entering::Indices { .. } => None,
    };
    let mut body = TokenStream::new();
    let x = Ident::new("x", Span::mixed_site());
    let mut misfits: Option<syn::Error> = None;
    let mut looked_up = None;
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
        let gives = match (&layer.output, &entering) {
            (Some(shape), _) => Output::Own(shape.clone()),
            (None, Entering::Indices { vectors, .. }) if index == 0 => {
                Output::Stated(vectors.clone())
            }
            (None, _) => output(&layer.ty, shape.as_ref()),
        };
        let member = &layer.member;
        let argument =
            if index == 0 { quote_spanned!(span=> #x) } else { quote_spanned!(span=> &#x) };
        let method = match &entering {
            Entering::Indices { steps: Some(_), .. } if index == 0 => "forward_steps",
            _ => method(&layer.ty, shape.as_ref()),
        };
        let method = Ident::new(method, span);
        let call = quote_spanned!(span=> self.#member.#method(#argument));
        let ty = match &gives {
            Output::Stated(shape) => {
                let ty = shape.batch(&nn, &scalar, &place, span);
                Some(quote_spanned!(span=> : #ty))
            }
            Output::Own(_) | Output::Unknown => None,
        };
        body.extend(if index == last { call } else { quote_spanned!(span=> let #x #ty = #call;) });
        if let (0, Entering::Indices { .. }) = (index, &entering) {
            looked_up = Some(body.clone());
        }
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
        body = match looked_up {
            Some(vectors) => quote_spanned!(span=> #vectors #nn::__misfit(&#x)),
            None => quote_spanned!(span=> #nn::__misfit(#x)),
        };
        misfits.into_compile_error()
    });
    let first = network.layers[0].span().resolved_at(Span::mixed_site());
    let given = entering.ty(&nn, &scalar, first);
    let matrices = entering.matrix(root, &scalar).zip(leaving.matrix(root, &scalar));
    let of_matrices = matrices.map(|(from, to)| {
        quote_spanned! {span=>
            /// The same for nalgebra's matrices, whose columns are the samples.
            #vis fn forward_matrix<const __B: usize>(&self, #x: &#from) -> #to {
                self.forward(&#nn::Samples::<_, _, __B, #nn::Stack>::from_matrix(#x)).to_matrix()
            }
        }
    });
    let end = network.layers[last].span().resolved_at(Span::mixed_site());
    let leaving = leaving.batch(&nn, &scalar, &place, end);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let of_batches = match entering {
        Entering::Batches(_) => Some(quote_spanned!(span=> __P: #nn::Place)),
        Entering::Indices { .. } => None,
    };
    let layer = of_batches.is_some().then(|| as_layer(network, &nn, &given, &leaving));
    Ok(quote_spanned! {span=>
        #misfits

        #[#root::differentiate(crate = #root)]
        impl #impl_generics #name #ty_generics #where_clause {
            /// What the layers make of a batch, one after the other.
            #vis fn forward<const __B: usize, #of_batches>(&self, #x: &#given) -> #leaving {
                self.__chain(#x)
            }

            fn __chain<const __B: usize, #of_batches>(&self, #x: &#given) -> #leaving {
                #body
            }

            #of_matrices
        }

        #layer
    })
}

/// The network as a layer of others.
fn as_layer(
    network: &Network,
    nn: &TokenStream,
    given: &TokenStream,
    leaving: &TokenStream,
) -> TokenStream {
    let Network { name, generics, root, .. } = network;
    let span = Span::mixed_site();
    let (_, ty_generics, where_clause) = generics.split_for_impl();
    let mut with_batch = generics.clone();
    with_batch.params.push(syn::parse_quote_spanned!(span=> const __B: usize));
    with_batch.params.push(syn::parse_quote_spanned!(span=> __P: #nn::Place));
    let (layer_generics, _, _) = with_batch.split_for_impl();
    quote_spanned! {span=>
        #[automatically_derived]
        impl #layer_generics #nn::Layer<#given, #leaving> for #name #ty_generics #where_clause {
            fn run(&self, x: &#given) -> #leaving {
                self.forward(x)
            }

            fn add_vjp(
                &self,
                x: &#given,
                seed: #leaving,
                own: &mut <Self as #root::Differentiable>::Tangent,
                dx: &mut #given,
            ) {
                let _ = self.forward_accumulate_vjp(x, seed, own, dx);
            }

            fn run_jvp(
                &self,
                x: &#given,
                own: &<Self as #root::Differentiable>::Tangent,
                dx: &#given,
            ) -> (#leaving, #leaving) {
                self.forward_jvp(x, own, dx)
            }
        }
    }
}
