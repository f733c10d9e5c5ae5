//! Functions passed to functions.

use autodiff_runtime::prelude::*;

#[differentiate]
pub fn square_minus_two(x: f64) -> f64 {
    x * x - 2.0
}

#[differentiate]
pub fn sine(x: f64) -> f64 {
    x.sin()
}

/// A few secant steps.
#[differentiate]
pub fn secant(f: impl Fn(f64) -> f64, start: f64) -> f64 {
    let (mut a, mut b) = (start, start * 1.1);
    for _ in 0..4 {
        let slope = (f(b) - f(a)) / (b - a);
        a = b;
        b -= f(b) / slope;
    }
    b
}

#[differentiate]
pub fn twice<G: Fn(f64) -> f64>(g: G, x: f64) -> f64 {
    g(g(x)) * x
}

#[differentiate]
pub fn passes_a_function(x: f64) -> f64 {
    twice(sine, x) + twice(square_minus_two, x * x)
}
