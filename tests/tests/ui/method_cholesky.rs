use autodiff_runtime::prelude::*;
use autodiff_runtime::nalgebra::{Matrix2, Vector2};

#[differentiate]
fn f(a: Matrix2<f64>, b: Vector2<f64>) -> f64 {
    match a.cholesky() {
        Some(factor) => factor.solve(&b).sum(),
        None => 0.0,
    }
}

fn main() {}
