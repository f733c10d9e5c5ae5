use autodiff_runtime::prelude::*;

#[differentiate(wrt(x))]
fn f(x: f64, #[constant] scale: f64) -> f64 {
    x * scale
}

fn main() {}
