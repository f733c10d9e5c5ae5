//! Assignment and compound assignment.

#[path = "../corpus/small/assignment.rs"]
mod assignment;

use assignment::*;
use autodiff_tests::gradient;

#[test]
fn overwriting() {
    gradient!(second |p| overwritten(val p[0])).differences(&[0.7]);
    gradient!(second |p| overwritten_by_constant(val p[0])).differences(&[0.7]);
    gradient!(second |p| overwritten_parameter(val p[0], val p[1])).differences(&[0.7, 1.4]);
}

#[test]
fn add_assign_to_names() {
    gradient!(second |p| add_assign(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[-0.6, 2.0]);
}

#[test]
fn sub_assign_to_names() {
    gradient!(second |p| sub_assign(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[-0.6, 2.0]);
}

#[test]
fn mul_assign_to_names() {
    gradient!(second |p| mul_assign(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[-0.6, 2.0]);
}

#[test]
fn div_assign_to_names() {
    gradient!(second |p| div_assign(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[-0.6, 2.0]);
}

#[test]
fn rem_assign_to_names() {
    gradient!(second |p| rem_assign(val p[0], val p[1]))
        .exact(&[1.5, 2.0], &[3.0, -2.0])
        .exact(&[-1.5, 2.0], &[3.0, 2.0])
        .exact(&[1.5, -2.0], &[3.0, 2.0]);
}

#[test]
fn dividing_a_value_by_itself() {
    gradient!(second |p| self_division(val p[0])).exact(&[3.0], &[1.0]);
}

#[test]
fn places() {
    gradient!(second |p| tuple_fields(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| array_elements(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| nested_places(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| behind_references(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| whole_array(val p[0], val p[1])).differences(&[1.3, 0.7]);
}

#[test]
fn several_at_once() {
    gradient!(second |p| destructuring(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| swapped_by_hand(val p[0], val p[1])).differences(&[1.3, 0.7]);
}

#[test]
fn computed_places() {
    gradient!(second |p| computed_index(ref p[..], fix 3)).differences(&[1.3, 0.7, -0.4, 0.9, 2.0]);
    gradient!(second |p| index_changes_after_use(ref p[..])).differences(&[1.3, 0.7]);
}
