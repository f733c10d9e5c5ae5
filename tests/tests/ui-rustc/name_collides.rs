use autodiff_runtime::prelude::*;

struct f {}

#[differentiate] //~ the name `f` is defined multiple times
fn f(x: f64) -> f64 {
    x * x
}

fn main() {}
