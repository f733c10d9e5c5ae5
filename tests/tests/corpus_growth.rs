//! `Vec`s that grow and shrink, `collect`, and values moved out of their places.

#[path = "../corpus/small/growth.rs"]
mod growth;

use autodiff_tests::{gradient, map};
use growth::*;

#[test]
fn growing() {
    gradient!(|p| pushes(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| pushes_in_a_loop(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(|p| reads_while_it_grows(val p[0], fix 4)).differences(&[0.7]);
    gradient!(|p| extends(ref p[..3], val p[3])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(|p| uneven(ref p[..])).differences(&[1.3, -0.7, -0.4, 0.9]);
    gradient!(|p| generic_growth(val p[0], fix 4)).differences(&[1.3]);
}

#[test]
fn shrinking() {
    gradient!(|p| pops(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(|p| truncates(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(|p| clears(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(|p| resizes(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| inserts_and_removes(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| shifts(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(|p| sorted_insertion(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn stacks() {
    gradient!(|p| stack(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| stack_of_indices(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9, 0.3]);
    gradient!(|p| uses_postfix(val p[0], val p[1])).differences(&[1.3, 0.7]);
    assert_eq!(postfix::grad(b"xy*", 2.0, 3.0), Some((3.0, 2.0)));
    assert_eq!(postfix::grad(b"x*", 2.0, 3.0), None);
}

#[test]
fn elements_of_other_types() {
    gradient!(|p| vectors_of_vectors(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(|p| vectors_of_structs(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| fields_grow(val p[0], val p[1])).differences(&[1.3, 0.7]);
}

#[test]
fn through_calls() {
    gradient!(|p| calls_that_grow(val p[0], val p[1])).differences(&[1.3, 0.7]);
    map!(|p| by_value(val p[..3].to_vec(), val p[3])).differences(&[1.3, 0.7, -0.4, 0.9]);
    map!(|p| cumulative(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
}

/// Cotangents come in with the final length and go out with the initial one; tangents the other way round.
#[test]
fn behind_a_mutable_reference() {
    let (mut v, mut cotangent) = (vec![2.0, 3.0], vec![1.0, 10.0, 100.0, 1000.0]);
    let ((), gx) = grows::vjp(&mut v, 5.0, &mut cotangent);
    assert_eq!(v, [10.0, 3.0, 10.0, 15.0]);
    assert_eq!(cotangent, [5.0 + 500.0, 10.0 + 5000.0]);
    assert_eq!(gx, 2.0 + 200.0 + 3000.0);

    let (mut v, mut cotangent) = (vec![2.0, 3.0], vec![1.0, 10.0, 100.0, 1000.0]);
    let mut w = v.clone();
    let ((), back) = grows::pullback(&mut w, 5.0);
    assert_eq!(w, [10.0, 3.0, 10.0, 15.0]);
    assert_eq!(back(&mut cotangent), gx);
    assert_eq!(cotangent, [505.0, 5010.0]);

    let mut tangent = vec![1.0, 0.0];
    grows::jvp(&mut v, 5.0, &mut tangent, 1.0);
    assert_eq!(v, [10.0, 3.0, 10.0, 15.0]);
    assert_eq!(tangent, [7.0, 0.0, 7.0, 3.0]);

    let (mut v, mut cotangent) = (vec![2.0, 3.0, 4.0, 5.0], vec![1.0, 10.0]);
    let (value, ()) = shrinks::vjp(&mut v, 1.0, &mut cotangent);
    assert_eq!((value, v), (25.0, vec![10.0, 3.0]));
    assert_eq!(cotangent, [5.0, 10.0, 0.0, 2.0 + 10.0]);

    let (mut v, mut tangent) = (vec![2.0, 3.0, 4.0, 5.0], vec![1.0, 2.0, 3.0, 4.0]);
    assert_eq!(shrinks::jvp(&mut v, &mut tangent), (25.0, 40.0));
    assert_eq!((v, tangent), (vec![10.0, 3.0], vec![13.0, 2.0]));
}

#[test]
fn collecting() {
    gradient!(|p| collects(ref p[..3], val p[3])).differences(&[1.3, 0.7, -0.4, 0.9]);
    map!(|p| collected_result(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(|p| by_value_iteration(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| arrays_as_vectors(val [p[0], p[1], p[2]], val p[3]))
        .differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn moving() {
    gradient!(|p| moves(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(|p| rows_in_turn(ref p[..], fix 2)).differences(&[1.3, 0.7, -0.4, 0.9]);
}

/// The Hessian against central differences of the gradient.
fn second_derivatives(
    at: &[f64],
    gradient: impl Fn(&[f64]) -> Vec<f64>,
    hvp: impl Fn(&[f64], &[f64]) -> Vec<f64>,
) {
    let h = 1e-5;
    for j in 0..at.len() {
        let (mut more, mut less, mut direction) = (at.to_vec(), at.to_vec(), vec![0.0; at.len()]);
        more[j] += h;
        less[j] -= h;
        direction[j] = 1.0;
        let column = hvp(at, &direction);
        for ((c, a), b) in column.iter().zip(gradient(&more)).zip(gradient(&less)) {
            let difference = (a - b) / (2.0 * h);
            assert!((c - difference).abs() < 1e-6 * (1.0 + c.abs()), "{c} {difference}");
        }
    }
}

#[test]
fn second_order() {
    let at = [1.3, 0.7, -0.4, 0.9];
    second_derivatives(&at, curved_stack::grad, curved_stack::hvp);
    second_derivatives(&at[..2], curved_option::grad, curved_option::hvp);
    gradient!(|p| curved_stack(ref p[..])).differences(&at);
    gradient!(|p| curved_option(ref p[..])).differences(&at[..2]);
}
