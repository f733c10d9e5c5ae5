use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    xs.first().filter(|x| **x > 0.0).map_or(0.0, |x| x * x)
}

fn main() {}
