//! Losses: one number for how wrong a batch is, as PyTorch computes it.
//!
//! Each loss `f` is the mean over the batch, and has a twin `f_first` that takes the mean over the first `active` samples: the last batch of an
//! epoch may be filled up with samples that do not count.

mod classes;
mod distances;
mod pairs;
mod probabilities;

pub use classes::*;
pub use distances::*;
pub use probabilities::*;

use autodiff_macros::differentiate;

use crate::accumulate::stop_gradient;
use crate::real::Real;

/// `ln Σ e^x`, without overflow.
#[differentiate]
pub(super) fn log_sum_exp<T: Real, const F: usize>(x: &[T; F]) -> T {
    let shift = largest(stop_gradient(x));
    let mut sum = T::zero();
    for f in 0..F {
        sum += (x[f] - shift).exp();
    }
    shift + sum.ln()
}

/// The largest number; 0 if that is infinite, so that it can be subtracted.
pub(super) fn largest<T: Real, const F: usize>(x: &[T; F]) -> T {
    let largest = x.iter().copied().reduce(|a, b| if b > a { b } else { a });
    largest.filter(|largest| largest.is_finite()).unwrap_or_else(T::zero)
}

/// A number of things, at least one, as a divisor.
pub(super) fn count<T: Real>(things: usize) -> T {
    T::lit(things.max(1) as f64)
}
