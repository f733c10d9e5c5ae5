//! Methods of matrices and views, in the forms that programs write.

#[path = "../corpus/small/matrix_methods.rs"]
mod matrix_methods;

use autodiff_runtime::nalgebra::{DMatrix, DVector, Matrix3, SMatrix, Vector2, Vector3, Vector4};
use autodiff_tests::{gradient, map};
use matrix_methods::*;

const NUMBERS: [f64; 18] =
    [1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7, -0.6, 0.2, 1.1, -0.9, 0.4, 1.5, 0.3, -1.2, 0.6];
fn v2(p: &[f64]) -> Vector2<f64> {
    Vector2::from_column_slice(&p[..2])
}
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
fn of_views_ops() {
    gradient!(second |p| views_ops(ref m3(p), val p[9])).differences(&NUMBERS[..10]);
}
#[test]
fn of_dviews_ops() {
    gradient!(second |p| dviews_ops(ref dm(3,3,p), val p[9])).differences(&NUMBERS[..10]);
}
#[test]
fn of_assign_ops() {
    gradient!(second |p| assign_ops(ref v3(p), val v3(&p[3..]), ref m3(&p[6..]), val p[15]))
        .differences(&NUMBERS[..16]);
}
#[test]
fn of_d_assign_ops() {
    gradient!(second |p| d_assign_ops(ref dv(&p[..3]), val dv(&p[3..6]), ref dm(3,3,&p[6..]), val p[15]))
        .differences(&NUMBERS[..16]);
}
#[test]
fn of_methods1() {
    gradient!(second |p| methods1(ref v3(p), ref v3(&p[3..]))).differences(&NUMBERS[..6]);
}
#[test]
fn of_norms() {
    gradient!(second |p| norms(ref m3(p), ref v3(&p[9..]))).differences(&NUMBERS[..12]);
}
#[test]
fn of_extremes() {
    gradient!(second |p| extremes(ref v3(p), ref dv(&p[3..]))).differences(&NUMBERS[..7]);
}
#[test]
fn of_reductions() {
    gradient!(second |p| reductions(ref SMatrix::from_column_slice(&p[..6]), ref dm(2,2,&p[6..])))
        .differences(&NUMBERS[..10]);
}
#[test]
fn of_tri() {
    gradient!(second |p| tri(ref m3(p))).differences(&NUMBERS[..9]);
}
#[test]
fn of_square_mats() {
    gradient!(second |p| square_mats(ref m3(p))).differences(&NUMBERS[..9]);
}
#[test]
fn of_tr_muls() {
    gradient!(second |p| tr_muls(ref m3(p), ref v3(&p[9..]), ref dm(2,2,&p[12..])))
        .differences(&NUMBERS[..16]);
}
#[test]
fn of_in_place() {
    gradient!(second |p| in_place(ref v3(p))).differences(&NUMBERS[..3]);
}
#[test]
fn of_apply() {
    gradient!(second |p| apply(ref v3(p), val p[3])).differences(&NUMBERS[..4]);
}
#[test]
fn of_maps() {
    gradient!(second |p| maps(ref v3(p), ref v3(&p[3..]), val p[6])).differences(&NUMBERS[..7]);
}
#[test]
fn of_dmaps() {
    gradient!(second |p| dmaps(ref dv(&p[..3]), ref dv(&p[3..6]), val p[6]))
        .differences(&NUMBERS[..7]);
}
#[test]
fn of_scal() {
    gradient!(second |p| scal(ref v3(p), val p[3])).differences(&NUMBERS[..4]);
}
#[test]
fn of_swizzle() {
    gradient!(second |p| swizzle(ref v3(p), val Vector4::from_column_slice(&p[3..])))
        .differences(&NUMBERS[..7]);
}
#[test]
fn of_m11() {
    gradient!(second |p| m11(ref m3(p))).differences(&NUMBERS[..9]);
}
#[test]
fn of_xyzw() {
    map!(|p| xyzw(ref v3(p))).differences(&NUMBERS[..3]);
}
#[test]
fn of_as_slices() {
    gradient!(second |p| as_slices(ref v3(p), ref dm(2,2,&p[3..]))).differences(&NUMBERS[..7]);
}
#[test]
fn of_shapes() {
    gradient!(second |p| shapes(ref dm(2,3,p))).differences(&NUMBERS[..6]);
}
#[test]
fn of_owned() {
    gradient!(second |p| owned(ref dm(3,3,p))).differences(&NUMBERS[..9]);
}
#[test]
fn of_iters() {
    gradient!(second |p| iters(ref dm(2,2,p), ref m3(&p[4..]))).differences(&NUMBERS[..13]);
}
#[test]
fn of_iters2() {
    gradient!(second |p| iters2(ref dm(2,2,p))).differences(&NUMBERS[..4]);
}
#[test]
fn of_dots() {
    gradient!(second |p| dots(ref dm(3,3,p), ref dv(&p[9..12]))).differences(&NUMBERS[..12]);
}
#[test]
fn of_angles() {
    gradient!(second |p| angles(ref v3(p), ref v3(&p[3..]))).differences(&NUMBERS[..6]);
}
#[test]
fn of_perp() {
    gradient!(second |p| perp(ref v2(p), ref v2(&p[2..]))).differences(&NUMBERS[..4]);
}
#[test]
fn of_neg_ref() {
    gradient!(second |p| neg_ref(ref v3(p), ref dm(2,2,&p[3..]))).differences(&NUMBERS[..7]);
}
#[test]
fn of_try_norm() {
    gradient!(second |p| try_norm(ref v3(p))).differences(&NUMBERS[..3]);
}
