use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    let mut all = xs.to_vec();
    let first: f64 = all.splice(..1, [2.0, 3.0]).sum();
    first * all[0]
}

fn main() {}
