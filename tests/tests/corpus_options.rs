//! The attribute's options, and results in `Option` and `Result`.

#[path = "../corpus/small/options.rs"]
mod options;

use autodiff_tests::gradient;
use options::*;

#[test]
fn constant_parameters_have_no_gradient() {
    let (gx, gy) = constant_parameter::grad(2.0, 3.0, 5.0);
    assert_eq!((gx, gy), (15.0, 6.0));
    gradient!(second |p| constant_parameter(val p[0], fix 3.0, val p[1]))
        .exact(&[2.0, 5.0], &[15.0, 6.0]);
}

#[test]
fn only_what_is_asked_for() {
    assert_eq!(with_respect_to::grad(2.0, 3.0), 24.0);
    assert_eq!(with_respect_to::jvp(2.0, 3.0, 1.0), (36.0, 24.0));
}

#[test]
fn gradients_stop() {
    gradient!(second |p| stopped(val p[0])).exact(&[3.0], &[9.0]);
}

#[test]
fn other_names() {
    assert_eq!(renamed(2.0), 8.0);
    assert_eq!(renamed_derivatives::grad(2.0), 12.0);
}

#[test]
fn one_mode() {
    assert_eq!(reverse_only::grad(0.0), 1.0);
    assert_eq!(reverse_only::vjp(0.0, 2.0), (0.0, 2.0));
    assert_eq!(forward_only::jvp(0.0, 1.0), (1.0, 0.0));
    assert_eq!(explicit_crate::grad(0.0), 1.0);
}

#[test]
fn options_and_results() {
    assert_eq!(checked_root::grad(4.0), Some(3.0));
    assert_eq!(checked_root::value_and_grad(4.0), Some((8.0, 3.0)));
    assert_eq!(checked_root::grad(-4.0), None);
    assert_eq!(checked_ratio::grad(3.0, 2.0), Ok((0.5, -0.75)));
    assert_eq!(checked_ratio::value_and_grad(3.0, 2.0), Ok((1.5, (0.5, -0.75))));
    assert_eq!(checked_ratio::grad(3.0, 0.0), Err(String::from("division by zero")));
}

#[test]
fn assertions_hold_in_the_forward_sweep() {
    gradient!(second |p| with_assertions(val p[0])).differences(&[1.3]);
    let failure = std::panic::catch_unwind(|| with_assertions::grad(-1.0)).unwrap_err();
    assert_eq!(failure.downcast_ref::<&str>(), Some(&"positive numbers only"));
}

#[test]
fn names_do_not_collide() {
    gradient!(second |p| options::value(val p[0], val p[1], val p[2]))
        .differences(&[1.3, 0.7, -0.4]);
    gradient!(second |p| ct(val p[0], val p[1])).differences(&[1.3, 0.7]);
}

#[test]
fn a_match_that_leaves_early() {
    gradient!(|p| left_early(val Some([p[0], p[1]]), val p[2])).differences(&[1.3, 0.7, -0.4]);
}
