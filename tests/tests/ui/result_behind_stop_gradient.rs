use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    stop_gradient(x * x)
}

fn main() {}
