use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    xs.iter().flat_map(|x| if *x > 0.0 { Some(x * x) } else { None }).sum() //~ the elements of `Option<f64>` cannot be followed
}

fn main() {}
