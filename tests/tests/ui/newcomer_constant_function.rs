use autodiff_runtime::prelude::*;

#[differentiate]
#[constant]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
