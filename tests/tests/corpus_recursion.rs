//! Recursion.

#[path = "../corpus/small/recursion.rs"]
mod recursion;

use autodiff_tests::{DualNum, gradient, map};
use recursion::*;

#[test]
fn powers() {
    for n in [0, 1, 2, 7] {
        gradient!(second |p| power(val p[0], fix n)).twin(&[1.3], |p| p[0].powi(n as i32));
        gradient!(second |p| fast_power(val p[0], fix n)).twin(&[1.3], |p| p[0].powi(n as i32));
    }
}

#[test]
fn depths() {
    gradient!(second |p| continued_fraction(val p[0], fix 6)).differences(&[1.3]);
    gradient!(second |p| even(val p[0], fix 5)).differences(&[0.7]);
    gradient!(second |p| odd(val p[0], fix 4)).differences(&[0.7]);
    gradient!(second |p| adaptive_integral(val p[0], val p[1], fix 6)).differences(&[0.2, 1.9]);
}

#[test]
fn over_slices() {
    gradient!(second |p| pairwise_sum(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9, 2.0]);
    map!(|p| halves_in_place(mut p.to_vec()) -> ())
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8]);
    gradient!(second |p| minor_determinant(ref p[..], fix 3))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7]);
}
