use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    let mut all = xs.to_vec();
    all.retain_mut(|x| {
        *x *= 2.0;
        *x > 0.0
    });
    all[0]
}

fn main() {}
