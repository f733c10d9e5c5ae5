//! `for` over slices and their iterators.

#[path = "../corpus/small/for_slices.rs"]
mod for_slices;

use autodiff_tests::gradient;
use for_slices::*;

#[test]
fn borrowed_and_owned_items() {
    gradient!(second |p| by_reference(ref p[..]))
        .differences(&[1.3, 0.7, -0.4, 0.9])
        .differences(&[2.0]);
    gradient!(second |p| by_value_pattern(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| for_slices::iter(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| array_by_value(val [p[0], p[1], p[2]])).differences(&[1.3, 0.7, -0.4]);
    gradient!(second |p| array_by_reference(ref [p[0], p[1], p[2]])).differences(&[1.3, 0.7, -0.4]);
    gradient!(second |p| vec_by_value(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn no_items() {
    gradient!(second |p| by_reference(ref p[..])).exact(&[], &[]);
}

#[test]
fn items_in_place() {
    gradient!(second |p| iter_mut(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| enumerate_mut(ref p[..])).differences(&[1.3, 0.7, -0.4]);
}

#[test]
fn numbered_items() {
    gradient!(second |p| for_slices::enumerate(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn zipped_items() {
    gradient!(second |p| for_slices::zip(ref p[..3], ref p[3..]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1]);
    gradient!(second |p| zip_mut(ref p[..3], ref p[3..]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1]);
    gradient!(second |p| zip_enumerated(ref p[..3], ref p[3..]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1]);
    gradient!(second |p| unequal_zip(ref p[..3], ref p[3..]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1]);
}

#[test]
fn groups_of_items() {
    gradient!(second |p| for_slices::chunks(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9, 2.0]);
    gradient!(second |p| chunks_exact(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9, 2.0]);
    gradient!(second |p| for_slices::windows(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn directions_and_parts() {
    gradient!(second |p| for_slices::rev(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| skip_and_take(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| subslice(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn rows_of_two() {
    gradient!(second |p| rows(ref [[p[0], p[1]], [p[2], p[3]], [p[4], p[5]]]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1]);
    gradient!(second |p| destructured_rows(ref [[p[0], p[1]], [p[2], p[3]], [p[4], p[5]]]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1]);
}

#[test]
fn items_without_derivative() {
    gradient!(second |p| constant_iterator(val p[0], fix &[1.5, -0.5, 2.0])).differences(&[1.3]);
    gradient!(second |p| inactive_elements(val p[0], fix &[3, 0, 1])).differences(&[1.3]);
}
