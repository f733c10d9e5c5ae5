//! Chains of iterators.

#[path = "../corpus/small/iterator_chains.rs"]
mod iterator_chains;

use autodiff_tests::gradient;
use iterator_chains::*;

const P: [f64; 6] = [1.3, 0.7, -0.4, 0.9, 2.0, -1.1];

#[test]
fn states() {
    gradient!(second |p| scanned(ref p[..])).differences(&P);
    gradient!(second |p| scanned_until(ref p[..5], val p[5]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, 3.1]);
    gradient!(second |p| inspected(ref p[..])).differences(&P);
    gradient!(second |p| tuple_accumulator(ref p[..])).differences(&P);
}

#[test]
fn nested() {
    gradient!(second |p| flat_mapped(ref p[..], fix 3)).differences(&P);
    gradient!(second |p| flat_mapped_slices(ref [[p[0], p[1]], [p[2], p[3]]])).differences(&P[..4]);
    gradient!(second |p| flattened(ref [[p[0], p[1]], [p[2], p[3]]])).differences(&P[..4]);
    gradient!(second |p| nested_in_closures(ref [[p[0], p[1]], [p[2], p[3]]], ref p[4..]))
        .differences(&P);
    gradient!(second |p| chained(ref p[..3], ref p[3..])).differences(&P);
}

#[test]
fn options() {
    gradient!(second |p| filter_mapped(ref p[..3], ref p[3..])).differences(&P);
    gradient!(second |p| filter_mapped_two_ways(ref p[..])).differences(&P);
    gradient!(second |p| filter_mapped_borrow(ref p[..])).differences(&P);
    gradient!(second |p| mapped_while(ref p[..])).differences(&P);
}

#[test]
fn choices() {
    gradient!(second |p| stepped(ref p[..])).differences(&P);
    gradient!(second |p| three_zipped(ref p[..2], ref p[2..4], ref p[4..])).differences(&P);
    gradient!(second |p| taken_of_filtered(ref p[..], fix 2)).differences(&P);
    gradient!(second |p| taken_of_filtered(ref p[..], fix 0)).differences(&P);
    gradient!(second |p| filtered_zip(ref p[..4], ref p[4..])).differences(&P);
    gradient!(second |p| reversed_filter(ref p[..])).differences(&P);
    gradient!(second |p| parts_of_slices(ref p[..], fix 4)).differences(&P);
}

#[test]
fn names() {
    gradient!(second |p| named_iterators(ref p[..], fix 4)).differences(&P);
}

#[test]
fn inactive_ends() {
    gradient!(second |p| counted(ref p[..])).differences(&P);
    gradient!(second |p| integer_sums(val p[0], fix &[1, 2, 1])).differences(&[1.3]);
    gradient!(second |p| endless(ref p[..5], val p[5]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, 1.23]);
}

#[test]
fn written() {
    gradient!(second |p| written_through(ref p[..5], val p[5])).differences(&P);
}

#[test]
fn exits() {
    gradient!(second |p| left_early(ref p[..5], val p[5])).differences(&P);
    gradient!(second |p| left_early(ref p[..5], val p[5]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, 7.1]);
    gradient!(second |p| returned_early(ref p[..5], val p[5])).differences(&P);
    gradient!(second |p| returned_early(ref p[..5], val p[5]))
        .differences(&[0.3, 0.7, 0.4, 0.9, 0.2, 3.1]);
}

#[test]
fn ends_within_ends() {
    gradient!(|p| taken_twice(ref p[..], fix 5)).differences(&P);
    gradient!(|p| taken_twice(ref p[..], fix 2)).differences(&P);
    gradient!(|p| endless_numbers(val p[0])).differences(&[0.6]);
    gradient!(|p| looked_at(ref p[..])).differences(&P);
}
