use autodiff_runtime::prelude::*;

#[differentiate]
fn f(#[constant] x: f64) -> f64 {
    x * x
}

fn main() {}
