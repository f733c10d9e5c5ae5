use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    let squares = xs.iter().map(|x| x * x).collect::<std::collections::VecDeque<f64>>();
    squares[0]
}

fn main() {}
