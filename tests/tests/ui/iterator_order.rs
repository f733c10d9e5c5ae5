use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    xs.iter().filter(|x| **x > 0.0).rev().sum()
}

fn main() {}
