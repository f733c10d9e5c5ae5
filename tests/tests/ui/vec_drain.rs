use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    let mut all = xs.to_vec();
    let mut sum = 0.0;
    for x in all.drain(..) {
        sum += x * x;
    }
    sum
}

fn main() {}
