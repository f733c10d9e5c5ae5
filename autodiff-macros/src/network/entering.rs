//! What enters a network: batches, or the indices that an embedding looks up.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::input::Network;
use super::shapes::{Shape, Size, parts, sizes, wanted};
use crate::diag::codes;

/// What a network is given.
pub(super) enum Entering {
    /// Batches of samples of this shape, which say where all others live.
    Batches(Shape),
    /// An index for each sample, or for each of its steps. What stands for them lives where the vectors of the embedding do.
    Indices { steps: Option<Size>, vectors: Shape, place: TokenStream },
}

impl Entering {
    /// What the attribute says, or what the first layer asks for.
    pub(super) fn of(network: &Network) -> syn::Result<Self> {
        let first = &network.layers[0];
        if let Some((vectors, place)) = embedding(network, &first.ty) {
            return match &network.input {
                None => Ok(Self::Indices { steps: None, vectors: Shape::Samples(vectors), place }),
                Some(Shape::Samples(steps)) => Ok(Self::Indices {
                    steps: Some(steps.clone()),
                    vectors: Shape::Sequences(vectors, steps.clone()),
                    place,
                }),
                Some(_) => Err(codes::NETWORK_SHAPE.error(
                    first.span(),
                    "an embedding takes an index for each sample, or a sequence of indices",
                    "write `#[network(input = [steps])]` on the struct, or nothing for single indices",
                )),
            };
        }
        // Layers that keep the shape may stand before the one that says it.
        let said = || network.layers.iter().find_map(|layer| wanted(&layer.ty));
        let shape = network.input.clone().or_else(|| wanted(&first.ty)).or_else(said);
        shape.map(Self::Batches).ok_or_else(|| {
            codes::NETWORK_SHAPE.error(
                first.span(),
                "the shape that enters the network is not known from this layer",
                "write `#[network(input = [features])]`, `[features, steps]` or `[channels, height, width]` on the struct",
            )
        })
    }

    /// Where the batches between the layers live.
    pub(super) fn place(&self) -> TokenStream {
        match self {
            Self::Batches(_) => quote_spanned!(Span::mixed_site()=> __P),
            Self::Indices { place, .. } => place.clone(),
        }
    }

    /// The type of what enters.
    pub(super) fn ty(&self, nn: &TokenStream, scalar: &TokenStream, span: Span) -> TokenStream {
        match self {
            Self::Batches(shape) => shape.batch(nn, scalar, &self.place(), span),
            Self::Indices { steps: None, .. } => {
                quote_spanned!(span=> [::core::primitive::usize; __B])
            }
            Self::Indices { steps: Some(steps), .. } => {
                let steps = &steps.tokens;
                quote_spanned!(span=> [[::core::primitive::usize; #steps]; __B])
            }
        }
    }

    /// The matrix of what enters, if that is samples of features.
    pub(super) fn matrix(&self, root: &TokenStream, scalar: &TokenStream) -> Option<TokenStream> {
        match self {
            Self::Batches(shape) => shape.matrix(root, scalar),
            Self::Indices { .. } => None,
        }
    }
}

/// The length of an embedding's vectors, and where they live.
fn embedding(network: &Network, ty: &syn::Type) -> Option<(Size, TokenStream)> {
    let (name, arguments) = parts(ty)?;
    if name != "Embedding" {
        return None;
    }
    let nn = network.nn(Span::mixed_site());
    let place = match arguments.get(3) {
        Some(place) => place.to_token_stream(),
        None => quote_spanned!(Span::mixed_site()=> #nn::Stack),
    };
    Some((sizes(arguments.get(1..)?).get(1)?.clone(), place))
}
