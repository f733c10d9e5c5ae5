use autodiff_runtime::prelude::*;

#[differentiate]
fn root(x: f64) -> Option<f64> {
    if x < 0.0 { None } else { Some(x.sqrt()) }
}

#[differentiate]
fn f(x: f64) -> f64 {
    let y = root(x).map(|r| r * x); //~ `Option<f64>` is neither an array nor a matrix
    value(y)
}

#[differentiate]
fn value(x: Option<f64>) -> f64 {
    x.unwrap_or(0.0)
}

fn main() {}
