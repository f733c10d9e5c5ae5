use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    let squares = xs.iter().map(|x| x * x);
    total(squares)
}

fn total(it: impl Iterator<Item = f64>) -> f64 {
    it.sum()
}

fn main() {}
