use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    if Some(x).is_none_or(|v| v > 1.0) { x * x } else { x }
}

fn main() {}
