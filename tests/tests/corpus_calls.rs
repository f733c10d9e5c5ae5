//! Calls of differentiated functions.

#[path = "../corpus/small/calls.rs"]
mod calls;

use autodiff_tests::{gradient, map};
use calls::*;

#[test]
fn of_one_module() {
    gradient!(second |p| square(val p[0])).differences(&[1.3]);
    gradient!(second |p| once(val p[0])).differences(&[1.3]);
    gradient!(second |p| calls::nested(val p[0])).differences(&[1.3]);
    gradient!(second |p| in_expressions(val p[0], val p[1])).differences(&[1.3, 0.7]);
}

#[test]
fn in_control_flow() {
    gradient!(second |p| in_a_loop(val p[0])).differences(&[1.3]);
    gradient!(second |p| only_in_a_branch(val p[0])).differences(&[1.3]).differences(&[1.6]);
}

#[test]
fn by_paths() {
    gradient!(second |p| geometry::length(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| geometry::area::triangle(val p[0], val p[1], val p[2]))
        .differences(&[1.3, 0.7, 1.1]);
    gradient!(second |p| geometry::area::right_triangle(val p[0], val p[1]))
        .differences(&[1.3, 0.7]);
    gradient!(second |p| by_path(val p[0], val p[1])).differences(&[1.3, 0.7]);
}

#[test]
fn from_element_to_element() {
    map!(|p| next(ref [p[0], p[1]])).differences(&[1.3, 0.7]);
    gradient!(second |p| element_from_element(val [p[0], p[1]])).differences(&[1.3, 0.7]);
}

#[test]
fn with_inactive_arguments() {
    gradient!(second |p| calls_with_inactive_arguments(val p[0], fix 4)).differences(&[1.3]);
    gradient!(second |p| mixed_arguments(val p[0], fix "four", fix 3, fix true))
        .differences(&[1.3]);
    gradient!(second |p| calls_mixed(val p[0])).differences(&[1.3]);
    gradient!(second |p| value_is_also_constant(val p[0])).differences(&[1.3]);
}

#[test]
fn with_changing_arguments() {
    gradient!(second |p| argument_is_changed_after(val p[0])).differences(&[1.3]);
    map!(|p| smoothed(mut p[1..].to_vec(), val p[0])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| repeatedly_in_place(ref p[..3], val p[3]))
        .differences(&[1.3, 0.7, -0.4, 0.3]);
}
