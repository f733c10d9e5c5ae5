//! Matrices and parts of them that are changed in place.

#[path = "../corpus/small/matrix_places.rs"]
mod matrix_places;

use autodiff_runtime::nalgebra::{DMatrix, DVector, Matrix3, Vector3};
use autodiff_tests::{gradient, map};
use matrix_places::*;

const NUMBERS: [f64; 19] = [
    1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7, -0.6, 0.2, 1.1, -0.9, 0.4, 1.5, 0.3, -1.2, 0.6,
    0.9,
];
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
fn of_gemms() {
    gradient!(second |p| gemms(ref m3(p), ref m3(&p[9..]), val p[18])).differences(&NUMBERS);
}
#[test]
fn of_gemvs() {
    gradient!(second |p| gemvs(ref dm(3,3,p), ref dv(&p[9..12]), ref dv(&p[12..15]), val p[15]))
        .differences(&NUMBERS[..16]);
}
#[test]
fn of_gers() {
    gradient!(second |p| gers(ref v3(p), ref v3(&p[3..]), val p[6])).differences(&NUMBERS[..7]);
}
#[test]
fn of_copies() {
    gradient!(second |p| copies(ref v3(p), ref dv(&p[3..]))).differences(&NUMBERS[..6]);
}
#[test]
fn of_fills() {
    gradient!(second |p| fills(val p[0], ref m3(&p[1..]))).differences(&NUMBERS[..10]);
}
#[test]
fn of_set_cols() {
    gradient!(second |p| set_cols(ref m3(p), ref v3(&p[9..]))).differences(&NUMBERS[..12]);
}
#[test]
fn of_d_set_cols() {
    gradient!(second |p| d_set_cols(ref dm(3,3,p), ref dv(&p[9..12]))).differences(&NUMBERS[..12]);
}
#[test]
fn of_col_mut() {
    gradient!(second |p| col_mut(ref dm(3,3,p), ref dv(&p[9..12]), val p[12]))
        .differences(&NUMBERS[..13]);
}
#[test]
fn of_blocks() {
    gradient!(second |p| blocks(ref m3(p), ref v3(&p[9..]))).differences(&NUMBERS[..12]);
}
#[test]
fn of_col_mut_let() {
    gradient!(second |p| col_mut_let(ref m3(p), ref v3(&p[9..]), val p[12]))
        .differences(&NUMBERS[..13]);
}
#[test]
fn of_rows_mut() {
    map!(|p| rows_mut(mut dm(2,2,&p[1..]), val p[0]) -> ()).differences(&NUMBERS[..5]);
}
#[test]
fn of_gram_schmidt() {
    gradient!(second |p| gram_schmidt(ref m3(p))).differences(&NUMBERS[..9]);
}
#[test]
fn of_gram_schmidt2() {
    gradient!(second |p| gram_schmidt2(ref dm(3,3,p))).differences(&NUMBERS[..9]);
}
#[test]
fn of_iter_muts() {
    gradient!(second |p| iter_muts(ref dm(2,2,p), val p[4])).differences(&NUMBERS[..5]);
}
