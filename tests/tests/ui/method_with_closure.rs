use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    Some(x).map_or(0.0, |v| v * v)
}

fn main() {}
