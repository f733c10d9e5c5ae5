//! The adjoints written by hand, each beside the primal of the same name in [`crate::programs`].
//!
//! They do the work of the primal once, keep what its adjoint needs and no more, and know what the programs mean. All of
//! them add into the gradients that they are given, as generated ones do. ([`network`] alone has no program beside it: it is a
//! whole training step.)

pub mod ba;
pub mod det;
pub mod gmm;
pub mod ht;
pub mod kmeans;
pub mod llsq;
pub mod lse;
pub mod lstm;
pub mod network;
pub mod ode;
pub mod particle;
pub mod saddle;
