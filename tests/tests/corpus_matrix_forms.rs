//! Matrices in the forms that programs write them: in loops, branches, closures, arrays, through references.

#[path = "../corpus/small/matrix_forms.rs"]
mod matrix_forms;

use autodiff_runtime::nalgebra::{DMatrix, DVector, Matrix2, Matrix3, Vector2, Vector3};
use autodiff_tests::{gradient, map};
use matrix_forms::*;

const NUMBERS: [f64; 24] = [
    1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7, -0.6, 0.2, 1.1, -0.9, 0.4, 1.5, 0.3, -1.2, 0.6,
    0.35, 0.9, 0.1, 0.7, -0.2, 0.5,
];
fn v2(p: &[f64]) -> Vector2<f64> {
    Vector2::from_column_slice(&p[..2])
}
fn v3(p: &[f64]) -> Vector3<f64> {
    Vector3::from_column_slice(&p[..3])
}
fn m2(p: &[f64]) -> Matrix2<f64> {
    Matrix2::from_column_slice(&p[..4])
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
fn of_iterate() {
    gradient!(|p| iterate(ref dv(&p[..2]), ref dv(&p[2..4]), ref dm(2,2,&p[4..])))
        .differences(&NUMBERS[..8]);
}
#[test]
fn of_refs() {
    map!(|p| refs(ref dv(&p[..2]), ref dv(&p[2..4]), ref dm(2,2,&p[4..]), val p[8]))
        .differences(&NUMBERS[..9]);
}
#[test]
fn of_use_tuple() {
    gradient!(|p| use_tuple(ref v2(p), val p[2])).differences(&NUMBERS[..3]);
}
#[test]
fn of_in_out() {
    map!(|p| in_out(mut dv(&p[5..7]), ref dm(2,2,p), val p[4]) -> ()).differences(&NUMBERS[..7]);
}
#[test]
fn of_calls_in_out() {
    gradient!(|p| calls_in_out(ref m3(p), ref v3(&p[9..]))).differences(&NUMBERS[..12]);
}
#[test]
fn of_arrays() {
    gradient!(|p| arrays(ref [v3(p), v3(&p[3..])], ref [m3(&p[6..]), m3(&p[15..])]))
        .differences(&NUMBERS[..24]);
}
#[test]
fn of_closures() {
    gradient!(|p| closures(ref m2(p), val v2(&p[4..]))).differences(&NUMBERS[..6]);
}
#[test]
fn of_branches() {
    gradient!(|p| branches(ref dm(2,2,p), ref dv(&p[4..6]), fix true)).differences(&NUMBERS[..6]);
    gradient!(|p| branches(ref dm(2,2,p), ref dv(&p[4..6]), fix false)).differences(&NUMBERS[..6]);
}
#[test]
fn of_swaps() {
    gradient!(|p| swaps(ref v2(p), ref v2(&p[2..]))).differences(&NUMBERS[..4]);
}
#[test]
fn of_early() {
    gradient!(|p| early(ref m2(p), ref v2(&p[4..]))).differences(&NUMBERS[..6]);
    gradient!(|p| early(ref m2(p), ref v2(&p[4..]))).differences(&[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
}
#[test]
fn of_newton() {
    map!(|p| newton(ref m2(p), ref v2(&p[4..]))).differences(&[2.0, 0.3, -0.4, 1.5, 0.7, 0.9]);
}
#[test]
fn of_rk4() {
    map!(|p| rk4(ref m2(p), val v2(&p[4..]), val p[6], fix 3)).differences(&NUMBERS[..7]);
}
#[test]
fn of_sub_views() {
    gradient!(|p| sub_views(ref dm(3,3,p), val p[9])).differences(&NUMBERS[..10]);
}

#[test]
fn of_options() {
    gradient!(|p| gain(ref v2(p), ref m2(&p[2..]), val p[6], val p[7]))
        .differences(&[1.0, 0.5, 1.0, 0.2, 0.2, 2.0, 0.4, 0.7]);
    let at = [2.0, 0.3, -0.4, 1.5, 0.7, 0.9];
    gradient!(|p| expected(ref dm(2, 2, p), ref dv(&p[4..6]))).differences(&at);
    map!(|p| tried(val m2(p), ref v2(&p[4..]))).differences(&at);
    gradient!(|p| inverse_or(ref m2(p))).differences(&at[..4]);
    gradient!(|p| inverse_or(ref m2(p))).differences(&[1.0, 2.0, 2.0, 5.0]);
}
