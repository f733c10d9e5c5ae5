//! Functions from vectors to vectors.

use autodiff_runtime::nalgebra::{DVector, Matrix2, SVector, Vector2, Vector3};
use autodiff_runtime::prelude::*;

#[differentiate]
pub fn polar(at: [f64; 2]) -> [f64; 2] {
    [at[0] * at[1].cos(), at[0] * at[1].sin()]
}

/// Fewer rows than columns: by rows.
#[differentiate]
pub fn wide(x: &SVector<f64, 5>) -> Vector2<f64> {
    Vector2::new(x[0] * x[1] + x[4], x[2].sin() * x[3])
}

/// Fewer columns than rows: by columns.
#[differentiate]
pub fn tall(x: Vector2<f64>, #[constant] scale: f64, n: usize) -> SVector<f64, 4> {
    SVector::<f64, 4>::new(x.x * x.y, x.x.powi(n as i32), x.y.exp() * scale, 1.0)
}

#[differentiate]
pub fn of_slices(xs: &[f64]) -> Vec<f64> {
    let n = xs.len();
    let mut out = vec![0.0; n - 1];
    for i in 0..n - 1 {
        out[i] = xs[i] * xs[i + 1] + xs[i].sin();
    }
    out
}

#[differentiate]
pub fn of_dynamic(xs: &DVector<f64>) -> Vector3<f64> {
    Vector3::new(xs[0] * xs[1], xs[2], xs[0].exp())
}

#[differentiate]
pub fn generic<T: Real, const N: usize>(x: SVector<T, N>) -> SVector<T, N> {
    x * x.norm_squared()
}

#[differentiate(reverse)]
pub fn by_rows(x: [f64; 2]) -> [f64; 3] {
    [x[0] * x[1], x[0], x[1].sin()]
}

#[differentiate(forward)]
pub fn by_columns(x: &[f64]) -> Vec<f64> {
    vec![x[0] * x[1], x[2]]
}

#[differentiate]
pub fn mapped(g: impl Fn(f64) -> f64 + Clone, x: [f64; 2]) -> [f64; 2] {
    [g(x[0]) * x[1], g(x[1])]
}

#[derive(Clone, Copy)]
pub struct Frame {
    pub turn: Matrix2<f64>,
}

#[differentiate]
impl Frame {
    pub fn world(#[constant] &self, at: Vector2<f64>) -> Vector2<f64> {
        self.turn * at * at.x
    }
}

/// Bands, for compressed Jacobians.
#[differentiate]
pub fn laplace(u: &[f64]) -> Vec<f64> {
    let n = u.len();
    let mut out = vec![0.0; n];
    for i in 1..n - 1 {
        out[i] = u[i - 1] - 2.0 * u[i] * u[i] + u[i + 1].sin();
    }
    out[0] = u[0] * 3.0;
    out
}
