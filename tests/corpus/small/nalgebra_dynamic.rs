//! nalgebra with dynamic sizes.

use autodiff_runtime::nalgebra::{DMatrix, DVector};
use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn dot(a: &DVector<f64>, b: &DVector<f64>) -> f64 {
    a.dot(b)
}

#[differentiate(second_order)]
pub fn residual(m: &DMatrix<f64>, x: &DVector<f64>, b: &DVector<f64>) -> f64 {
    (m * x - b).norm_squared()
}

#[differentiate(second_order)]
pub fn products(a: &DMatrix<f64>, b: &DMatrix<f64>) -> f64 {
    let c = a * b;
    (&c * &c).trace() + c.transpose().component_mul(&c).sum()
}

#[differentiate(second_order)]
pub fn operators(a: &DVector<f64>, b: &DVector<f64>, s: f64) -> DVector<f64> {
    let mut c = a * s + b;
    c -= a;
    c *= s;
    c
}

#[differentiate(second_order)]
pub fn owned(a: DVector<f64>, b: DVector<f64>) -> f64 {
    let sum = a.clone() + b.clone();
    sum.norm() * a.dot(&b)
}

#[differentiate(second_order)]
pub fn entries_in_place(a: &DMatrix<f64>) -> f64 {
    let mut m = a.clone();
    for i in 0..m.nrows() {
        for j in 0..i {
            m[(i, j)] *= m[(j, i)];
            m[(j, i)] -= m[(i, i)];
        }
    }
    m.sum() + m[(0, 0)]
}

#[differentiate(second_order)]
pub fn constructed(x: f64, n: usize) -> f64 {
    let mut v = DVector::zeros(n);
    for i in 0..n {
        v[i] = x.powi(i as i32);
    }
    let m = DMatrix::identity(n, n) * x;
    (m * &v).norm_squared() + DVector::from_element(n, x).dot(&v)
}

#[differentiate(second_order)]
pub fn parts(m: &DMatrix<f64>) -> f64 {
    m.row(0).sum() * m.column(1).norm_squared() + m.view((0, 0), (2, 2)).trace()
}

#[differentiate(second_order)]
pub fn mapped(v: &DVector<f64>) -> f64 {
    v.map(|x| x.exp()).sum().ln()
}

#[differentiate(second_order)]
pub fn power_iteration(m: &DMatrix<f64>, start: &DVector<f64>, steps: usize) -> f64 {
    let mut v = start.clone();
    for _ in 0..steps {
        v = (m * &v).normalize();
    }
    v.dot(&(m * &v))
}
