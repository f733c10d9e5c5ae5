//! `if` in its forms.

#[path = "../corpus/small/branches.rs"]
mod branches;

use autodiff_tests::gradient;
use branches::*;

#[test]
fn values_and_statements() {
    gradient!(second |p| value(val p[0])).differences(&[1.3]).differences(&[0.4]);
    gradient!(second |p| statement(val p[0])).differences(&[1.3]).differences(&[0.4]);
    gradient!(second |p| chain(val p[0]))
        .differences(&[-2.0])
        .differences(&[-0.5])
        .differences(&[0.5])
        .differences(&[2.0]);
    gradient!(second |p| tuple_value(val p[0], val p[1]))
        .differences(&[1.3, 0.4])
        .differences(&[0.4, 1.3]);
    gradient!(second |p| in_an_argument(val p[0]))
        .differences(&[1.3])
        .differences(&[0.4])
        .differences(&[-0.4]);
}

#[test]
fn nests() {
    gradient!(second |p| branches::nested(val p[0], val p[1]))
        .differences(&[1.3, 2.4])
        .differences(&[1.3, 0.4])
        .differences(&[-1.3, 0.4]);
    gradient!(second |p| different_variables(val p[0], val p[1]))
        .differences(&[1.3, 2.4])
        .differences(&[1.3, 0.4]);
}

#[test]
fn conditions_that_change() {
    gradient!(second |p| condition_is_overwritten(val p[0]))
        .differences(&[1.3])
        .differences(&[-1.3]);
    gradient!(second |p| condition_variable_changes(val p[0]))
        .differences(&[1.3])
        .differences(&[5.3])
        .differences(&[0.5]);
}

#[test]
fn what_is_not_taken_adds_nothing() {
    gradient!(second |p| untaken_branch_is_not_a_number(val p[0]))
        .exact(&[-1.0], &[0.0])
        .exact(&[1.0], &[1.0]);
    gradient!(second |p| dead_value_is_not_a_number(val p[0]))
        .exact(&[1.5], &[3.0])
        .exact(&[2.0], &[4.0]);
}

#[test]
fn options() {
    gradient!(second |p| branches::if_let(val p[0], fix Some(3))).differences(&[1.3]);
    gradient!(second |p| branches::if_let(val p[0], fix None)).differences(&[1.3]);
    gradient!(second |p| if_let_active(val p[0], val p[1]))
        .differences(&[1.3, 0.4])
        .differences(&[0.3, 0.4]);
}

#[test]
fn in_loops() {
    gradient!(second |p| inside_a_loop(ref p[..])).differences(&[0.5, 2.0, 1.3, -0.7, 3.0]);
}

#[test]
fn huber_loss() {
    gradient!(second |p| huber(val p[0], val p[1]))
        .differences(&[0.4, 1.0])
        .differences(&[2.4, 1.0])
        .differences(&[-2.4, 1.0]);
}
