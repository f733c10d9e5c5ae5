//! Closures in chains that change what they capture.

#[path = "../corpus/small/chains_with_effects.rs"]
mod chains_with_effects;

use autodiff_tests::gradient;
use chains_with_effects::*;

const P: [f64; 6] = [1.3, 0.7, -0.4, 0.9, 2.0, -1.1];

#[test]
fn as_often_as_in_the_primal() {
    gradient!(|p| skipped(ref p[..])).differences(&P);
    gradient!(|p| chains_with_effects::stepped(ref p[..])).differences(&P);
    gradient!(|p| taken(ref p[..], fix 2)).differences(&P);
    gradient!(|p| taken(ref p[..], fix 9)).differences(&P);
    gradient!(|p| reversed(ref p[..])).differences(&P);
    gradient!(|p| printed_once(ref p[..3])).differences(&P[..3]);
}

#[test]
fn left_inside() {
    gradient!(|p| early_return_in_closure(ref p[..5], val p[5])).differences(&P);
    gradient!(|p| matches_in_closures(ref p[..], fix &[0, 1, 2, -1, 3, 4])).differences(&P);
    gradient!(|p| chains_with_effects::labelled(ref p[..5], val p[5]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, 4.1]);
    assert_eq!(question_marks::grad(&P, &[1, 9]), None);
    let (value, gradient) = question_marks::value_and_grad(&P, &[1, 3]).unwrap();
    assert_eq!(value, question_marks(&P, &[1, 3]).unwrap());
    // The total is 1 + (0.9 * 1 + 1) = 2.9, times the first above 1.
    assert_eq!(gradient, vec![2.9, 0.0, 0.0, 1.3, 0.0, 0.0]);
}

#[test]
fn in_loops() {
    gradient!(|p| closures_in_loops(ref p[..5], val p[5])).differences(&P);
    gradient!(|p| swapped_while_driven(ref p[..])).differences(&P);
}
