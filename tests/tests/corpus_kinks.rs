//! Where a derivative has several answers.

#[path = "../corpus/small/kinks.rs"]
mod kinks;

use autodiff_tests::gradient;
use kinks::*;

#[test]
fn relu_is_flat_at_zero() {
    gradient!(second |p| relu(val p[0]))
        .exact(&[0.0], &[0.0])
        .exact(&[1.0], &[1.0])
        .exact(&[-1.0], &[0.0]);
}

#[test]
fn equals_share() {
    gradient!(second |p| larger_of_equals(val p[0])).exact(&[1.0], &[1.5]).exact(&[0.0], &[0.5]);
}

#[test]
fn a_zero_cotangent_stops_at_an_infinite_slope() {
    gradient!(second |p| reciprocal_capped(val p[0])).exact(&[0.0], &[0.0]).exact(&[2.0], &[-0.25]);
    gradient!(second |p| logarithm_of_zero_unused(val p[0]))
        .exact(&[0.0], &[1.0])
        .exact(&[2.0], &[0.5]);
    assert_eq!(hides_a_root::grad(0.0), 0.0);
    assert_eq!(root_times_zero::grad(0.0, 0.0), (0.0, 0.0));
    gradient!(second |p| root_times_zero(val p[0], val p[1]))
        .exact(&[0.0, 2.0], &[f64::INFINITY, 0.0]);
}

#[test]
fn an_infinite_slope_stops_at_a_zero_factor_in_both_modes() {
    gradient!(second |p| hides_a_root(val p[0])).exact(&[0.0], &[0.0]).differences(&[2.0]);
    gradient!(second |p| root_times_zero(val p[0], val p[1])).exact(&[0.0, 0.0], &[0.0, 0.0]);
}

#[test]
fn norm_by_hand() {
    gradient!(second |p| norm_of_two(val p[0], val p[1])).exact(&[3.0, 4.0], &[0.6, 0.8]);
}

#[test]
fn powers_of_zero() {
    gradient!(second |p| power_of_zero(val p[0])).exact(&[0.0], &[1.0]);
}

#[test]
fn steps_are_flat() {
    gradient!(second |p| floor_has_a_path(val p[0])).exact(&[2.5], &[0.0]);
    gradient!(second |p| through_an_integer(val p[0])).exact(&[2.5], &[2.0]);
    gradient!(second |p| fraction(val p[0])).exact(&[2.5], &[2.0]).exact(&[-2.5], &[2.0]);
}

#[test]
fn zeros_hide_infinities_in_products() {
    assert_eq!(capped_product::grad(0.0, 2.0), (0.0, 0.0));
    assert_eq!(capped_product::jvp(0.0, 2.0, 1.0, 1.0), (1.0, 0.0));
    assert_eq!(length::grad(0.0, 0.0), (0.0, 0.0));
    for (dx, dy) in [(1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
        assert_eq!(length::jvp(0.0, 0.0, dx, dy), (0.0, 0.0));
    }
}
