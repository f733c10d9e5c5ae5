//! Expressions and `let`.

#[path = "../corpus/small/straight_line.rs"]
mod straight_line;

use autodiff_tests::{DualNum, gradient};
use straight_line::*;

#[test]
fn rosenbrock_has_its_gradient() {
    gradient!(second |p| rosenbrock(val p[0], val p[1]))
        .exact(&[1.2, 1.0], &[211.6, -88.0])
        .twin(&[0.3, -0.8], |p| (-p[0] + 1.0).powi(2) + (p[1] - p[0] * p[0]).powi(2) * 100.0);
}

#[test]
fn the_identity_passes_the_seed_on() {
    gradient!(second |p| identity(val p[0])).exact(&[4.0], &[1.0]);
}

#[test]
fn expressions() {
    gradient!(second |p| polynomial(val p[0])).differences(&[1.3]).differences(&[-0.4]);
    gradient!(second |p| quotient(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[-2.0, 1.5]);
    gradient!(second |p| signs(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[-2.0, 1.5]);
    gradient!(second |p| precedence(val p[0], val p[1], val p[2])).differences(&[1.3, 0.7, -0.4]);
    gradient!(second |p| literals(val p[0])).differences(&[1.3]);
}

#[test]
fn names_and_patterns() {
    gradient!(second |p| intermediate_names(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| typed_let(val p[0])).differences(&[1.3]);
    gradient!(second |p| tuple_patterns(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| late_initialisation(val p[0])).differences(&[1.3]).differences(&[-0.7]);
}

#[test]
fn shadowed_names() {
    gradient!(second |p| shadowing(val p[0])).differences(&[1.3]);
    gradient!(second |p| shadowed_parameter_in_block(val p[0])).differences(&[0.4]);
}

#[test]
fn blocks() {
    gradient!(second |p| block_value(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| labelled_block(val p[0]))
        .differences(&[2.5])
        .differences(&[0.7])
        .differences(&[1.9]);
}

#[test]
fn casts_are_linear() {
    let (x, scale) = (1.25, 2.0);
    gradient!(second |p| casts(val p[0], fix 5, fix 2)).single().exact(&[x], &[2.0 * x * scale]);
}

#[test]
fn unused_parameters_have_a_zero_gradient() {
    gradient!(second |p| unused_parameter(val p[0], val p[1])).exact(&[3.0, 5.0], &[6.0, 0.0]);
}

#[test]
fn returns_and_uses() {
    gradient!(second |p| return_statement(val p[0])).differences(&[1.3]);
    gradient!(second |p| repeated_use(val p[0])).differences(&[1.3]);
}

#[test]
fn constants_statics_and_inner_items() {
    gradient!(second |p| constants_and_statics(val p[0])).differences(&[1.3]);
    gradient!(second |p| inner_items(val p[0])).differences(&[1.3]);
}

#[test]
fn booleans() {
    gradient!(second |p| boolean_values(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[-1.3, 0.7])
        .differences(&[-0.3, -0.7]);
}

#[test]
fn through_references() {
    gradient!(second |p| straight_line::references(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| through_mutable_reference(val p[0])).differences(&[1.3]);
}
