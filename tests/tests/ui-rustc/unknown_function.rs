use autodiff_runtime::prelude::*;

fn square(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn f(x: f64) -> f64 {
    2.0 * square(x) //~ expected type, found function `square`
}

fn main() {}
