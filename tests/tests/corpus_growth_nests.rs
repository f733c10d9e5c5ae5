//! `Vec`s that grow and options in each other, in calls, closures and loops.

#[path = "../corpus/small/growth_nests.rs"]
mod growth_nests;

use autodiff_tests::gradient;
use growth_nests::*;

#[test]
fn calls_itself_has_its_gradient() {
    gradient!(|p| calls_itself(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[0.45, 1.9]);
}

#[test]
fn fields_of_elements_has_its_gradient() {
    gradient!(|p| fields_of_elements(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[0.45, 1.9]);
}

#[test]
fn closures_grow_has_its_gradient() {
    gradient!(|p| closures_grow(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[0.45, 1.9]);
}

#[test]
fn grows_under_way_has_its_gradient() {
    gradient!(|p| grows_under_way(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[0.45, 1.9]);
}

#[test]
fn options_of_slices_in_a_loop_has_its_gradient() {
    gradient!(|p| options_of_slices_in_a_loop(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[0.45, 1.9]);
}

#[test]
fn reads_programs_has_its_gradient() {
    gradient!(|p| reads_programs(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[0.45, 1.9]);
}

#[test]
fn grid_has_its_gradient() {
    gradient!(|p| grid(val p[0], val p[1])).differences(&[1.3, 0.7]).differences(&[0.45, 1.9]);
}

#[test]
fn points_has_its_gradient() {
    gradient!(|p| points(val p[0], val p[1])).differences(&[1.3, 0.7]).differences(&[0.45, 1.9]);
}

#[test]
fn best_so_far_has_its_gradient() {
    gradient!(|p| best_so_far(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[0.45, 1.9]);
}
