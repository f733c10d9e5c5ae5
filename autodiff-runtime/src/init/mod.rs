//! Initializers: the first values of parameters.
//!
//! They fill flat slices, whatever stores them; a [`WeightShape`] says what the numbers of the slice are. What needs no
//! randomness is always here ([`Constant`], [`Identity`], [`Dirac`]); the others, and the trait [`Initializer`], need the
//! feature `rand`. Random numbers are drawn in double precision from the generator that the caller gives, so that the same
//! seed makes the same network in `f32` and in `f64`, up to rounding; [`Generator`] is one whose numbers are the same on
//! every machine and in every version of this crate.
//!
//! | PyTorch | here |
//! |---|---|
//! | `constant_`, `zeros_`, `ones_`, `eye_`, `dirac_` | [`Constant`], [`Identity`], [`Dirac`] |
//! | `uniform_`, `normal_`, `trunc_normal_` | [`Uniform`], [`Normal`], [`TruncatedNormal`] |
//! | `xavier_uniform_`, `xavier_normal_` | [`VarianceScaling::xavier_uniform`], [`xavier_normal`](VarianceScaling::xavier_normal) |
//! | `kaiming_uniform_`, `kaiming_normal_` | [`VarianceScaling::kaiming_uniform`], [`kaiming_normal`](VarianceScaling::kaiming_normal) |
//! | `orthogonal_`, `sparse_`, `calculate_gain` | [`Orthogonal`], [`Sparse`], [`Gain`] |
//!
//! | Keras | here |
//! |---|---|
//! | `GlorotUniform`, `GlorotNormal` | [`VarianceScaling::glorot_uniform`], [`glorot_normal`](VarianceScaling::glorot_normal) |
//! | `HeUniform`, `HeNormal` | [`VarianceScaling::he_uniform`], [`he_normal`](VarianceScaling::he_normal) |
//! | `LecunUniform`, `LecunNormal` | [`VarianceScaling::lecun_uniform`], [`lecun_normal`](VarianceScaling::lecun_normal) |
//! | `RandomUniform`, `RandomNormal`, `TruncatedNormal` | [`Uniform::keras`], [`Normal::keras`], [`TruncatedNormal::keras`] |
//! | `VarianceScaling`, `OrthogonalInitializer`, `Identity` | [`VarianceScaling`], [`Orthogonal`], [`Identity`] |
//!
//! Beyond single weights: [`Spectral`] scales those of another initializer to a spectral norm, [`Fixup`] fills residual stacks,
//! [`pretrain`] trains a layer as an autoencoder.
//!
//! Keras' normal kinds are truncated at two standard deviations, PyTorch's are not.
#![cfg_attr(not(feature = "rand"), allow(rustdoc::broken_intra_doc_links))]

mod shape;

mod fixed;
mod gain;

#[cfg(all(feature = "rand", feature = "alloc"))]
mod orthogonal;
#[cfg(feature = "rand")]
mod random;
#[cfg(all(feature = "rand", feature = "alloc"))]
mod sparse;
#[cfg(all(feature = "rand", feature = "alloc"))]
mod spectral;
#[cfg(feature = "rand")]
mod truncated;
#[cfg(feature = "rand")]
mod variance;

#[cfg(feature = "rand")]
mod fixup;
#[cfg(all(feature = "rand", feature = "alloc"))]
mod pretraining;

pub use fixed::{Constant, Dirac, Identity};
#[cfg(feature = "rand")]
pub use fixup::{Fixup, FixupRole};
pub use gain::Gain;
#[cfg(all(feature = "rand", feature = "alloc"))]
pub use orthogonal::Orthogonal;
#[cfg(all(feature = "rand", feature = "alloc"))]
pub use pretraining::{encoded, pretrain, Pretraining};
#[cfg(feature = "rand")]
pub use random::{seeded, Generator, Initializer, Normal, Uniform};
pub use shape::{Fan, WeightShape};
#[cfg(all(feature = "rand", feature = "alloc"))]
pub use sparse::Sparse;
#[cfg(all(feature = "rand", feature = "alloc"))]
pub use spectral::{spectral_norm, Spectral};
#[cfg(feature = "rand")]
pub use truncated::TruncatedNormal;
#[cfg(feature = "rand")]
pub use variance::{Shape, VarianceScaling};
