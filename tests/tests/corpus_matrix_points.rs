//! Points, and fields that are named as theirs.

#[path = "../corpus/small/matrix_points.rs"]
mod matrix_points;

use autodiff_runtime::nalgebra::{Matrix3, Point2, Point3, Vector3};
use autodiff_tests::gradient;
use matrix_points::*;

const NUMBERS: [f64; 19] = [
    1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7, -0.6, 0.2, 1.1, -0.9, 0.4, 1.5, 0.3, -1.2, 0.6,
    0.8,
];
fn v3(p: &[f64]) -> Vector3<f64> {
    Vector3::from_column_slice(&p[..3])
}
fn p3(p: &[f64]) -> Point3<f64> {
    Point3::from(v3(p))
}
fn m3(p: &[f64]) -> Matrix3<f64> {
    Matrix3::from_column_slice(&p[..9])
}
#[test]
fn of_point_ops() {
    gradient!(|p| point_ops(val p3(p), ref p3(&p[3..]), ref v3(&p[6..]), ref m3(&p[9..]), val p[18])).differences(&NUMBERS);
}
#[test]
fn of_point_new() {
    gradient!(|p| point_new(val p[0], val p[1])).differences(&NUMBERS[..2]);
}
fn the_cloud(p: &[f64]) -> Cloud {
    Cloud { coords: v3(p), center: p3(&p[3..]), points: vec![p3(&p[6..]), p3(&p[9..])] }
}
#[test]
fn of_cloud() {
    gradient!(|p| cloud(ref the_cloud(p), val p[12])).differences(&NUMBERS[..13]);
}
#[test]
fn of_centroid() {
    gradient!(|p| centroid(ref [Point2::new(p[0], p[1]), Point2::new(p[2], p[3])]))
        .differences(&NUMBERS[..4]);
}
