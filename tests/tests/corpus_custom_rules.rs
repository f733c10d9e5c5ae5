//! Rules that the user gives.

#[path = "../corpus/small/custom_rules.rs"]
mod custom_rules;

use autodiff_runtime::prelude::*;
use autodiff_tests::{gradient, map};
use custom_rules::*;

#[test]
fn of_wrapped_functions() {
    gradient!(|p| logistic(val p[0])).differences(&[0.7]).differences(&[-3.0]);
    map!(|p| window(ref p[..3], fix 1, val [p[3], p[4]], fix 1.5))
        .differences(&[1.3, 0.7, -0.4, 0.9, 1.1]);
    gradient!(|p| custom_rules::windows(ref p[..4], val p[4]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 1.1])
        .differences(&[-1.3, 0.2, 0.4, 0.9, -0.6]);
}

#[test]
fn of_generic_functions_and_methods() {
    gradient!(|p| uses_generic_rule(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| uses_gain(val p[0], val p[1])).differences(&[1.3, 0.7]);
    let norm = smooth_norm::value_and_grad(&autodiff_runtime::nalgebra::Vector2::new(0.6_f32, 0.0));
    assert!((norm.0 - 1.36_f32.sqrt()).abs() < 1e-6);
    assert!((norm.1.x - 0.6 / 1.36_f32.sqrt()).abs() < 1e-6);
}

#[test]
fn of_one_mode() {
    assert_eq!(reverse_only::grad(2.0), 20.0);
    assert_eq!(reverse_only::pullback(2.0).1(3.0), 60.0);
    assert_eq!(forward_only::jvp(2.0, 3.0), (2.0, 21.0));
}

#[test]
fn of_both_modes_are_values() {
    assert_eq!(logistic {}.vjp((0.0,), 2.0), (0.5, (0.5,)));
    assert_eq!(logistic {}.jvp((0.0,), (2.0,)), (0.5, 0.5));
}

#[test]
fn of_roots_and_fixed_points() {
    gradient!(|p| uses_square_root(val p[0], val p[1])).differences(&[2.3, 1.7]);
    gradient!(|p| kepler(val [p[0], p[1]])).differences(&[0.7, 0.4]);
}
