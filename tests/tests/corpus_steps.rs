//! Iterators that are taken up step by step.

#[path = "../corpus/small/steps.rs"]
mod steps;

use autodiff_tests::gradient;
use steps::*;

const P: [f64; 6] = [1.3, 0.7, -0.4, 0.9, 2.0, -1.1];

#[test]
fn step_by_step() {
    gradient!(second |p| largest(ref p[..])).differences(&P).differences(&[1.5]);
    gradient!(second |p| ends(ref p[..])).differences(&P).differences(&P[..4]);
    gradient!(second |p| ends(ref p[..])).differences(&P[..2]).differences(&[1.5]);
    gradient!(second |p| looked_ahead(ref p[..])).differences(&P).differences(&[1.5]);
    gradient!(second |p| runs(ref p[..])).differences(&P).differences(&[]);
    gradient!(second |p| in_pairs(ref p[..5], val p[5])).differences(&P);
    gradient!(second |p| in_closures(ref p[..])).differences(&P);
    gradient!(second |p| merged(ref p[..3], ref p[3..]))
        .differences(&[0.3, 1.1, 2.2, 0.7, 0.9, 1.8]);
}
