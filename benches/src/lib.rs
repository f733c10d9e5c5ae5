//! What the benchmarks measure, and how.

#[path = "../../tests/corpus/gaussian_mixture.rs"]
pub mod gaussian_mixture;
pub mod gmm_hand;
pub mod inputs;
#[path = "../../tests/src/random.rs"]
pub mod random;
pub mod timing;
