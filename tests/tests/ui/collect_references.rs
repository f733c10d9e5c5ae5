use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    let positive: Vec<&f64> = xs.iter().filter(|x| **x > 0.0).collect();
    positive[0] * positive[0]
}

fn main() {}
