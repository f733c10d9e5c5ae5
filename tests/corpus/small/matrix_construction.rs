//! Construction of matrices, vectors and points.

#![allow(clippy::op_ref)]

use autodiff_runtime::nalgebra as na;
use autodiff_runtime::nalgebra::{
    DMatrix, DVector, Matrix2, Matrix2x3, Matrix3, Point2, Point3, RowVector2, SMatrix, SVector,
    Vector2, Vector3, Vector4, dmatrix, dvector, matrix, point, vector,
};
use autodiff_runtime::prelude::*;

#[differentiate]
pub fn new_all(x: f64, y: f64) -> f64 {
    let a = Vector2::new(x, y);
    let b = Matrix2x3::new(x, y, x * y, 1.0, 2.0, x);
    let c = RowVector2::new(y, x);
    let d = Point2::new(x * x, y);
    (b.transpose() * a).sum() + (c * a)[0] + d.x * d.y
}

#[differentiate]
pub fn na_path(x: f64, y: f64) -> na::Vector3<f64> {
    let a = na::Vector3::new(x, y, x * y);
    let m = na::Matrix3::from_diagonal(&a);
    m * na::Vector3::repeat(x)
}

#[differentiate]
pub fn zeros_ident(x: f64) -> f64 {
    let z = Matrix3::<f64>::zeros();
    let i = Matrix3::identity();
    let m = z + i * x;
    m.determinant()
}

#[differentiate]
pub fn dzeros(x: f64, n: usize) -> f64 {
    let mut m = DMatrix::<f64>::zeros(n, n);
    for i in 0..n {
        m[(i, i)] = x * (i as f64 + 1.0);
    }
    let k: DMatrix<f64> = DMatrix::identity(n, n);
    (m + k * x).trace()
}

#[differentiate]
pub fn from_elem(x: f64, n: usize) -> f64 {
    let a = Vector3::from_element(x);
    let b = SMatrix::<f64, 2, 2>::from_element(x * x);
    let c = DVector::from_element(n, x);
    let d = DMatrix::from_element(n, 2, x);
    let e = DMatrix::repeat(n, 2, x * x);
    let f = DVector::repeat(n, x.sin());
    a.norm() + b.sum() + c.norm_squared() + d.component_mul(&e).sum() + f.sum()
}

#[differentiate]
pub fn row_slice(p: &[f64]) -> f64 {
    let a = Matrix2::from_row_slice(&p[0..4]);
    let b = DMatrix::from_row_slice(2, 3, &p[0..6]);
    let v = Vector3::from_row_slice(&p[1..4]);
    let c = SMatrix::<f64, 2, 2>::from_row_slice(&[p[0], p[1] * p[2], p[3], 1.0]);
    (a * &b * v).norm_squared() + c.determinant()
}

#[differentiate]
pub fn col_slice(p: &[f64]) -> f64 {
    let a = Matrix2::from_column_slice(&p[0..4]);
    let b = DMatrix::from_column_slice(2, 3, &p[0..6]);
    let v = DVector::from_column_slice(&p[3..6]);
    let w = DVector::from_row_slice(p);
    (a * &b * v).norm_squared() + w.norm_squared()
}

#[differentiate]
pub fn from_diag(v: &Vector3<f64>, w: &DVector<f64>) -> f64 {
    let m = Matrix3::from_diagonal(v);
    let d = DMatrix::from_diagonal(w);
    let e = Matrix3::from_diagonal_element(v.x);
    let f = DMatrix::from_diagonal_element(3, 3, w[0]);
    let g = Matrix3::from_diagonal(&Vector3::new(v.x, 1.0, v.y * v.z));
    let h = Matrix3::identity();
    (m * e * g * h).trace() + (d * f).trace()
}

#[differentiate]
pub fn macros(x: f64, y: f64) -> f64 {
    let a = vector![x, y, x * y];
    let m = matrix![x, y, 1.0; 0.0, x * y, 2.0; y, y, x];
    let d = dvector![x, y, 1.0];
    let e = dmatrix![x, y; y, x];
    let p = point![x, y];
    (m * a).norm_squared() + d.dot(&a) + e.trace() + p.x * p.y
}

#[differentiate]
pub fn cols_static(a: &Vector3<f64>, b: &Vector3<f64>) -> f64 {
    let c = a.cross(b);
    let m = Matrix3::from_columns(&[*a, *b, c]);
    m.determinant()
}

#[differentiate]
pub fn rows_static(a: &Vector3<f64>, b: &Vector3<f64>) -> f64 {
    let c = a.cross(b);
    let m = Matrix3::from_rows(&[a.transpose(), b.transpose(), c.transpose()]);
    m.determinant() + m[(0, 1)]
}

#[differentiate]
pub fn cols_dyn(a: &DVector<f64>, b: &DVector<f64>) -> f64 {
    let m = DMatrix::from_columns(&[a.clone(), b.clone(), a + b]);
    (&m * m.transpose()).trace() + m[(1, 2)]
}

#[differentiate]
pub fn from_arrays(p: [f64; 3], q: [[f64; 2]; 2]) -> f64 {
    let a = Vector3::from(p);
    let m = Matrix2::from(q);
    let b = Vector3::from(p);
    let r = Point3::from(a);
    let s = Point3::from(p);
    a.dot(&b) + m[(0, 1)] * m[(1, 0)] * m[(1, 0)] + r.x * s.y
}

#[differentiate]
pub fn from_row_slice_arr(x: f64, y: f64) -> f64 {
    let a = Vector3::from([x, y, x * y]);
    let b = Vector3::from_row_slice(&[y, y, x]);
    let c = DVector::from_vec(vec![x, y, x * x]);
    let d = DMatrix::from_vec(2, 2, vec![x, y, x * x, y * y]);
    let e = DMatrix::from_row_slice(2, 2, &[x, y, x * x, y * y]);
    let f = DVector::from_row_slice(&[x, y, 1.0]);
    a.dot(&b) + c.dot(&f) + (d * e).trace()
}

#[differentiate]
pub fn from_vec_owned(v: Vec<f64>) -> f64 {
    let n = v.len();
    let d = DVector::from_vec(v);
    d.norm_squared() / n as f64
}

#[differentiate]
pub fn special(x: f64, v: Vector3<f64>) -> f64 {
    let a = Vector3::x() * x + Vector3::y_axis().into_inner() * x;
    let h = v.to_homogeneous();
    let k = v * 2.0;
    let sk = v.cross_matrix();
    let hom = v.to_homogeneous();
    a.dot(&v) + h.norm() + k.sum() * x + (sk * a).norm_squared() + hom.norm_squared()
}

#[differentiate]
pub fn kron(a: &Matrix2<f64>, b: &Matrix2<f64>) -> f64 {
    let k = a.kronecker(b);
    k.determinant() + k[(0, 3)]
}

#[differentiate]
pub fn outer(a: &Vector3<f64>, b: &Vector3<f64>) -> f64 {
    let m = a * b.transpose();
    (m.transpose() * m).trace() + m[(0, 1)]
}

#[differentiate]
pub fn arrays_of_slices(p: &[f64], x: f64) -> f64 {
    let mut a = [x, p[0], p[1]];
    a[1] *= x;
    let v = Vector3::from_row_slice(&a);
    let w = Vector3::from_column_slice(&a);
    let z = SVector::<f64, 3>::from(a);
    let m = Matrix3::from_row_slice(&[x, p[0], p[1], a[0], a[1], a[2], 1.0, x * x, p[0] * p[1]]);
    let d = DVector::from_row_slice(&a[1..]);
    a[0] = p[1];
    (m * v).dot(&w) + z.norm() + d.norm_squared() + a[0]
}

#[differentiate]
pub fn flat_matrix(m: &Matrix2<f64>, d: &DMatrix<f64>) -> f64 {
    let v = Vector4::from_column_slice(m.as_slice());
    let w = DVector::from_column_slice(d.as_slice());
    v.dot(&v) * v[1] + w.norm() * w[2]
}

#[differentiate]
pub fn vectors_in_vec(cols: &[Vector2<f64>], rows: Vec<RowVector2<f64>>) -> f64 {
    let m = Matrix2::from_columns(cols);
    let r = Matrix2::from_rows(&rows);
    (m * r).trace() + m.determinant()
}
type Vec3 = Vector3<f64>;
type State = SVector<f64, 4>;
type Mat2 = Matrix2<f64>;

#[differentiate]
pub fn aliases(x: f64, y: f64) -> f64 {
    let v = Vec3::new(x, y, x * y);
    let w = State::new(x, 1.0, y, v.z);
    let m = Mat2::new(x, y, y * y, x);
    let mut s = State::zeros();
    s[1] = x;
    v.norm() * w.norm() + m.determinant() + (s + w).dot(&w)
}
