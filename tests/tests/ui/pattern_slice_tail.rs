use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    match xs {
        [.., last] => last * last,
        [] => 0.0,
    }
}

fn main() {}
