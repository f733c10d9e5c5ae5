use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: Option<f64>) -> f64 {
    x.unwrap_or_else(one)
}

fn one() -> f64 {
    1.0
}

fn main() {}
