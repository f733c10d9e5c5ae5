//! Views of matrices as parameters, their lifetimes written or not.

use autodiff_runtime::nalgebra::{DVectorView, Matrix2, MatrixView2, VectorView3};
use autodiff_runtime::prelude::*;

#[differentiate]
pub fn elided(x: DVectorView<'_, f64>, k: f64) -> f64 {
    x[0] * x[1].sin() * k
}

#[differentiate]
pub fn hidden(x: VectorView3<f64>, k: f64) -> f64 {
    x.norm_squared() * k + x[2]
}

#[differentiate]
pub fn named<'a>(m: MatrixView2<'a, f64>, x: &'a DVectorView<'a, f64>) -> f64 {
    m[(0, 1)] * x[0] + m[(1, 0)] * m[(0, 0)] * x[1]
}

#[differentiate]
pub fn of_parts(m: &Matrix2<f64>, k: f64) -> f64 {
    let v = m.column(1) * k;
    v.dot(&m.column(0))
}
