use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    xs.iter().cycle().map(|x| x * x).sum()
}

fn main() {}
