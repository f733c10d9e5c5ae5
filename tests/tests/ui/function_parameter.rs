use autodiff_runtime::prelude::*;

#[differentiate]
fn f(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    g(x)
}

fn main() {}
