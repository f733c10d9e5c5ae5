//! nalgebra with static sizes.

#![allow(clippy::op_ref)]

use autodiff_runtime::nalgebra::{Matrix2, Matrix3, Point3, SMatrix, SVector, Vector2, Vector3};
use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn dot(a: Vector3<f64>, b: Vector3<f64>) -> f64 {
    a.dot(&b)
}

#[differentiate(second_order)]
pub fn norms(a: &Vector3<f64>) -> f64 {
    a.norm() * a.norm_squared()
}

#[differentiate(second_order)]
pub fn normalized(a: &Vector3<f64>, b: &Vector3<f64>) -> f64 {
    a.normalize().dot(b)
}

#[differentiate(second_order)]
pub fn triple_product(a: &Vector3<f64>, b: &Vector3<f64>, c: &Vector3<f64>) -> f64 {
    a.cross(b).dot(c)
}

#[differentiate(second_order)]
pub fn components(a: &Vector3<f64>) -> f64 {
    a.x * a.y + a[2] * a.x
}

#[differentiate(second_order)]
pub fn constructed(x: f64, y: f64) -> f64 {
    let a = Vector3::new(x, y, x * y);
    let b = Vector3::zeros() + a;
    let c = Vector3::repeat(x);
    let d = Vector3::from_element(y);
    a.dot(&c) + b.dot(&d)
}

#[differentiate(second_order)]
pub fn vector_operators(a: Vector3<f64>, b: Vector3<f64>, s: f64) -> Vector3<f64> {
    (a + b * s - a / s) * 2.0 - (-b)
}

#[differentiate(second_order)]
pub fn reference_operators(a: &Vector3<f64>, b: &Vector3<f64>, s: f64) -> Vector3<f64> {
    (a + b) * s - &(a - b) * 0.5 + 2.0 * b + -a
}

#[differentiate(second_order)]
pub fn assigning_operators(a: Vector3<f64>, b: &Vector3<f64>, s: f64) -> f64 {
    let mut c = a;
    c += b;
    c *= s;
    c -= a * 2.0;
    c /= s + 1.0;
    c.dot(b)
}

#[differentiate(second_order)]
pub fn matrix_vector(m: &Matrix3<f64>, v: &Vector3<f64>) -> Vector3<f64> {
    m * v
}

#[differentiate(second_order)]
pub fn matrix_products(a: Matrix2<f64>, b: Matrix2<f64>) -> f64 {
    let c = a * b - b * a;
    (c * c.transpose()).trace() + (&a * &b).sum()
}

#[differentiate(second_order)]
pub fn rectangular(w: &SMatrix<f64, 2, 3>, x: &SVector<f64, 3>, b: &SVector<f64, 2>) -> f64 {
    let y = w * x + b;
    y.norm_squared()
}

#[differentiate(second_order)]
pub fn quadratic_form(m: &Matrix2<f64>, v: &Vector2<f64>) -> f64 {
    v.dot(&(m * v)) + (v.transpose() * m * v)[(0, 0)]
}

#[differentiate(second_order)]
pub fn elementwise(a: &Matrix2<f64>, b: &Matrix2<f64>) -> f64 {
    a.component_mul(b).sum() + a.component_div(b).sum()
}

#[differentiate(second_order)]
pub fn reductions(m: &SMatrix<f64, 2, 3>) -> f64 {
    m.sum() * m.mean() + m.norm()
}

#[differentiate(second_order)]
pub fn rows_and_columns(m: &SMatrix<f64, 2, 3>) -> f64 {
    let first = m.row(0);
    let second = m.row(1);
    m.column(1).norm_squared() + first.dot(&second) * m[(1, 2)]
}

#[differentiate(second_order)]
pub fn views(m: &Matrix3<f64>) -> f64 {
    let corner = m.fixed_view::<2, 2>(1, 1);
    let part = m.view((0, 1), (2, 2));
    corner.sum() * part.trace()
}

#[differentiate(second_order)]
pub fn vector_parts(v: &SVector<f64, 4>) -> f64 {
    v.fixed_rows::<2>(1).norm_squared() * v.rows(0, 2).sum()
}

#[differentiate(second_order)]
pub fn mapped(v: &Vector3<f64>) -> f64 {
    v.map(|x| x * x + x.sin()).sum()
}

#[differentiate(second_order)]
pub fn mapped_with_capture(v: &Vector3<f64>, shift: f64) -> f64 {
    v.map(|x| (x - shift).tanh()).norm_squared()
}

#[differentiate(second_order)]
pub fn entries_in_place(a: &Matrix2<f64>, s: f64) -> f64 {
    let mut m = *a;
    m[(0, 1)] *= s;
    m[(1, 0)] += m[(0, 1)] * m[(0, 0)];
    m[(1, 1)] = s * s;
    let mut v: Vector2<f64> = Vector2::zeros();
    for i in 0..2 {
        for j in 0..2 {
            v[i] += m[(i, j)] * m[(j, i)];
        }
    }
    v.x *= v.y;
    v.x + v.y
}

#[differentiate(second_order)]
pub fn points(a: &Point3<f64>, b: &Point3<f64>, v: &Vector3<f64>) -> f64 {
    let moved = a + v * 0.5;
    (b - moved).norm_squared() + moved.x * b.coords.y
}

#[differentiate(second_order)]
pub fn scaled(v: &Vector3<f64>, s: f64) -> f64 {
    v.scale(s).add_scalar(1.0).norm_squared()
}

#[differentiate(second_order)]
pub fn diagonals(v: &Vector3<f64>, m: &Matrix3<f64>) -> f64 {
    (Matrix3::from_diagonal(v) * m).diagonal().norm_squared()
}

#[differentiate(second_order)]
pub fn explicit_matrix(a: f64, b: f64) -> f64 {
    let m = Matrix2::new(a, b, a * b, 1.0);
    let rotation = Matrix2::new(a.cos(), -a.sin(), a.sin(), a.cos());
    (rotation * m).trace() + (m - Matrix2::identity()).norm_squared()
}

#[differentiate(second_order)]
pub fn static_recurrence(m: &Matrix2<f64>, start: Vector2<f64>, steps: usize) -> f64 {
    let mut v = start;
    for _ in 0..steps {
        v = m * v + start * 0.1;
        v = v.map(|x| x.tanh());
    }
    v.x * v.y
}

/// A layer whose shapes the compiler checks.
#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Dense<const I: usize, const O: usize> {
    pub weight: SMatrix<f64, O, I>,
    pub bias: SVector<f64, O>,
}

#[differentiate(second_order)]
impl<const I: usize, const O: usize> Dense<I, O> {
    pub fn forward(&self, x: &SVector<f64, I>) -> SVector<f64, O> {
        self.weight * x + self.bias
    }
}

#[differentiate(second_order)]
pub fn network(first: &Dense<3, 2>, second: &Dense<2, 1>, x: &SVector<f64, 3>) -> f64 {
    let hidden = first.forward(x).map(|h| h.max(0.0));
    second.forward(&hidden)[0]
}
