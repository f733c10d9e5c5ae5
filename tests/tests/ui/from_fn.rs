use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let powers: Table = Table::from_fn(|i, _| x * i as f64);
    powers[2]
}

type Table = nalgebra::Vector3<f64>;

fn main() {}
