use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: Option<f64>, y: Option<f64>) -> f64 {
    x.xor(y).unwrap_or(1.0)
}

fn main() {}
