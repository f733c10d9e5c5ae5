use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> bool {
    x > 1.0
}

fn main() {}
