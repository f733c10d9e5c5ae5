use autodiff_runtime::prelude::*;

#[differentiate(wrt(weight))]
fn f(weights: &[f64], x: f64) -> f64 {
    weights[0] * x
}

fn main() {}
