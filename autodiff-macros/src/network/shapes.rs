//! What a layer makes of the shape that enters it, as far as literal sizes tell.
//!
//! A shape says what to write down for the compiler to check; where it is not known, nothing is written.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::windows::{slid, windows};

/// A size: the tokens, and their value if they are a literal.
#[derive(Clone)]
pub(super) struct Size {
    pub(super) tokens: TokenStream,
    pub(super) value: Option<usize>,
}

impl Size {
    pub(super) fn of(written: &syn::Expr) -> Self {
        let value = match written {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(literal), .. }) => {
                literal.base10_parse().ok()
            }
            _ => None,
        };
        Self { tokens: written.to_token_stream(), value }
    }

    pub(super) fn literal(value: usize) -> Self {
        let literal = proc_macro2::Literal::usize_unsuffixed(value);
        Self { tokens: quote!(#literal), value: Some(value) }
    }
}

/// The shape of a sample.
#[derive(Clone)]
pub(super) enum Shape {
    /// Features.
    Samples(Size),
    /// Features, steps.
    Sequences(Size, Size),
    /// Channels, height, width.
    Images(Size, Size, Size),
}

impl Shape {
    /// The type of a batch of this shape that lives at `place`. Sizes lie at `span`.
    pub(super) fn batch(
        &self,
        nn: &TokenStream,
        scalar: &TokenStream,
        place: &TokenStream,
        span: Span,
    ) -> TokenStream {
        let name = match self {
            Self::Samples(_) => quote_spanned!(span=> Samples),
            Self::Sequences(..) => quote_spanned!(span=> Sequences),
            Self::Images(..) => quote_spanned!(span=> Images),
        };
        let sizes = self.sizes().into_iter().map(|size| {
            let tokens = &size.tokens;
            let braced = quote_spanned!(span=> { #tokens });
            if size.value.is_some() { tokens.clone() } else { braced }
        });
        quote_spanned!(span=> #nn::#name<#scalar, #(#sizes,)* __B, #place>)
    }
}

impl Shape {
    /// Its sizes, in the order of the type's arguments.
    pub(super) fn sizes(&self) -> Vec<&Size> {
        match self {
            Self::Samples(features) => vec![features],
            Self::Sequences(features, steps) => vec![features, steps],
            Self::Images(channels, height, width) => vec![channels, height, width],
        }
    }

    /// The matrix of `__B` samples, if they are features.
    pub(super) fn matrix(&self, root: &TokenStream, scalar: &TokenStream) -> Option<TokenStream> {
        let Self::Samples(features) = self else { return None };
        let tokens = &features.tokens;
        let span = Span::mixed_site();
        Some(quote_spanned!(span=> #root::nalgebra::SMatrix<#scalar, { #tokens }, __B>))
    }
}

/// What is known of what a layer gives.
pub(super) enum Output {
    /// The type that is written down where the layer is called: it chooses among those that the layer could give.
    Stated(Shape),
    /// The type is the layer's own.
    Own(Shape),
    /// Not known.
    Unknown,
}

/// The name of the layer's type and its arguments.
pub(super) fn parts(ty: &syn::Type) -> Option<(String, Vec<&syn::GenericArgument>)> {
    let syn::Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let arguments = match &last.arguments {
        syn::PathArguments::AngleBracketed(list) => list.args.iter().collect(),
        _ => Vec::new(),
    };
    Some((last.ident.to_string(), arguments))
}

/// The layers whose first argument is the type of their numbers.
const WITH_SCALAR: &[&str] = &[
    "Linear",
    "Bias",
    "BatchNorm1d",
    "LayerNorm",
    "RmsNorm",
    "Embedding",
    "Conv1d",
    "Conv2d",
    "Conv2dRect",
    "Rnn",
    "Lstm",
    "Gru",
    "MultiHeadAttention",
];

/// The type of a layer's numbers.
pub(super) fn scalar(ty: &syn::Type) -> Option<&syn::Type> {
    let (name, arguments) = parts(ty)?;
    match arguments.first()? {
        syn::GenericArgument::Type(scalar) if WITH_SCALAR.contains(&name.as_str()) => Some(scalar),
        // `Residual<Linear<f32, 8, 8>>`
        syn::GenericArgument::Type(inner) => self::scalar(inner),
        _ => None,
    }
}

/// The sizes among a layer's arguments, after the type of its numbers.
pub(super) fn sizes(arguments: &[&syn::GenericArgument]) -> Vec<Size> {
    arguments
        .iter()
        .filter_map(|argument| match argument {
            syn::GenericArgument::Const(size) => Some(match size {
                syn::Expr::Block(block) => match block.block.stmts.as_slice() {
                    [syn::Stmt::Expr(inner, None)] => Size::of(inner),
                    _ => Size { tokens: size.to_token_stream(), value: None },
                },
                size => Size::of(size),
            }),
            // A name may be a type or a constant; the first one, the scalar, is left out by the caller.
            syn::GenericArgument::Type(syn::Type::Path(path)) => {
                Some(Size { tokens: path.to_token_stream(), value: None })
            }
            _ => None,
        })
        .collect()
}

/// The shape that a layer asks for, if its type says it.
pub(super) fn wanted(ty: &syn::Type) -> Option<Shape> {
    let (name, arguments) = parts(ty)?;
    let rest = arguments.get(1..)?;
    let sizes = sizes(rest);
    match name.as_str() {
        "Linear" | "Bias" | "BatchNorm1d" | "LayerNorm" | "RmsNorm" => {
            Some(Shape::Samples(sizes.first()?.clone()))
        }
        "Residual" => match arguments.first()? {
            syn::GenericArgument::Type(inner) => wanted(inner),
            _ => None,
        },
        _ => None,
    }
}

/// What a layer gives for a shape, if that is known.
pub(super) fn output_of(ty: &syn::Type, given: &Shape) -> Option<Shape> {
    match output(ty, Some(given)) {
        Output::Stated(shape) | Output::Own(shape) => Some(shape),
        Output::Unknown => None,
    }
}

/// The method of a layer for a shape: what works on samples works on each step of a sequence too.
pub(super) fn method(ty: &syn::Type, given: Option<&Shape>) -> &'static str {
    let of_steps = ["Linear", "LayerNorm", "RmsNorm"];
    match (parts(ty), given) {
        (Some((name, _)), Some(Shape::Sequences(..))) if of_steps.contains(&name.as_str()) => {
            "forward_steps"
        }
        _ => "forward",
    }
}

/// What a layer gives for a shape.
pub(super) fn output(ty: &syn::Type, given: Option<&Shape>) -> Output {
    let Some((name, arguments)) = parts(ty) else { return Output::Unknown };
    let of = |from: usize| sizes(arguments.get(from..).unwrap_or_default());
    let stated = |shape: Option<Shape>| shape.map_or(Output::Unknown, Output::Stated);
    let own = |shape: Option<Shape>| shape.map_or(Output::Unknown, Output::Own);
    match name.as_str() {
        "Linear" => own(of(1).get(1).cloned().map(|outputs| match given {
            Some(Shape::Sequences(_, steps)) => Shape::Sequences(outputs, steps.clone()),
            _ => Shape::Samples(outputs),
        })),
        "Conv2d" | "Conv2dRect" => stated((|| {
            let Shape::Images(_, height, width) = given? else { return None };
            let [height, width] = slid([height, width], windows(&name, &of(1))?)?;
            Some(Shape::Images(of(1).get(1)?.clone(), height, width))
        })()),
        "Conv1d" => stated((|| {
            let Shape::Sequences(_, steps) = given? else { return None };
            let [steps] = slid([steps], windows(&name, &of(1))?)?;
            Some(Shape::Sequences(of(1).get(1)?.clone(), steps))
        })()),
        "MaxPool2d" | "AvgPool2d" | "MaxPool2dRect" | "AvgPool2dRect" => stated((|| {
            let Shape::Images(channels, height, width) = given? else { return None };
            let [height, width] = slid([height, width], windows(&name, &of(0))?)?;
            Some(Shape::Images(channels.clone(), height, width))
        })()),
        "MaxPool1d" | "AvgPool1d" => stated((|| {
            let Shape::Sequences(features, steps) = given? else { return None };
            let [steps] = slid([steps], windows(&name, &of(0))?)?;
            Some(Shape::Sequences(features.clone(), steps))
        })()),
        "Flatten" => stated((|| {
            let total = match given? {
                Shape::Samples(features) => features.value?,
                Shape::Sequences(features, steps) => features.value? * steps.value?,
                Shape::Images(channels, height, width) => {
                    channels.value? * height.value? * width.value?
                }
            };
            Some(Shape::Samples(Size::literal(total)))
        })()),
        "Rnn" | "Lstm" | "Gru" => own((|| {
            let Shape::Sequences(_, steps) = given? else { return None };
            Some(Shape::Sequences(of(1).get(1)?.clone(), steps.clone()))
        })()),
        "LastStep" => own((|| match given? {
            Shape::Sequences(features, _) => Some(Shape::Samples(features.clone())),
            _ => None,
        })()),
        _ => own(given.cloned()),
    }
}
