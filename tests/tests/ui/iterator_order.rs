use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64], ys: &[f64]) -> f64 {
    let positive = xs.iter().filter(|x| **x > 0.0);
    positive.zip(ys.iter().filter(|y| **y > 0.0)).map(|(x, y)| x * y).sum()
}

fn main() {}
