use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut all = Vec::new();
    all.push(x * x);
    all[0]
}

fn main() {}
