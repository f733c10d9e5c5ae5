//! Slices and `&mut`.

#[path = "../corpus/small/slices.rs"]
mod slices;

use autodiff_tests::{gradient, map};
use slices::*;

#[test]
fn parts() {
    gradient!(second |p| ranges(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| slice_of_slice(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| rows_of_a_flat_matrix(ref p[..6], ref p[6..]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8]);
    gradient!(second |p| lengths(ref p[..3], ref p[3..])).differences(&[1.3, 0.7, -0.4, 0.9, 2.0]);
}

#[test]
fn behind_a_mutable_reference() {
    map!(|p| scale_in_place(mut p[1..].to_vec(), val p[0]) -> ())
        .differences(&[1.3, 0.7, -0.4, 0.9]);
    map!(|p| prefix_sums(mut p.to_vec()) -> ()).differences(&[1.3, 0.7, -0.4, 0.9]);
    map!(|p| write_only(ref p[..3], mut p[3..].to_vec()) -> ())
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1]);
    map!(|p| returns_and_writes(ref p[..3], mut p[3..].to_vec()))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1]);
    map!(|p| parts_in_place(mut p.to_vec()) -> ()).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn calls() {
    gradient!(second |p| calls_in_place(ref p[..3], val p[3])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| element_by_reference(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
}

#[test]
fn mutable_scalars() {
    map!(|p| mutable_scalar(mut p[1], val p[0]) -> ())
        .differences(&[1.3, 0.7])
        .differences(&[0.2, 0.5]);
    map!(|p| two_mutable(mut p[0], mut p[1]) -> ()).differences(&[1.3, 0.7]);
    map!(|p| mutable_between(val p[0], mut [p[2], p[3]], val p[1]))
        .differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| uses_mutable_scalars(val p[0], val p[1])).differences(&[1.3, 0.7]);
}

#[test]
fn rows_and_buffers() {
    gradient!(second |p| slices_of_arrays(ref [[p[0], p[1]], [p[2], p[3]]], ref [[p[4], p[5]], [p[6], p[7]]])).differences(&[1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8]);
    gradient!(second |p| ping_pong(ref p[..], fix 5)).differences(&[1.3, 0.7, -0.4, 0.9]);
}
