use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    let mut sorted = xs.to_vec();
    sorted.select_nth_unstable_by(2, f64::total_cmp);
    sorted[2]
}

fn main() {}
