use autodiff_runtime::prelude::*;

fn argmax(x: &[f64]) -> usize {
    if x[0] > x[1] { 0 } else { 1 }
}

#[differentiate]
fn largest(x: &[f64]) -> f64 {
    x[argmax(x)]
}

fn main() {}
