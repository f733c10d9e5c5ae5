//! Where a derivative has several answers, or none that is finite.

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn relu(x: f64) -> f64 {
    if x > 0.0 { x } else { 0.0 }
}

#[differentiate(second_order)]
pub fn larger_of_equals(x: f64) -> f64 {
    x.max(x * x)
}

#[differentiate(second_order)]
pub fn hides_a_root(x: f64) -> f64 {
    // The cotangent of the root is zero where `x` is.
    x.sqrt() * x
}

#[differentiate(second_order)]
pub fn root_times_zero(x: f64, y: f64) -> f64 {
    x.sqrt() * y
}

#[differentiate(second_order)]
pub fn reciprocal_capped(x: f64) -> f64 {
    (1.0 / x).min(1.0)
}

#[differentiate(second_order)]
pub fn logarithm_of_zero_unused(x: f64) -> f64 {
    let y = x.ln();
    if y.is_finite() { y } else { x }
}

#[differentiate(second_order)]
pub fn norm_of_two(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

#[differentiate(second_order)]
pub fn power_of_zero(x: f64) -> f64 {
    x.powi(0) + x.powf(0.0) + x.powf(1.0) + x.powf(2.5)
}

#[differentiate(second_order)]
pub fn floor_has_a_path(x: f64) -> f64 {
    x.floor()
}

#[differentiate(second_order)]
pub fn through_an_integer(x: f64) -> f64 {
    (x as i32) as f64 * x
}

#[differentiate(second_order)]
pub fn fraction(x: f64) -> f64 {
    x - x.trunc() + x.fract()
}

/// The losing side holds an infinity.
#[differentiate]
pub fn capped_product(x: f64, y: f64) -> f64 {
    (y * (1.0 / x)).min(1.0)
}

/// A length written out.
#[differentiate]
pub fn length(x: f64, y: f64) -> f64 {
    (x * x + y.powi(2)).sqrt()
}
