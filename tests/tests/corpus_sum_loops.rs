//! Loops that carry sums, beside what happens before and after them.

#[path = "../corpus/small/sum_loops.rs"]
mod sum_loops;

use autodiff_tests::gradient;
use sum_loops::*;

const A: [f64; 4] = [0.7, -0.4, 1.1, 0.5];

/// A number and a slice.
macro_rules! of_a_number_and_a_slice {
    ($($f:ident),* $(,)?) => {$(
        #[test]
        fn $f() {
            for x in [0.6, -0.9] {
                gradient!(second |p| sum_loops::$f(val p[0], ref p[1..])).differences(&[x, A[0], A[1], A[2], A[3]]);
            }
        }
    )*};
}

of_a_number_and_a_slice! {
    overwritten_after, added_to_after, multiplied_after, overwritten_in_a_branch_after,
    overwritten_in_a_loop_after, two_loops_share_a_weight, element_overwritten_after,
    weight_from_the_sum, sum_changed_after, sum_reset_between, two_sums, one_sum_weighs_the_other,
    changed_by_a_call_after, parameter_changed_after, shadowed_after, field_changed_after,
    overwritten_before_and_after,
}

/// A slice.
macro_rules! of_a_slice {
    ($($f:ident),* $(,)?) => {$(
        #[test]
        fn $f() {
            gradient!(second |p| sum_loops::$f(ref p[..])).differences(&A);
        }
    )*};
}

of_a_slice! {
    output_read_after, output_summed_after, output_needed_before, output_needed_before_and_after,
}

#[test]
fn constant_data() {
    for x in [0.6, -0.9] {
        gradient!(second |p| input_of_a_work_array(val p[0], fix &A, fix 3)).differences(&[x]);
        gradient!(second |p| bound_changed_after(val p[0], fix &A)).differences(&[x]);
        gradient!(second |p| condition_changed_after(val p[0], fix &A)).differences(&[x]);
    }
}

#[test]
fn own_and_exclusive_parameters() {
    gradient!(second |p| own_array_changed_after(val [p[0], p[1]], ref p[2..]))
        .differences(&[0.6, 1.2, A[0], A[1], A[2]]);
    gradient!(second |p| swapped_after(val p[0], val p[1], ref p[2..]))
        .differences(&[0.6, 1.2, A[0], A[1], A[2]]);
    autodiff_tests::map!(|p| output_parameter_changed_after(mut [p[4], p[5]], ref p[..4]))
        .differences(&[A[0], A[1], A[2], A[3], 0.6, 1.2]);
}
