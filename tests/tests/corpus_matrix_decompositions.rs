//! Decompositions: LU, Cholesky, QR, eigenvalues, singular values.

#[path = "../corpus/small/matrix_decompositions.rs"]
mod matrix_decompositions;

use autodiff_runtime::nalgebra::{DMatrix, DVector, Matrix3, Vector3};
use autodiff_tests::gradient;
use matrix_decompositions::*;

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
fn of_lu() {
    gradient!(second |p| lu_solve_match(ref m3(p), ref v3(&p[9..]))).differences(&NUMBERS[..12]);
}
#[test]
fn of_lu_det() {
    gradient!(second |p| lu_det(ref m3(p))).differences(&NUMBERS[..9]);
}
#[test]
fn of_lu_let() {
    gradient!(second |p| lu_let(ref dm(3,3,p), ref dv(&p[9..12]))).differences(&NUMBERS[..12]);
}
#[test]
fn of_qr() {
    gradient!(|p| qr_all(ref m3(p), ref v3(&p[9..]))).differences(&NUMBERS[..12]);
}
#[test]
fn of_qr_dyn() {
    gradient!(|p| qr_dyn(ref dm(3,3,p))).differences(&NUMBERS[..9]);
    gradient!(|p| qr_dyn(ref dm(4,2,p))).differences(&NUMBERS[..8]);
}
#[test]
fn of_svals() {
    gradient!(|p| svals(ref m3(p))).differences(&NUMBERS[..9]);
}
#[test]
fn of_inv() {
    gradient!(second |p| inv(ref m3(p))).differences(&NUMBERS[..9]);
}
#[test]
fn of_dinv() {
    gradient!(second |p| dinv(ref dm(3,3,p))).differences(&NUMBERS[..9]);
}
#[test]
fn of_lu_inv() {
    gradient!(second |p| lu_inv(ref m3(p))).differences(&NUMBERS[..9]);
}
#[test]
fn of_chol_of() {
    gradient!(second |p| chol_of(ref m3(p), ref v3(&p[9..]))).differences(&NUMBERS[..12]);
}
#[test]
fn of_eig_of() {
    gradient!(|p| eig_of(ref m3(p))).differences(&NUMBERS[..9]);
}

#[test]
fn of_triangular() {
    gradient!(|p| triangular(ref m3(p), ref v3(&p[9..]))).differences(&NUMBERS[..12]);
    gradient!(|p| whitened(ref dm(3, 3, p), ref dv(&p[9..12]))).differences(&NUMBERS[..12]);
}

#[test]
fn of_values_of_decompositions() {
    let at = |k: f64| [&NUMBERS[..9], &[k]].concat();
    gradient!(|p| values_of_decompositions(ref Matrix3::from_column_slice(&p[..9]), val p[9]))
        .differences(&at(0.7))
        .differences(&at(-0.6));
}
