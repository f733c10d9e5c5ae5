use autodiff_runtime::prelude::*;

#[differentiate]
fn f(p: (f64, f64, f64)) -> f64 {
    let (.., last) = p;
    last * last
}

fn main() {}
