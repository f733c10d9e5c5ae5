//! The square of a number.

use autodiff_runtime::prelude::*;

/// `x` squared.
#[differentiate(second_order)]
pub fn square(x: f64) -> f64 {
    x * x
}
