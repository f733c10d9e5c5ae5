use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let powers: [f64; 3] = core::array::from_fn(|i| x * i as f64);
    powers[2]
}

fn main() {}
