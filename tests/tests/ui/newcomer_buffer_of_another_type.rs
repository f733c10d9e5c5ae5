use autodiff_runtime::prelude::*;

#[differentiate]
fn sum(x: &[f64]) -> f64 {
    x.iter().sum()
}

fn main() {
    let mut gradient = 0.0;
    sum::accumulate_grad(&[1.0, 2.0], &mut gradient);
}
