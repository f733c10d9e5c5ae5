//! `break`, `continue`, labels, early `return`.

#[path = "../corpus/small/jumps.rs"]
mod jumps;

use autodiff_tests::gradient;
use jumps::*;

#[test]
fn breaks() {
    gradient!(second |p| break_when_large(ref p[..]))
        .differences(&[1.3, 2.7, 4.0, 0.9])
        .differences(&[1.0, 2.0]);
    gradient!(second |p| break_in_the_middle(val p[0])).differences(&[1.3]);
    gradient!(second |p| break_keeps_earlier_work(ref p[..]))
        .differences(&[1.3, 0.7, 4.0, 0.9])
        .differences(&[4.0])
        .differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn continues() {
    gradient!(second |p| continue_over_negatives(ref p[..])).differences(&[1.3, -0.7, 4.0, 0.9]);
    gradient!(second |p| both(ref p[..])).differences(&[1.3, 0.7, 4.0, 0.9, -3.0, 2.0]);
}

#[test]
fn labels() {
    gradient!(second |p| labelled_break(ref p[..]))
        .differences(&[1.3, 0.7, 1.5, 0.9])
        .differences(&[0.1, 0.2]);
    gradient!(second |p| labelled_continue(ref p[..])).differences(&[1.3, 0.7, 1.5, 0.9]);
    gradient!(second |p| labelled_loop_value(val p[0])).differences(&[1.3]);
}

#[test]
fn early_returns() {
    gradient!(second |p| early_return(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[-1.0, 0.7])
        .differences(&[2.0, 3.0]);
    gradient!(second |p| return_from_loop(ref p[..4], val p[4]))
        .differences(&[1.3, 0.7, 1.5, 0.9, 3.0])
        .differences(&[1.3, 0.7, 1.5, 0.9, 30.0]);
    gradient!(second |p| return_from_nested_loops(ref p[..]))
        .differences(&[1.3, 0.7, 1.5, 0.9])
        .differences(&[0.3, 0.1]);
    gradient!(second |p| return_from_loop_in_branch(val p[0]))
        .differences(&[1.3])
        .differences(&[-0.5]);
}

#[test]
fn loops_that_only_a_return_leaves() {
    gradient!(second |p| return_from_last_loop(val p[0])).differences(&[5.0]).differences(&[0.7]);
    gradient!(second |p| loop_without_end_as_a_value(val p[0]))
        .differences(&[5.0])
        .differences(&[0.7]);
    gradient!(second |p| outer_loop_is_broken(val p[0])).differences(&[5.0]).differences(&[1.3]);
}
