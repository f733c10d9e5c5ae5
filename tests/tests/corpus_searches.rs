//! Elements that may be there.

#[path = "../corpus/small/searches.rs"]
mod searches;

use autodiff_runtime::nalgebra;
use autodiff_tests::gradient;
use searches::*;

const P: [f64; 6] = [1.3, 0.7, -0.4, 0.9, 2.0, -1.1];

#[test]
fn parts_of_slices() {
    gradient!(second |p| ends(ref p[..])).differences(&P).differences(&[1.5]);
    gradient!(second |p| ends_copied(ref p[..])).differences(&P).differences(&[1.5]);
    gradient!(second |p| got(ref p[..], fix 1)).differences(&P);
    gradient!(second |p| got(ref p[..], fix 3)).differences(&P);
    gradient!(second |p| got(ref p[..], fix 5)).differences(&P);
    gradient!(second |p| got(ref p[..], fix 6)).differences(&P);
    gradient!(second |p| split(ref p[..])).differences(&P);
    gradient!(second |p| changed_in_place(ref p[..5], val p[5])).differences(&P);
}

#[test]
fn nothing_there() {
    assert_eq!(got_or_nothing::grad(&P, 9), None);
    assert_eq!(got_or_nothing::grad(&P[..3], 1), Some(vec![0.0, -0.4, 0.7]));
    assert_eq!(got_or_nothing::grad(&[], 0), None);
    assert_eq!(got_or_error::grad(&P[..3], 1), Ok(vec![0.7, 1.3, 0.0]));
    assert!(got_or_error::grad(&P[..3], 3).is_err());
}

#[test]
fn extrema() {
    gradient!(second |p| largest(ref p[..])).differences(&P);
    gradient!(second |p| largest_of_mapped(ref p[..5], val p[5])).differences(&P);
    gradient!(second |p| where_largest(ref p[..3], ref p[3..])).differences(&P);
    gradient!(second |p| nearest(ref [[p[0], p[1]], [p[2], p[3]]], ref [p[4], p[5]]))
        .differences(&P);
    gradient!(second |p| of_two_slices(ref p[..3], ref p[3..])).differences(&P);
    gradient!(second |p| of_two_slices(ref p[..5], ref p[5..])).differences(&P);
    gradient!(second |p| columns(ref nalgebra::Matrix2::from_column_slice(&p[..4])))
        .differences(&P[..4]);
}

#[test]
fn ties() {
    // The last is largest, the first smallest, as in the standard library.
    assert_eq!(largest::grad(&[2.0, 1.0, 2.0, 1.0]), vec![0.0, 4.0, 4.0, 0.0]);
}

#[test]
fn looked_for() {
    gradient!(second |p| found(ref p[..])).differences(&P);
    gradient!(second |p| reduced(ref p[..3], ref p[3..])).differences(&P);
    gradient!(second |p| in_loops(ref [[p[0], p[1], p[2]], [p[3], p[4], p[5]]])).differences(&P);
}
