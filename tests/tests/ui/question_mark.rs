use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> Option<f64> {
    let y = check(x)?;
    Some(y * y)
}

#[differentiate]
fn check(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x) } else { None }
}

fn main() {}
