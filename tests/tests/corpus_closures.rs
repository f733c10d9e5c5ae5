//! Local closures, and what takes them.

#[path = "../corpus/small/closures.rs"]
mod closures;

use autodiff_runtime::nalgebra::Vector3;
use autodiff_tests::{gradient, map};
use closures::*;

const P: [f64; 6] = [1.3, 0.7, -0.4, 0.9, 2.0, -1.1];

#[test]
fn arrays() {
    gradient!(second |p| array_from_fn(val p[0], val p[1])).differences(&P[..2]);
    map!(|p| array_of_some_length(val p[0])).differences(&P[..1]);
    gradient!(second |p| array_of_const_length(ref [p[0], p[1], p[2]], val p[3]))
        .differences(&P[..4]);
    gradient!(second |p| array_of_arrays(val p[0], val p[1])).differences(&P[..2]);
    gradient!(second |p| array_map(val [p[0], p[1], p[2]], val p[3])).differences(&P[..4]);
}

#[test]
fn matrices() {
    gradient!(second |p| vector_from_fn(val p[0], val p[1])).differences(&P[..2]);
    gradient!(second |p| from_iterators(ref p[..])).differences(&P);
    gradient!(second |p| elementwise(val Vector3::new(p[0], p[1], p[2]), ref Vector3::new(p[3], p[4], p[5]), val p[6]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.6]);
}

#[test]
fn functions_by_path() {
    gradient!(second |p| paths(ref p[..])).differences(&P);
}

#[test]
fn calls() {
    gradient!(second |p| called_often(val p[0], val p[1])).differences(&P[..2]);
    gradient!(second |p| closures_of_closures(val p[0], val p[1])).differences(&P[..2]);
    gradient!(second |p| changing_captured(ref p[..3], val p[3])).differences(&P[..4]);
    gradient!(second |p| moved_captures(val p[0], val p[1])).differences(&P[..2]);
    gradient!(second |p| newton(val p[0], val p[1])).differences(&P[..2]);
}
