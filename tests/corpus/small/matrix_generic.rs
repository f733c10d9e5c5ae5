//! Functions over matrices of any scalar and size.

#![allow(clippy::op_ref)]

use autodiff_runtime::nalgebra::{
    DMatrix, DVector, Matrix2, Matrix3, SMatrix, SVector, Vector2, Vector3,
};
use autodiff_runtime::prelude::*;

#[differentiate]
pub fn quad<T: Real, const N: usize>(a: &SMatrix<T, N, N>, x: &SVector<T, N>) -> T {
    let y = a * x;
    x.dot(&y) * T::from_f64(0.5) + (x.transpose() * y)[(0, 0)]
}

#[differentiate]
pub fn affine<T: Real, const R: usize, const C: usize>(
    a: &SMatrix<T, R, C>,
    x: &SVector<T, C>,
    b: SVector<T, R>,
) -> SVector<T, R> {
    (a * x + b).map(|v| v.tanh())
}

#[differentiate]
pub fn parts<T: Real, const N: usize>(a: &SMatrix<T, N, N>, s: T) -> T {
    let mut m = *a;
    m *= s;
    m += a.transpose();
    m[(0, 0)] = s;
    let c = m.column(1).into_owned();
    m.set_column(0, &(c * s));
    m.trace() + m.norm() + m.row(0).sum() + m.row_sum().sum()
}

#[differentiate]
pub fn gen_vec<T: Real>(a: &DMatrix<T>, b: &DVector<T>) -> T {
    let y = a * b;
    y.norm_squared() + y.dot(b) + a.trace()
}

#[differentiate]
pub fn gen_inv<T: Real, const N: usize>(a: &SMatrix<T, N, N>) -> T {
    match a.try_inverse() {
        Some(i) => i.sum(),
        None => T::zero(),
    }
}

#[differentiate]
pub fn gen_chol<T: Real, const N: usize>(a: &SMatrix<T, N, N>, b: &SVector<T, N>) -> T {
    let s = a * a.transpose() + SMatrix::<T, N, N>::identity();
    match s.cholesky() {
        Some(c) => c.solve(b).dot(b) + c.ln_determinant(),
        None => T::zero(),
    }
}

#[differentiate]
pub fn construct<T: Real>(x: T, y: T) -> T {
    let v = Vector2::new(x, y);
    let m = Matrix2::new(x, y, -y, x);
    let z = Vector2::<T>::zeros();
    let w = Vector2::repeat(x);
    (m * v + z).dot(&w)
}

#[differentiate]
pub fn f32s(a: &Matrix3<f32>, v: &Vector3<f32>) -> f32 {
    let y = a * v + v * 2.0;
    match a.lu().solve(&y) {
        Some(x) => x.norm(),
        None => 0.0,
    }
}
