//! The inputs of the programs, seeded or read from files, and the programs run on them in every way.

pub mod ba;
pub mod det;
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
pub mod text;

/// The seed of all seeded inputs.
pub const SEED: u64 = 31337;
