//! Whether a layer can take what the layers before it give, where literal sizes tell.
//!
//! The compiler would find it as well, but in each of the derivatives again.

use super::input::Layer;
use super::shapes::{Shape, Size, output_of, parts, sizes};
use crate::diag::codes;

/// The error at a layer that cannot take a shape.
pub(super) fn check(layer: &Layer, given: &Shape) -> Option<syn::Error> {
    mismatch(&layer.ty, given)
}

fn mismatch(ty: &syn::Type, given: &Shape) -> Option<syn::Error> {
    let (name, arguments) = parts(ty)?;
    if name == "Residual" {
        let Some(syn::GenericArgument::Type(inner)) = arguments.first() else { return None };
        return mismatch(inner, given).or_else(|| changed(inner, given));
    }
    if name == "Embedding" {
        return Some(codes::NETWORK_MISFIT.error_at(
            ty,
            "expected indices, found what a layer gives",
            "an embedding looks indices up: let it be the first layer",
        ));
    }
    let accepts: &[Kind] = match name.as_str() {
        "Linear" | "LayerNorm" | "RmsNorm" => &[Kind::Samples, Kind::Sequences],
        "Bias" | "BatchNorm1d" => &[Kind::Samples],
        "Conv2d" | "Conv2dRect" => &[Kind::Images],
        "Conv1d" | "Rnn" | "Lstm" | "Gru" | "MultiHeadAttention" => &[Kind::Sequences],
        "MaxPool2d" | "AvgPool2d" | "MaxPool2dRect" | "AvgPool2dRect" => {
            return kinds(ty, &[Kind::Images], given);
        }
        "MaxPool1d" | "AvgPool1d" | "LastStep" => return kinds(ty, &[Kind::Sequences], given),
        _ => return None,
    };
    let sizes = sizes(arguments.get(1..)?);
    kinds(ty, accepts, given).or_else(|| {
        let found = first(given);
        let help =
            format!("the layers before give `{}`: write that size, or change theirs", found.value?);
        differ(ty, sizes.first()?, found, &help)
    })
}

/// The error if two sizes are known and differ.
fn differ(ty: &syn::Type, expected: &Size, found: &Size, help: &str) -> Option<syn::Error> {
    let (expected, found) = (expected.value?, found.value?);
    let message = format!("expected `{expected}`, found `{found}`");
    (expected != found).then(|| codes::NETWORK_MISFIT.error_at(ty, &message, help))
}

/// The error of a residual layer whose inner layer changes the shape.
fn changed(inner: &syn::Type, given: &Shape) -> Option<syn::Error> {
    let gives = output_of(inner, given)?;
    let mut sizes = given.sizes().into_iter().zip(gives.sizes());
    let help = "a residual layer adds this to its input: give it the shape of the input";
    sizes.find_map(|(given, gives)| differ(inner, given, gives, help))
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Samples,
    Sequences,
    Images,
}

fn kinds(ty: &syn::Type, accepts: &[Kind], given: &Shape) -> Option<syn::Error> {
    let kind = |shape: &Shape| match shape {
        Shape::Samples(_) => Kind::Samples,
        Shape::Sequences(..) => Kind::Sequences,
        Shape::Images(..) => Kind::Images,
    };
    let name = |kind: Kind| match kind {
        Kind::Samples => "samples of features",
        Kind::Sequences => "sequences",
        Kind::Images => "images",
    };
    let found = kind(given);
    (!accepts.contains(&found)).then(|| {
        let help = if accepts[0] == Kind::Samples {
            "put a `Flatten` before it"
        } else {
            "say what enters the network with `#[network(input = [..])]`: `[features]`, `[features, steps]` or `[channels, height, width]`"
        };
        let message = format!("expected {}, found {}", name(accepts[0]), name(found));
        codes::NETWORK_MISFIT.error_at(ty, &message, help)
    })
}

fn first(shape: &Shape) -> &Size {
    match shape {
        Shape::Samples(features) | Shape::Sequences(features, _) => features,
        Shape::Images(channels, ..) => channels,
    }
}
