use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    match xs {
        [first, rest @ ..] => first * rest[0],
        [] => 0.0,
    }
}

fn main() {}
