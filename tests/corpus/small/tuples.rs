//! Tuples as parameters, values and results.

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn parameter(p: (f64, f64)) -> f64 {
    p.0 * p.0 * p.1
}

#[differentiate(second_order)]
pub fn pattern_parameter((x, y): (f64, f64), scale: f64) -> f64 {
    (x - y) * scale * x
}

#[differentiate(second_order)]
pub fn returned(x: f64, y: f64) -> (f64, f64) {
    (x * y, x / y)
}

#[differentiate(second_order)]
pub fn mixed_with_integers(x: f64, n: usize) -> (f64, usize) {
    (x * n as f64, n + 1)
}

#[differentiate(second_order)]
pub fn nested(x: f64, y: f64) -> f64 {
    let t = ((x, y), [x * y, 2.0], 3);
    let ((a, b), [c, d], n) = t;
    a * b * c * d * n as f64 + (t.0).1
}

#[differentiate(second_order)]
pub fn passed_through(x: f64, y: f64) -> f64 {
    let (a, b) = returned(x, y);
    let (c, n) = mixed_with_integers(a, 3);
    b * c * n as f64
}

#[differentiate(second_order)]
pub fn sin_and_cos(x: f64) -> f64 {
    let (s, c) = x.sin_cos();
    s * s * c
}

#[differentiate(second_order)]
pub fn carried(x: f64) -> f64 {
    let mut fibonacci = (x, 1.0);
    for _ in 0..6 {
        fibonacci = (fibonacci.1, fibonacci.0 + x * fibonacci.1);
    }
    fibonacci.0
}

#[differentiate(second_order)]
pub fn reference_to_tuple(p: &(f64, [f64; 2])) -> f64 {
    let (a, b) = p;
    a * b[0] * b[1]
}
