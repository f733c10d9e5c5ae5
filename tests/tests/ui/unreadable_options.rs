use autodiff_runtime::prelude::*;

#[differentiate(wrt(0))]
fn f(x: f64) -> f64 {
    x * x
}

#[differentiate(wrt = , second_order)]
fn g(x: f64) -> f64 {
    x * x
}

fn main() {}
