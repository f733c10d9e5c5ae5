use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: &mut [f64]) {
    *largest(x) = 2.0;
}

fn largest(x: &mut [f64]) -> &mut f64 {
    x.iter_mut().max_by(|a, b| a.total_cmp(b)).unwrap()
}

fn main() {}
