//! Functions over matrices of any scalar and size.

#[path = "../corpus/small/matrix_generic.rs"]
mod matrix_generic;

use autodiff_runtime::nalgebra::{DMatrix, DVector, Matrix3, SMatrix, Vector2, Vector3};
use autodiff_tests::{gradient, map};
use matrix_generic::*;

const NUMBERS: [f64; 18] =
    [1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7, -0.6, 0.2, 1.1, -0.9, 0.4, 1.5, 0.3, -1.2, 0.6];
fn v3(p: &[f64]) -> Vector3<f64> {
    Vector3::from_column_slice(&p[..3])
}
fn m3(p: &[f64]) -> Matrix3<f64> {
    Matrix3::from_column_slice(&p[..9])
}
fn dv(p: &[f64]) -> DVector<f64> {
    DVector::from_column_slice(p)
}
fn dm(r: usize, c: usize, p: &[f64]) -> DMatrix<f64> {
    DMatrix::from_column_slice(r, c, &p[..r * c])
}
#[test]
fn of_quad() {
    gradient!(|p| quad(ref m3(p), ref v3(&p[9..]))).differences(&NUMBERS[..12]);
}
#[test]
fn of_affine() {
    map!(|p| affine(ref SMatrix::<f64,2,3>::from_column_slice(&p[..6]), ref v3(&p[6..]), val Vector2::new(p[9], p[10]))).differences(&NUMBERS[..11]);
}
#[test]
fn of_parts() {
    gradient!(|p| parts(ref m3(p), val p[9])).differences(&NUMBERS[..10]);
}
#[test]
fn of_gen_vec() {
    gradient!(|p| gen_vec(ref dm(3,3,p), ref dv(&p[9..12]))).differences(&NUMBERS[..12]);
}
#[test]
fn of_gen_inv() {
    gradient!(|p| gen_inv(ref m3(p))).differences(&NUMBERS[..9]);
}
#[test]
fn of_gen_chol() {
    gradient!(|p| gen_chol(ref m3(p), ref v3(&p[9..]))).differences(&NUMBERS[..12]);
}
#[test]
fn of_construct() {
    gradient!(|p| construct(val p[0], val p[1])).differences(&NUMBERS[..2]);
}
