//! Checks of compiled derivatives: what the integration tests share.
//!
//! [`gradient!`] and [`map!`] collect every derivative function of one differentiated function; their methods hold the
//! laws on it at a point. [`mod@reference`] has the programs of the corpus
//! again, written for dual numbers.

pub mod agree;
mod arguments;
pub mod curvature;
pub mod flat;
pub mod laws;
pub mod random;
pub mod reference;

pub use num_dual::{Dual64, DualNum};
#[doc(hidden)]
pub use pastey;

/// Compiles and runs every snippet of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
