use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    x * _
}

fn main() {}
