//! nalgebra with static sizes.

#[path = "../corpus/small/nalgebra_static.rs"]
mod nalgebra_static;

use autodiff_runtime::nalgebra::{Matrix2, Matrix3, Point3, SMatrix, SVector, Vector2, Vector3};
use autodiff_tests::{gradient, map};
use nalgebra_static::*;

/// The next three numbers.
fn v(p: &[f64]) -> Vector3<f64> {
    Vector3::new(p[0], p[1], p[2])
}

/// The next four numbers, column by column.
fn m2(p: &[f64]) -> Matrix2<f64> {
    Matrix2::from_column_slice(&p[..4])
}

/// The next nine numbers, column by column.
fn m3(p: &[f64]) -> Matrix3<f64> {
    Matrix3::from_column_slice(&p[..9])
}

const NUMBERS: [f64; 18] =
    [1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7, -0.6, 0.2, 1.1, -0.9, 0.4, 1.5, 0.3, -1.2, 0.6];

#[test]
fn scalar_products() {
    gradient!(second |p| nalgebra_static::dot(val v(p), val v(&p[3..]))).differences(&NUMBERS[..6]);
    gradient!(second |p| norms(ref v(p))).differences(&NUMBERS[..3]);
    gradient!(second |p| normalized(ref v(p), ref v(&p[3..]))).differences(&NUMBERS[..6]);
    gradient!(second |p| triple_product(ref v(p), ref v(&p[3..]), ref v(&p[6..])))
        .differences(&NUMBERS[..9]);
}

#[test]
fn norms_of_zero_are_flat() {
    gradient!(second |p| norms(ref v(p))).exact(&[0.0; 3], &[0.0; 3]);
}

#[test]
fn components_and_construction() {
    gradient!(second |p| components(ref v(p))).differences(&NUMBERS[..3]);
    gradient!(second |p| constructed(val p[0], val p[1])).differences(&NUMBERS[..2]);
    gradient!(second |p| explicit_matrix(val p[0], val p[1])).differences(&NUMBERS[..2]);
}

#[test]
fn operators() {
    map!(|p| vector_operators(val v(p), val v(&p[3..]), val p[6])).differences(&NUMBERS[..7]);
    map!(|p| reference_operators(ref v(p), ref v(&p[3..]), val p[6])).differences(&NUMBERS[..7]);
    gradient!(second |p| assigning_operators(val v(p), ref v(&p[3..]), val p[6]))
        .differences(&NUMBERS[..7]);
}

#[test]
fn products() {
    map!(|p| matrix_vector(ref m3(p), ref v(&p[9..]))).differences(&NUMBERS[..12]);
    gradient!(second |p| matrix_products(val m2(p), val m2(&p[4..]))).differences(&NUMBERS[..8]);
    gradient!(second |p| rectangular(ref SMatrix::<f64, 2, 3>::from_column_slice(&p[..6]), ref v(&p[6..]), ref Vector2::new(p[9], p[10]))).differences(&NUMBERS[..11]);
    gradient!(second |p| quadratic_form(ref m2(p), ref Vector2::new(p[4], p[5])))
        .differences(&NUMBERS[..6]);
}

#[test]
fn by_elements() {
    gradient!(second |p| elementwise(ref m2(p), ref m2(&p[4..]))).differences(&NUMBERS[..8]);
    gradient!(second |p| reductions(ref SMatrix::<f64, 2, 3>::from_column_slice(&p[..6])))
        .differences(&NUMBERS[..6]);
    gradient!(second |p| scaled(ref v(p), val p[3])).differences(&NUMBERS[..4]);
    gradient!(second |p| diagonals(ref v(p), ref m3(&p[3..]))).differences(&NUMBERS[..12]);
}

#[test]
fn parts() {
    gradient!(second |p| rows_and_columns(ref SMatrix::<f64, 2, 3>::from_column_slice(&p[..6])))
        .differences(&NUMBERS[..6]);
    gradient!(second |p| views(ref m3(p))).differences(&NUMBERS[..9]);
    gradient!(second |p| vector_parts(ref SVector::<f64, 4>::from_column_slice(&p[..4])))
        .differences(&NUMBERS[..4]);
}

#[test]
fn closures() {
    gradient!(second |p| mapped(ref v(p))).differences(&NUMBERS[..3]);
    gradient!(second |p| mapped_with_capture(ref v(p), val p[3])).differences(&NUMBERS[..4]);
}

#[test]
fn in_place() {
    gradient!(second |p| entries_in_place(ref m2(p), val p[4])).differences(&NUMBERS[..5]);
    gradient!(second |p| static_recurrence(ref m2(p), val Vector2::new(p[4], p[5]), fix 4))
        .differences(&NUMBERS[..6]);
}

#[test]
fn of_points() {
    gradient!(second |p| nalgebra_static::points(ref Point3::from(v(p)), ref Point3::from(v(&p[3..])), ref v(&p[6..]))).differences(&NUMBERS[..9]);
}

/// Two layers: six weights and two biases, two weights and a bias.
fn layers(p: &[f64]) -> (Dense<3, 2>, Dense<2, 1>) {
    let first = Dense {
        weight: SMatrix::from_column_slice(&p[..6]),
        bias: SVector::from_column_slice(&p[6..8]),
    };
    let second = Dense {
        weight: SMatrix::from_column_slice(&p[8..10]),
        bias: SVector::from_column_slice(&p[10..11]),
    };
    (first, second)
}

#[test]
fn of_layers() {
    gradient!(second |p| network(ref layers(p).0, ref layers(p).1, ref v(&p[11..])))
        .differences(&NUMBERS[..14]);
}
