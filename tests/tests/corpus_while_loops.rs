//! `while`, `while let`, `loop`.

#[path = "../corpus/small/while_loops.rs"]
mod while_loops;

use autodiff_tests::gradient;
use while_loops::*;

#[test]
fn until_small() {
    gradient!(second |p| halve_until_small(val p[0])).differences(&[1.3]).differences(&[0.05]);
    gradient!(second |p| heron(val p[0])).exact(&[2.0], &[0.125_f64.sqrt()]);
    gradient!(second |p| loop_with_value(val p[0])).differences(&[1.3]);
}

#[test]
fn counters() {
    gradient!(second |p| while_with_counter(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| counts_down(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| two_pointers(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9, 2.5]);
}

#[test]
fn nests_and_empty_loops() {
    gradient!(second |p| nested_while(val p[0])).differences(&[2.3]);
    gradient!(second |p| never_entered(val p[0])).differences(&[1.3]);
}

#[test]
fn conditions_with_effects() {
    gradient!(second |p| condition_with_an_effect(val p[0])).differences(&[2.3]);
}

#[test]
fn bisection_moves_with_its_upper_end() {
    gradient!(second |p| bisection(val p[0])).differences(&[2.3]);
}

#[test]
fn while_some() {
    gradient!(second |p| while_let_option(val p[0])).differences(&[1.3]);
    gradient!(second |p| while_let_active(val p[0])).differences(&[2.3]);
}

#[test]
fn integer_state_decides() {
    gradient!(second |p| collatz(val p[0])).differences(&[1.1]);
}
