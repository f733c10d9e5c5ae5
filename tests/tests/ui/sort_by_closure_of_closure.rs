use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64], y: f64) -> f64 {
    let distance = |x: f64| (x - y).abs();
    let mut sorted = xs.to_vec();
    sorted.sort_by(|a, b| distance(*a).total_cmp(&distance(*b)));
    sorted[0]
}

fn main() {}
