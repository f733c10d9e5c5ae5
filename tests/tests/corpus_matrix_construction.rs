//! Construction of matrices, vectors and points.

#[path = "../corpus/small/matrix_construction.rs"]
mod matrix_construction;

use autodiff_runtime::nalgebra::{DMatrix, DVector, Matrix2, RowVector2, Vector2, Vector3};
use autodiff_tests::{gradient, map};
use matrix_construction::*;

const NUMBERS: [f64; 18] =
    [1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7, -0.6, 0.2, 1.1, -0.9, 0.4, 1.5, 0.3, -1.2, 0.6];
fn v3(p: &[f64]) -> Vector3<f64> {
    Vector3::from_column_slice(&p[..3])
}
fn m2(p: &[f64]) -> Matrix2<f64> {
    Matrix2::from_column_slice(&p[..4])
}
fn dv(p: &[f64]) -> DVector<f64> {
    DVector::from_column_slice(p)
}

#[test]
fn of_new_all() {
    gradient!(|p| new_all(val p[0], val p[1])).differences(&NUMBERS[..2]);
}
#[test]
fn of_na_path() {
    map!(|p| na_path(val p[0], val p[1])).differences(&NUMBERS[..2]);
}
#[test]
fn of_zeros_ident() {
    gradient!(|p| zeros_ident(val p[0])).differences(&NUMBERS[..1]);
}
#[test]
fn of_dzeros() {
    gradient!(|p| dzeros(val p[0], fix 3)).differences(&NUMBERS[..1]);
}
#[test]
fn of_from_elem() {
    gradient!(|p| from_elem(val p[0], fix 3)).differences(&NUMBERS[..1]);
}
#[test]
fn of_row_slice() {
    gradient!(|p| row_slice(ref p[..])).differences(&NUMBERS[..6]);
}
#[test]
fn of_col_slice() {
    gradient!(|p| col_slice(ref p[..])).differences(&NUMBERS[..6]);
}
#[test]
fn of_from_diag() {
    gradient!(|p| from_diag(ref v3(p), ref dv(&p[3..6]))).differences(&NUMBERS[..6]);
}
#[test]
fn of_macros() {
    gradient!(|p| macros(val p[0], val p[1])).differences(&NUMBERS[..2]);
}
#[test]
fn of_cols_static() {
    gradient!(|p| cols_static(ref v3(p), ref v3(&p[3..]))).differences(&NUMBERS[..6]);
}
#[test]
fn of_rows_static() {
    gradient!(|p| rows_static(ref v3(p), ref v3(&p[3..]))).differences(&NUMBERS[..6]);
}
#[test]
fn of_cols_dyn() {
    gradient!(|p| cols_dyn(ref dv(&p[..3]), ref dv(&p[3..]))).differences(&NUMBERS[..6]);
}
#[test]
fn of_from_arrays() {
    gradient!(|p| from_arrays(val [p[0], p[1], p[2]], val [[p[3], p[4]],[p[5],p[6]]]))
        .differences(&NUMBERS[..7]);
}
#[test]
fn of_from_row_slice_arr() {
    gradient!(|p| from_row_slice_arr(val p[0], val p[1])).differences(&NUMBERS[..2]);
}
#[test]
fn of_from_vec_owned() {
    gradient!(|p| from_vec_owned(val p.to_vec())).differences(&NUMBERS[..4]);
}
#[test]
fn of_special() {
    gradient!(|p| special(val p[0], val v3(&p[1..]))).differences(&NUMBERS[..4]);
}
#[test]
fn of_kron() {
    gradient!(|p| kron(ref m2(p), ref m2(&p[4..]))).differences(&NUMBERS[..8]);
}
#[test]
fn of_outer() {
    gradient!(|p| outer(ref v3(p), ref v3(&p[3..]))).differences(&NUMBERS[..6]);
}

#[test]
fn of_arrays_of_slices() {
    gradient!(|p| arrays_of_slices(ref p[..2], val p[2])).differences(&NUMBERS[..3]);
}
#[test]
fn of_flat_matrix() {
    gradient!(|p| flat_matrix(ref m2(p), ref DMatrix::from_column_slice(2, 2, &p[4..8])))
        .differences(&NUMBERS[..8]);
}
#[test]
fn of_vectors_in_vec() {
    gradient!(|p| vectors_in_vec(ref [Vector2::new(p[0], p[1]), Vector2::new(p[2], p[3])], val vec![RowVector2::new(p[4], p[5]), RowVector2::new(p[6], p[7])])).differences(&NUMBERS[..8]);
}
#[test]
fn of_aliases() {
    gradient!(|p| aliases(val p[0], val p[1])).differences(&NUMBERS[..2]);
}
