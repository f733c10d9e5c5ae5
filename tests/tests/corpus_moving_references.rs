//! References that are assigned again, and the rests of slices.

#[path = "../corpus/small/moving_references.rs"]
mod moving_references;

use autodiff_tests::gradient;
use moving_references::*;

const P: [f64; 6] = [1.3, 0.7, -0.4, 0.9, 2.0, -1.1];

#[test]
fn rests() {
    gradient!(second |p| horner(ref p[..])).differences(&P).differences(&[]);
    gradient!(second |p| halves(ref p[..])).differences(&P).differences(&[1.5]);
    gradient!(second |p| sum_recursively(ref p[..])).differences(&P).differences(&[0.5]);
    gradient!(second |p| both_sides(ref p[..3], ref p[3..])).differences(&P);
    gradient!(second |p| last_of(ref p[..])).differences(&P).differences(&P[..5]);
    gradient!(second |p| last_of(ref p[..])).differences(&P[..3]);
}

#[test]
fn elements() {
    gradient!(second |p| extremes(ref p[..])).differences(&P).differences(&[1.5]);
    gradient!(second |p| rows(ref p[..])).differences(&P);
    gradient!(second |p| parts_of_parts(ref p[..5], val p[5])).differences(&P);
    gradient!(|p| walked(ref p[..], fix &[2, 0, 3, 5, 1, 4])).differences(&P);
}

#[test]
fn slicing_panics_as_before() {
    let too_far = std::panic::catch_unwind(|| parts_of_parts::grad(&P[..3], 1.0));
    assert!(too_far.is_err());
}
