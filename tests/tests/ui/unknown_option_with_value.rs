use autodiff_runtime::prelude::*;

#[differentiate(order(2), mode = "fast")]
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
