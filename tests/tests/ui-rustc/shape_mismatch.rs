use autodiff_runtime::prelude::*;
use autodiff_runtime::nalgebra::{SMatrix, SVector};

#[differentiate]
fn f(w: &SMatrix<f64, 10, 32>, x: &SVector<f64, 64>) -> f64 {
    (w * x).sum() //~ DimEq
}

fn main() {}
