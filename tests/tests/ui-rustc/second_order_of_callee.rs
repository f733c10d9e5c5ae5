use autodiff_runtime::prelude::*;

#[differentiate]
fn inner(x: f64) -> f64 {
    x * x
}

#[differentiate(second_order)]
fn outer(x: f64) -> f64 {
    inner(x) + x //~ the function `inner` has no second derivative
}

fn main() {}
