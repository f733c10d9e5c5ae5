use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: Option<f64>) -> f64 {
    let mut x = x;
    x.take_if(|x| *x > 1.0).unwrap_or(1.0)
}

fn main() {}
