//! The same in `f32`, and both precisions together.

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn simple(x: f32, y: f32) -> f32 {
    (x * y).sin() + x / y - 2.0 * x.powi(3)
}

#[differentiate(second_order)]
pub fn loops(xs: &[f32]) -> f32 {
    let mut sum = 0.0;
    for &x in xs {
        sum += x * (sum + 1.0f32);
    }
    sum.tanh()
}

#[differentiate(second_order)]
pub fn arrays(a: [f32; 2]) -> [f32; 2] {
    [a[0] * a[1], a[0].exp()]
}

#[differentiate(second_order)]
pub fn widened(x: f32, y: f64) -> f64 {
    let wide = x as f64;
    wide * wide * y
}

#[differentiate(second_order)]
pub fn narrowed(x: f64, y: f32) -> f32 {
    let narrow = x as f32;
    narrow * y * y
}
