use autodiff_runtime::prelude::*;

#[differentiate]
extern "C" fn f(x: f64) -> f64 {
    x * 2.0
}

fn main() {}
