//! Elements that are moved.

#[path = "../corpus/small/sorting.rs"]
mod sorting;

use autodiff_tests::{gradient, map};
use sorting::*;

const P: [f64; 6] = [1.3, 0.7, -0.4, 0.9, 2.0, -1.1];

#[test]
fn sorted_values() {
    gradient!(second |p| sorted(ref p[..])).differences(&P).differences(&[0.3]);
    gradient!(second |p| sorted_descending(ref [p[0], p[1], p[2], p[3]])).differences(&P[..4]);
    gradient!(second |p| sorted_by_path(ref p[..])).differences(&P);
    map!(|p| sorted_in_place(mut p[1..].to_vec(), val p[0]) -> ()).differences(&P);
    gradient!(second |p| sorted_in_a_loop(ref [[p[0], p[1], p[2]], [p[3], p[4], p[5]]]))
        .differences(&P);
}

#[test]
fn sorted_by_something() {
    gradient!(second |p| sorted_items(ref p[..3], ref p[3..6], val p[6]))
        .differences(&[1.3, 0.7, 0.4, 0.9, 2.0, 1.1, 1.6]);
    gradient!(second |p| sorted_by_captured(ref p[..3], ref p[3..6], val p[6]))
        .differences(&[1.3, 0.7, 0.4, 0.9, 2.0, 1.1, -1.6]);
    gradient!(second |p| sorted_by_key(ref p[..], fix &[3, 1, 4, 1, 5, 9])).differences(&P);
}

#[test]
fn moved() {
    gradient!(second |p| turned(ref p[..], fix 2)).differences(&P);
    gradient!(second |p| turned(ref p[..], fix 5)).differences(&P);
    gradient!(second |p| copied(ref p[..5], val p[5])).differences(&P);
}

#[test]
fn looked_up_between() {
    gradient!(second |p| looked_up(val p[0], ref p[1..4], ref p[4..]))
        .differences(&[1.3, 0.7, 1.1, 1.9, 2.0, -1.1, 0.4]);
}
