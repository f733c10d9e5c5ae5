//! Programs of robotics and statistics: filters, regressions, chains of transforms.

#[path = "../corpus/small/matrix_programs.rs"]
mod matrix_programs;

use autodiff_runtime::nalgebra::{DMatrix, DVector, Matrix2, Matrix3, Vector2, Vector3};
use autodiff_tests::{gradient, map};
use matrix_programs::*;

const NUMBERS: [f64; 20] = [
    1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7, -0.6, 0.2, 1.1, -0.9, 0.4, 1.5, 0.3, -1.2, 0.6,
    0.35, 0.9,
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
fn filter(p: &[f64]) -> Filter {
    Filter { x: v2(p), p: m2(&p[2..]), history: dm(2, 2, &p[6..]) }
}
#[test]
fn of_kalman2() {
    gradient!(|p| kalman(ref v2(p), ref m2(&p[2..]), val p[6], val p[7], ref p[8..]))
        .differences(&[1.3, 0.7, 1.5, 0.2, 0.2, 1.1, 0.3, 0.5, 0.4, 0.9, 1.2]);
}
#[test]
fn of_kalman_dyn() {
    gradient!(|p| kalman_dyn(ref dv(&p[..2]), ref dm(2,2,&p[2..]), ref dm(1,2,&p[6..]), ref dv(&p[8..9]))).differences(&[1.3, 0.7, 1.5, 0.2, 0.2, 1.1, 0.3, 0.5, 0.4]);
}
#[test]
fn of_gp() {
    gradient!(|p| gp(ref p[..3], ref dv(&p[3..6]), val p[6], val p[7]))
        .differences(&[0.1, 0.9, 1.7, 0.4, -0.3, 0.8, 0.7, 0.2]);
}
#[test]
fn of_ridge() {
    gradient!(|p| ridge(ref dm(3,2,p), ref dv(&p[6..9]), val p[9]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7, 0.3]);
}
#[test]
fn of_arm() {
    gradient!(|p| arm(ref p[..3], ref p[3..6], ref v2(&p[6..]))).differences(&NUMBERS[..8]);
}
#[test]
fn of_rodrigues() {
    map!(|p| rodrigues(ref v3(p), ref v3(&p[3..]))).differences(&NUMBERS[..6]);
}
#[test]
fn of_rotation_matrix() {
    map!(|p| rotation_matrix(ref v3(p))).differences(&NUMBERS[..3]);
}
#[test]
fn of_rollout() {
    gradient!(|p| rollout(ref m2(p), ref v2(&p[4..]), ref p[6..9], val v2(&p[9..])))
        .differences(&NUMBERS[..11]);
}
#[test]
fn of_mvn() {
    gradient!(|p| mvn(ref v3(p), ref v3(&p[3..]), ref m3(&p[6..]))).differences(&NUMBERS[..15]);
}
#[test]
fn of_covariance() {
    map!(|p| covariance(ref dm(2,3,p))).differences(&NUMBERS[..6]);
}
#[test]
fn of_gauss_newton() {
    gradient!(|p| gauss_newton(ref p[..3], ref p[3..6], val v2(&p[6..])))
        .differences(&[0.1, 0.5, 1.0, 1.1, 1.4, 2.0, 0.9, 0.6]);
}
#[test]
fn of_classify() {
    gradient!(|p| classify(ref dm(2,2,p), ref dv(&p[4..6]), ref dm(3,2,&p[6..]), ref dv(&p[12..14]), fix 1)).differences(&NUMBERS[..14]);
}
#[test]
fn of_rigid() {
    gradient!(|p| rigid_body(ref v3(p), ref m3(&p[3..]), ref v3(&p[12..]), val p[15]))
        .differences(&NUMBERS[..16]);
}
#[test]
fn of_nested() {
    gradient!(|p| nested(ref m3(p), ref v3(&p[9..]), fix true)).differences(&NUMBERS[..12]);
    gradient!(|p| nested(ref m3(p), ref v3(&p[9..]), fix false)).differences(&NUMBERS[..12]);
}
#[test]
fn of_filter() {
    gradient!(|p| run_filter(ref filter(p), ref m2(&p[10..]), val p[14]))
        .differences(&NUMBERS[..15]);
}
