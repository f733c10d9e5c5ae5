use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    xs.iter().try_fold(0.0, |acc, x| (*x > 0.0).then_some(acc + x)).unwrap()
}

fn main() {}
