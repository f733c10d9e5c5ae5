//! The primals, as one would write them without a thought of their derivatives, and annotated.
//!
//! One file each, in the form that suits it: slices and work arrays (`gmm`, `lstm`, `ode`), iterators (`lse`, `kmeans`),
//! structs (`particle`, `lstm_structs`), nalgebra (`ht`, `ba_vectors`), recursion (`det`).

pub mod ba;
pub mod det;
#[path = "../../../tests/corpus/gaussian_mixture.rs"]
pub mod gmm;
pub mod hello;
pub mod ht;
pub mod kmeans;
pub mod llsq;
pub mod lse;
pub mod lstm;
pub mod ode;
pub mod particle;
pub mod saddle;
