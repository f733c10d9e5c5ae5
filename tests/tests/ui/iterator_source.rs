use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    std::iter::successors(Some(x), |x| (*x < 100.0).then(|| x * x)).sum()
}

fn main() {}
