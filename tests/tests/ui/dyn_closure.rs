use autodiff_runtime::prelude::*;

#[differentiate]
fn f(#[constant] g: &dyn Fn(f64) -> f64, x: f64) -> f64 {
    g(x)
}

fn main() {}
