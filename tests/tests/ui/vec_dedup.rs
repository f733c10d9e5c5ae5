use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    let mut all = xs.to_vec();
    all.dedup_by(|a, b| a == b);
    all[0]
}

fn main() {}
