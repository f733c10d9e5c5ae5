//! Parts of one list as arguments of one call.

#[path = "../corpus/small/parts.rs"]
mod parts;

use autodiff_tests::{gradient, map};
use parts::*;

const W: [f64; 4] = [0.3, 0.5, 0.7, 0.9];

#[test]
fn borrowed_together() {
    gradient!(|p| shared_parts(ref p[..])).differences(&W);
}

#[test]
fn changed_together() {
    map!(|p| halves_of_an_output(mut [p[0], p[1], p[2], p[3]])).differences(&W);
    gradient!(|p| parts_of_parts(ref p[..])).differences(&W);
    gradient!(|p| butterflies(ref p[..])).differences(&W);
}

#[test]
fn parts_of_a_field() {
    let (gradient,) = (halves_of_a_field::grad(State { values: W.to_vec() }),);
    let expected = [W[2] * (W[3] + (W[1] * W[3]).powi(2)), 0.0];
    assert!((gradient.values[0] - expected[0]).abs() < 1e-12);
    let of_second = W[0] * W[2] * 2.0 * W[1] * W[3] * W[3];
    assert!((gradient.values[1] - of_second).abs() < 1e-12);
}
