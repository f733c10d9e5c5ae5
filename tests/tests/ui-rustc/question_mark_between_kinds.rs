use autodiff_runtime::prelude::*;

#[differentiate]
fn root(x: f64) -> Option<f64> {
    if x < 0.0 { None } else { Some(x.sqrt()) }
}

#[differentiate]
fn f(x: f64) -> Result<f64, String> {
    Ok(root(x)? * x) //~ the `?` operator can only be used on `Result`s, not `Option`s
}

fn main() {}
