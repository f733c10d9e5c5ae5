//! The logarithm of a sum of exponentials, with iterators.

use autodiff_runtime::prelude::*;

/// `ln(sum(exp(x)))`, without overflow.
#[differentiate(second_order)]
pub fn log_sum_exp(x: &[f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = x.iter().map(|v| (v - largest).exp()).sum();
    largest + sum.ln()
}
