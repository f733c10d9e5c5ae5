//! Layers of fixed size, losses, and networks of them.
//!
//! Shapes are types, so the compiler checks them. What flows between layers is a batch: [`Samples`], [`Images`] or
//! [`Sequences`], in which a sample is contiguous; its size is a parameter of `forward`, so that a network serves every batch size.
//! Parameters and activations live on the stack or, if they are large, on the heap: see [`Place`].
//!
//! Every layer is differentiated by `#[differentiate]`; only the products, which run on a shared kernel, have rules.

#![allow(clippy::needless_range_loop, reason = "loops over indices are the mathematics")]
#![allow(
    clippy::too_many_arguments,
    reason = "a rule has an argument for each value and each adjoint"
)]
#![allow(clippy::type_complexity, reason = "visitors are written out where they are called")]

mod parameters;
mod place;

#[cfg(feature = "alloc")]
mod recycled;

mod batch;

mod chained;
mod each;
mod layer;
mod product;

mod activation;
mod attention;
mod bias;
mod convolution;
mod dropout;
mod embedding;
mod linear;
mod loss;
mod normalization;
mod pooling;
mod recurrent;
mod residual;
mod scalar;
mod shape;
mod sliding;
mod softmax;
mod spectral_linear;

pub use activation::*;
pub use attention::{MultiHeadAttention, MultiHeadAttentionTangent};
pub use batch::{Batch, Images, Kernels, Samples, Sequences, Weights};
pub use bias::{Bias, BiasTangent};
pub use chained::{__misfit, Layer};
pub use convolution::*;
pub use dropout::{split_mix, Dropout};
pub use each::{SampleMap, Units};
pub use embedding::{Embedding, EmbeddingTangent, Indices};
pub use layer::Mode;
#[cfg(feature = "rand")]
pub use layer::{__Rng, Random};
pub use linear::{Linear, LinearTangent};
pub use loss::*;
pub use normalization::*;
pub use parameters::{Name, Parameter, ParameterKind, Parameters};
#[cfg(feature = "alloc")]
pub use place::Heap;
pub use place::{Place, Sample, Stack};
pub use pooling::{
    AvgPool1d, AvgPool1dTangent, AvgPool2d, AvgPool2dRect, AvgPool2dTangent, MaxPool1d,
    MaxPool1dTangent, MaxPool2d, MaxPool2dRect, MaxPool2dTangent,
};
pub use product::{affine, matmul, Gates};
pub use recurrent::*;
pub use residual::{Residual, ResidualTangent};
pub use scalar::{ScalarBias, ScalarBiasTangent, ScalarScale, ScalarScaleTangent};
pub use shape::{Flat, Flatten, LastStep};
pub use softmax::{LogSoftmax, Softmax};
pub use spectral_linear::{SpectralLinear, SpectralLinearTangent};
