//! Programs that other tools get wrong without a word.

#[path = "../corpus/small/silent_failures.rs"]
mod silent_failures;

use autodiff_tests::gradient;
use silent_failures::*;

#[test]
fn compound_assignment() {
    gradient!(second |p| multiply_assign_is_not_skipped(ref p[..])).exact(&[3.0, 5.0], &[5.0, 3.0]);
    gradient!(second |p| multiply_assign_then_use(val p[0])).exact(&[3.0], &[27.0]);
}

#[test]
fn negation() {
    gradient!(second |p| negated_name(val p[0])).exact(&[3.0], &[-6.0]);
}

#[test]
fn casts() {
    gradient!(second |p| cast_to_integer_and_back(val p[0])).exact(&[2.5], &[1.0]);
}

#[test]
fn calls() {
    gradient!(second |p| call_is_not_the_identity(val p[0])).exact(&[3.0], &[6.0]);
}

#[test]
fn operator_precedence() {
    gradient!(second |p| product_of_three(val p[0])).differences(&[1.3]);
    gradient!(second |p| sum_times_constant(val p[0])).exact(&[2.0], &[3.0]);
}

#[test]
fn restored_values() {
    gradient!(second |p| loop_value_is_restored(val p[0])).differences(&[1.3]);
    gradient!(second |p| swapped_in_a_loop(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| assigned_one_from_the_other(val p[0])).differences(&[1.3]);
}

#[test]
fn buffers() {
    gradient!(second |p| through_a_temporary_buffer(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn conditions_with_effects() {
    gradient!(second |p| effect_in_a_loop_condition(val p[0]))
        .differences(&[1.3])
        .differences(&[9.0]);
}

#[test]
fn negative_remainders() {
    gradient!(second |p| remainder_of_negative_numbers(val p[0], val p[1]))
        .exact(&[-5.0, 3.0], &[1.0, 1.0])
        .exact(&[5.0, -3.0], &[1.0, 1.0])
        .exact(&[5.0, 3.0], &[1.0, -1.0]);
}

#[test]
fn not_a_number() {
    gradient!(second |p| not_a_number_in_an_untaken_branch(val p[0]))
        .exact(&[-2.0], &[-4.0])
        .exact(&[0.0], &[0.0]);
    gradient!(second |p| not_a_number_in_a_dead_value(val p[0])).exact(&[2.0], &[4.0]);
}

#[test]
fn divisors_in_loops() {
    gradient!(second |p| active_divisor_in_a_loop(val p[0], val p[1])).differences(&[1.3, 0.7]);
}

#[test]
fn factors_in_loops() {
    gradient!(second |p| inner_product_is_not_spliced(ref p[..], fix &[0.5, 2.0, -1.0, 0.3]))
        .differences(&[1.3, 0.7]);
}

#[test]
fn signs() {
    gradient!(second |p| copysign_of_a_negative(val p[0], val p[1]))
        .exact(&[-2.0, 3.0], &[-1.0, 0.0]);
}

#[test]
fn repeated_arguments() {
    gradient!(second |p| twice_the_same_argument(val p[0])).exact(&[2.0], &[16.0]);
}

#[test]
fn softplus_at_zero_is_one_half() {
    gradient!(second |p| softplus(val p[0])).exact(&[0.0], &[0.5]);
}

#[test]
fn shadowing() {
    gradient!(second |p| shadowed_names_do_not_mix(val p[0])).differences(&[1.3]);
}

#[test]
fn long_sums() {
    let xs: Vec<f64> = (0..100_000).map(|i| (i % 7) as f64 - 3.0).collect();
    let gradient = large_sum::grad(&xs);
    assert!(gradient.iter().zip(&xs).all(|(g, x)| *g == 2.0 * x));
}
