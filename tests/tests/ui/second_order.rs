use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
