//! Initializers, optimizers, schedules, and the adapters for `argmin`.
#![cfg(all(feature = "nn", feature = "std"))]

#[cfg(feature = "rand")]
mod initializers;

mod reference;
mod states;

#[cfg(feature = "rand")]
mod initial_training;

#[cfg(feature = "argmin")]
mod argmin;
