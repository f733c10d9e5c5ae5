use autodiff_runtime::prelude::*;

#[differentiate]
fn f(p: (f64, f64)) -> f64 {
    let whole @ (a, b) = p;
    whole.0 * a * b
}

fn main() {}
