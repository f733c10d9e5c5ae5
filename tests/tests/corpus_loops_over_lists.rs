//! Innermost loops over lists, and the near misses of what is done about them.

#[path = "../corpus/small/loops_over_lists.rs"]
mod loops_over_lists;

use autodiff_tests::{gradient, map};
use loops_over_lists::*;

const A: [f64; 6] = [0.7, -0.4, 1.1, 0.5, -0.8, 0.3];

/// `n` numbers, then the rest as a slice of its own.
macro_rules! of_two_slices {
    ($($f:ident $n:literal),* $(,)?) => {$(
        #[test]
        fn $f() {
            gradient!(second |p| loops_over_lists::$f(ref p[..$n], ref p[$n..])).differences(&A);
        }
    )*};
}

of_two_slices! {
    nearest 2, ahead_of_the_index 3, mirrored 3, short_list 4, stopped_before_the_end 4, passed_over 4, steps 4,
}

macro_rules! of_a_slice {
    ($($f:ident),* $(,)?) => {$(
        #[test]
        fn $f() {
            gradient!(second |p| loops_over_lists::$f(ref p[..])).differences(&A);
        }
    )*};
}

of_a_slice! {
    half_of_a_list, changed_in_place, number_and_index, nested_records, records_of_a_callee,
    not_there_at_first, left_with_a_value, largest_by_key,
}

#[test]
fn behind_what_loses() {
    for floor in [-1.5, 0.2, 0.9, 4.0] {
        gradient!(second |p| losing_sum(ref p[..3], ref p[3..6], val p[6]))
            .differences(&[0.7, -0.4, 1.1, 0.5, -0.8, 0.3, floor]);
        gradient!(second |p| losing_power(ref p[..6], val p[6]))
            .differences(&[0.7, -0.4, 1.1, 0.5, -0.8, 0.3, floor]);
        gradient!(second |p| two_ways_in(ref p[..6], val p[6]))
            .differences(&[0.7, -0.4, 1.1, 0.5, -0.8, 0.3, floor]);
        gradient!(second |p| losing_recurrence(ref p[..6], val p[6]))
            .differences(&[0.7, -0.4, 1.1, 0.5, -0.8, 0.3, floor]);
    }
    for (low, high) in [(-5.0, 5.0), (-0.1, 0.1), (0.3, 5.0), (-5.0, -0.6)] {
        gradient!(second |p| losing_matrix(ref p[..8], ref p[8..10], val p[10], val p[11]))
            .differences(&[0.7, -0.4, 1.1, 0.5, -0.8, 0.3, 0.2, -0.6, 0.8, -1.2, low, high]);
    }
}

#[test]
fn bounds() {
    for (from, to) in [(0, 6), (2, 4), (9, 9), (9, 3), (1, 0)] {
        gradient!(second |p| no_trips(ref p[..], fix from, fix to)).differences(&A);
    }
    gradient!(second |p| other_index(ref p[..], fix 5)).differences(&A);
    gradient!(second |p| loops_over_lists::rows(ref p[..], fix 4)).differences(&A);
}

#[test]
fn an_empty_list() {
    assert_eq!(half_of_a_list::grad(&[]), Vec::<f64>::new());
    assert_eq!(short_list::grad(&[], &[1.0]), (vec![], vec![0.0]));
    assert_eq!(nearest::vjp(&[1.0], &[], 1.0), (f64::INFINITY, (vec![0.0], vec![])));
}

#[test]
fn an_output() {
    map!(|p| part_of_an_output(ref p[..3], mut [p[3], p[4], p[5]]) -> ()).differences(&A);
}

#[test]
fn of_a_type_parameter() {
    gradient!(second |p| generic_records(ref p[..])).differences(&A);
    let double: Vec<f64> = generic_records::grad(&[0.7, -0.4, 1.1]);
    let single: Vec<f32> = generic_records::grad(&[0.7_f32, -0.4, 1.1]);
    for (double, single) in double.iter().zip(single) {
        assert!((double - f64::from(single)).abs() < 1e-6);
    }
}

#[test]
fn checkpoints() {
    gradient!(|p| between_checkpoints(ref p[..4], ref p[4..]))
        .differences(&[0.7, -0.4, 1.1, 0.5, -0.8, 0.3, 0.2, -0.6]);
}

#[test]
fn parts() {
    gradient!(second |p| parts_of_parts(ref p[..], fix 2))
        .differences(&[0.7, -0.4, 1.1, 0.5, -0.8, 0.3, 0.2, -0.6]);
}
