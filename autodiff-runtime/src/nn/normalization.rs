//! Layers that normalize: by the batch, or by each sample.

mod batch_norm;
mod layer_norm;
mod rms_norm;

pub use batch_norm::{BatchNorm1d, BatchNorm1dTangent};
pub use layer_norm::{LayerNorm, LayerNormTangent};
pub use rms_norm::{RmsNorm, RmsNormTangent};
