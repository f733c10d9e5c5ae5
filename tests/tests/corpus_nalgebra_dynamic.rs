//! nalgebra with dynamic sizes.

#[path = "../corpus/small/nalgebra_dynamic.rs"]
mod nalgebra_dynamic;

use autodiff_runtime::nalgebra::{DMatrix, DVector};
use autodiff_tests::{gradient, map};
use nalgebra_dynamic::*;

const NUMBERS: [f64; 13] = [1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7, -0.6, 0.2, 1.1, -0.9];

fn vector(p: &[f64]) -> DVector<f64> {
    DVector::from_column_slice(p)
}

fn matrix(rows: usize, columns: usize, p: &[f64]) -> DMatrix<f64> {
    DMatrix::from_column_slice(rows, columns, p)
}

#[test]
fn products() {
    gradient!(second |p| nalgebra_dynamic::dot(ref vector(&p[..3]), ref vector(&p[3..])))
        .differences(&NUMBERS[..6]);
    gradient!(second |p| residual(ref matrix(2, 3, &p[..6]), ref vector(&p[6..9]), ref vector(&p[9..])))
        .differences(&NUMBERS[..11]);
    gradient!(second |p| nalgebra_dynamic::products(ref matrix(2, 2, &p[..4]), ref matrix(2, 2, &p[4..])))
        .differences(&NUMBERS[..8]);
}

#[test]
fn operators_by_value_and_reference() {
    map!(|p| operators(ref vector(&p[..3]), ref vector(&p[3..6]), val p[6]))
        .differences(&NUMBERS[..7]);
    gradient!(second |p| owned(val vector(&p[..3]), val vector(&p[3..])))
        .differences(&NUMBERS[..6]);
}

#[test]
fn in_place() {
    gradient!(second |p| entries_in_place(ref matrix(3, 3, p))).differences(&NUMBERS[..9]);
}

#[test]
fn construction_and_parts() {
    gradient!(second |p| constructed(val p[0], fix 4)).differences(&NUMBERS[..1]);
    gradient!(second |p| parts(ref matrix(3, 3, p))).differences(&NUMBERS[..9]);
    gradient!(second |p| mapped(ref vector(p))).differences(&NUMBERS[..5]);
}

#[test]
fn iteration() {
    gradient!(second |p| power_iteration(ref matrix(3, 3, &p[..9]), ref vector(&p[9..]), fix 5))
        .differences(&NUMBERS[..12]);
}
