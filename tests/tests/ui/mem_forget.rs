use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let y = vec![x * x];
    core::mem::forget(y);
    x
}

fn main() {}
