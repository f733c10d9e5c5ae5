//! Tuples.

#[path = "../corpus/small/tuples.rs"]
mod tuples;

use autodiff_tests::{gradient, map};
use tuples::*;

#[test]
fn parameters() {
    gradient!(second | p | parameter(val(p[0], p[1]))).differences(&[1.3, 0.7]);
    gradient!(second |p| pattern_parameter(val (p[0], p[1]), val p[2]))
        .differences(&[1.3, 0.7, -0.4]);
    gradient!(second |p| reference_to_tuple(ref (p[0], [p[1], p[2]])))
        .differences(&[1.3, 0.7, -0.4]);
}

#[test]
fn results() {
    map!(|p| tuples::returned(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| tuples::sin_and_cos(val p[0])).differences(&[1.3]);
}

#[test]
fn integers_in_a_result_are_inactive() {
    let (value, gradient) = mixed_with_integers::vjp(1.5, 4, (2.0, ()));
    assert_eq!(value, (6.0, 5));
    assert_eq!(gradient, 8.0);
    assert_eq!(mixed_with_integers::jvp(1.5, 4, 3.0), ((6.0, 5), (12.0, ())));
}

#[test]
fn inside() {
    gradient!(second |p| tuples::nested(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| passed_through(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| tuples::carried(val p[0])).differences(&[1.3]);
}
