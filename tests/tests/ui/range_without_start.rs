use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    (..3).map(|i| x * i as f64).sum()
}

fn main() {}
