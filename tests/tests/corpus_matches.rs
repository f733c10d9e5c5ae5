//! `match` and `let .. else`.

#[path = "../corpus/small/matches.rs"]
mod matches;

use autodiff_tests::gradient;
use matches::*;

#[test]
fn on_integers() {
    for n in [0, 1, 3, 7, 12] {
        gradient!(second |p| on_integer(val p[0], fix n)).differences(&[1.3]);
    }
    for n in 0..3 {
        gradient!(second |p| as_statement(val p[0], fix n)).differences(&[1.3]);
    }
    for n in [2, 10, 7] {
        gradient!(second |p| at_binding(val p[0], fix n)).differences(&[1.3]);
    }
}

#[test]
fn on_tuples() {
    gradient!(second |p| on_tuple(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[1.3, -0.7])
        .differences(&[-1.3, 0.7])
        .differences(&[-1.3, -0.7]);
    gradient!(second |p| active_tuple(val p[0], val p[1]))
        .differences(&[2.3, 2.7])
        .differences(&[0.3, -0.7]);
}

#[test]
fn with_guards() {
    for n in [-2, 0, 3] {
        gradient!(second |p| guards(val p[0], fix n)).differences(&[1.3]).differences(&[0.3]);
    }
    gradient!(second |p| on_active_number(val p[0])).differences(&[1.3]).differences(&[-1.3]);
}

#[test]
fn on_options() {
    for weight in [Some(4), Some(2), None] {
        gradient!(second |p| on_option(val p[0], fix weight)).differences(&[1.3]);
    }
    gradient!(second |p| on_active_option(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[1.3, 4.0]);
    gradient!(second |p| on_active_option(val p[0], val p[1])).exact(&[1.3, 0.0], &[1.0, 0.0]);
    gradient!(second |p| option_parameter(val p[0], val Some(p[1]))).differences(&[1.3, 0.7]);
    gradient!(second |p| option_parameter(val p[0], val None::<f64>)).differences(&[1.3]);
    gradient!(second |p| on_reference(ref p[..], fix &Some(2))).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| on_reference(ref p[..], fix &None)).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn let_else_leaves() {
    gradient!(second |p| matches::let_else(val p[0], fix Some(3))).differences(&[1.3]);
    gradient!(second |p| matches::let_else(val p[0], fix None)).differences(&[1.3]);
    gradient!(second |p| let_else_in_loop(ref p[..], fix &[Some(1), None, Some(0), Some(2)]))
        .differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn in_loops() {
    gradient!(second |p| in_a_loop(ref p[..]))
        .differences(&[1.3, 0.7, 4.0, 0.9, 2.0])
        .differences(&[1.3, 0.7, 0.4]);
}

#[test]
fn on_arrays_and_characters() {
    for key in [[0, 3], [2, 0], [1, 1]] {
        gradient!(second |p| on_array(val p[0], fix key)).differences(&[1.3]);
    }
    for operation in ['s', 'e', 'b', 'z'] {
        gradient!(second |p| on_char_and_bool(val p[0], fix operation, fix operation == 'e'))
            .differences(&[1.3]);
    }
}

#[test]
fn slices_from_both_ends() {
    gradient!(|p| ends_of_a_slice(ref p[..])).differences(&[0.3, 0.5, 0.7, 1.1]);
    gradient!(|p| ends_of_a_slice(ref p[..])).differences(&[0.3]);
    gradient!(|p| ends_of_a_slice(ref p[..])).differences(&[0.3, 0.4]);
}
