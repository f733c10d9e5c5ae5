use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let (a, b);
    (a, b) = (x, x);
    a * b
}

fn main() {}
