use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    (x > 0.0).then(|| x * x).unwrap_or(0.0)
}

fn main() {}
