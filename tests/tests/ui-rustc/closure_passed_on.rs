use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let scale = |t: f64| t * x;
    apply(scale) //~ expected type, found function `apply`
}

fn apply(g: impl Fn(f64) -> f64) -> f64 {
    g(2.0)
}

fn main() {}
