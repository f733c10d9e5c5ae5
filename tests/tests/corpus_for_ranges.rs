//! `for` over ranges.

#[path = "../corpus/small/for_ranges.rs"]
mod for_ranges;

use autodiff_tests::{DualNum, gradient};
use for_ranges::*;

#[test]
fn powers() {
    for n in [0, 1, 2, 5] {
        gradient!(second |p| power(val p[0], fix n)).twin(&[1.3], |p| p[0].powi(n as i32));
    }
}

#[test]
fn constant_trip_counts() {
    gradient!(second |p| constant_trips(val p[0])).differences(&[0.7]);
    gradient!(second |p| no_trips(val p[0])).exact(&[3.0], &[6.0]);
}

#[test]
fn directions_and_steps() {
    gradient!(second |p| inclusive(val p[0], fix 5)).differences(&[0.7]);
    gradient!(second |p| inclusive(val p[0], fix 0)).exact(&[0.7], &[0.0]);
    gradient!(second |p| reversed(ref p[..4], val p[4])).differences(&[1.0, -2.0, 0.5, 0.3, 0.7]);
    gradient!(second |p| stepped(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9, 2.0]);
}

#[test]
fn carried_values() {
    gradient!(second |p| carried(val p[0], fix 6)).differences(&[0.7]);
    gradient!(second |p| logistic_map(val p[0], val p[1]))
        .twin(&[2.9, 0.4], |p| (0..20).fold(p[1], |x, _| p[0] * x * (-x + 1.0)));
    gradient!(second |p| same_division_every_trip(val p[0], val p[1])).differences(&[1.3, 0.7]);
}

#[test]
fn sums() {
    gradient!(second |p| sums_only(ref p[..3], val p[3])).differences(&[1.0, -2.0, 0.5, 0.3]);
    gradient!(second |p| two_sums(ref p[..])).differences(&[1.0, -2.0, 0.5]);
}

#[test]
fn nests() {
    gradient!(second |p| for_ranges::nested(ref p[..])).differences(&[1.0, 2.0, 0.5]);
    gradient!(second |p| triangular(ref p[..])).differences(&[1.0, 2.0, 0.5, -0.7]);
}

#[test]
fn work_arrays() {
    gradient!(second |p| work_array(ref p[..])).differences(&[1.0, 2.0, 0.5]);
    gradient!(second |p| buffer_survives_iterations(ref p[..])).differences(&[1.0, 2.0, 0.5]);
}

#[test]
fn counters_and_bounds() {
    gradient!(second |p| counter_by_hand(ref p[..])).differences(&[1.0, 2.0, 0.5, -0.7, 0.3, 1.1]);
    gradient!(second |p| loop_variable_as_a_number(val p[0])).differences(&[0.7]);
    gradient!(second |p| active_exponent_bound(val p[0])).differences(&[2.5]);
}
