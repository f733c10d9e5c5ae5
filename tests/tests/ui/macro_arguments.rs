use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64, y: f64) -> f64 {
    let (a, b) = dbg!(x * x, y);
    a * b
}

fn main() {}
