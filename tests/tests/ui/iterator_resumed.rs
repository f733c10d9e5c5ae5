use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    let mut it = xs.iter();
    let head: f64 = it.by_ref().take(2).sum();
    let tail: f64 = it.product();
    head * tail
}

fn main() {}
