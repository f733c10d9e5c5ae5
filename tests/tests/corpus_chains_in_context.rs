//! Chains and closures in their surroundings.

#[path = "../corpus/small/chains_in_context.rs"]
mod chains_in_context;

use autodiff_runtime::nalgebra::{Matrix2x3, Matrix3, Vector2, Vector3};
use autodiff_tests::{gradient, map};
use chains_in_context::*;

const P: [f64; 6] = [1.3, 0.7, -0.4, 0.9, 2.0, -1.1];

#[test]
fn methods() {
    gradient!(|p| network(val p[0], val p[1], val p[2], val p[3], ref p[4..])).differences(&P);
}

#[test]
fn generic() {
    gradient!(|p| generic_sum(ref p[..5], val p[5])).differences(&P);
    gradient!(|p| generic_chain(ref p[..5], val p[5])).differences(&P);
}

#[test]
fn pairs() {
    gradient!(|p| whole_pairs(ref p[..3], ref p[3..])).differences(&P);
    gradient!(|p| pairwise(ref p[..])).differences(&P);
    gradient!(|p| windows_and_chunks(ref p[..])).differences(&P);
}

#[test]
fn matrices() {
    let q = [1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.3, 0.8, -0.6, 1.1, 0.5, -0.2];
    gradient!(|p| over_columns(ref Matrix3::from_column_slice(&p[..9]), ref Vector3::new(p[9], p[10], p[11])))
        .differences(&q);
    gradient!(|p| of_matrix(ref Matrix2x3::from_column_slice(p))).differences(&P);
    gradient!(|p| dynamic(ref p[..])).differences(&P);
    map!(|p| of_vectors_flat(ref p[..4], val p[4])).differences(&P[..5]);
}

#[autodiff_runtime::differentiate]
fn of_vectors_flat(xs: &[f64], k: f64) -> f64 {
    let points = vec![Vector2::new(xs[0], xs[1]), Vector2::new(xs[2], xs[3])];
    of_vectors(&points, k)
}

#[test]
fn control() {
    gradient!(|p| in_branches(ref p[..5], val p[5])).differences(&P);
    gradient!(|p| while_there(ref p[..5], val p[5])).differences(&P);
    gradient!(|p| unused_parts(ref p[..3])).differences(&[1.3, 0.7, 0.4]);
    map!(|p| overwritten_later(mut p[1..].to_vec(), val p[0])).differences(&P);
}

#[test]
fn single_precision() {
    let gradient = single::grad(&[0.5, -1.0, 2.0]);
    assert_eq!(gradient, vec![-1.0, 4.25, -4.0]);
}
