use autodiff_runtime::prelude::*;

#[differentiate]
#[differentiate(second_order)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
