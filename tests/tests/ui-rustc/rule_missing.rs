use autodiff_runtime::prelude::*;

#[differentiate(vjp = missing)] //~ cannot find function `missing`
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
