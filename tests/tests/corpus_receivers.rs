//! Methods that take values that are no `Copy` by value.

#[path = "../corpus/small/receivers.rs"]
mod receivers;

use autodiff_tests::gradient;
use receivers::*;

#[test]
fn taken_by_value() {
    for x in [0.3, 0.9] {
        gradient!(second |p| one_after_the_other(val p[0])).differences(&[x]);
        gradient!(second |p| in_branches(val p[0])).differences(&[x]);
        gradient!(second |p| in_a_loop(val p[0])).differences(&[x]);
        gradient!(|p| of_a_trait(val p[0])).differences(&[x]);
    }
}
