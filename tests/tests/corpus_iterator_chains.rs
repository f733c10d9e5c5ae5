//! Chains of iterators.

#[path = "../corpus/small/iterator_chains.rs"]
mod iterator_chains;

use autodiff_tests::gradient;
use iterator_chains::*;

const P: [f64; 6] = [1.3, 0.7, -0.4, 0.9, 2.0, -1.1];

#[test]
fn states() {
    gradient!(|p| scanned(ref p[..])).differences(&P);
    gradient!(|p| scanned_until(ref p[..5], val p[5]))
        .differences(&[1.3, 0.7, -0.4, 0.9, 2.0, 3.1]);
    gradient!(|p| inspected(ref p[..])).differences(&P);
    gradient!(|p| tuple_accumulator(ref p[..])).differences(&P);
}

#[test]
fn nested() {
    gradient!(|p| flat_mapped(ref p[..], fix 3)).differences(&P);
    gradient!(|p| flat_mapped_slices(ref [[p[0], p[1]], [p[2], p[3]]])).differences(&P[..4]);
    gradient!(|p| flattened(ref [[p[0], p[1]], [p[2], p[3]]])).differences(&P[..4]);
    gradient!(|p| nested_in_closures(ref [[p[0], p[1]], [p[2], p[3]]], ref p[4..])).differences(&P);
    gradient!(|p| chained(ref p[..3], ref p[3..])).differences(&P);
}

#[test]
fn options() {
    gradient!(|p| filter_mapped(ref p[..3], ref p[3..])).differences(&P);
    gradient!(|p| filter_mapped_two_ways(ref p[..])).differences(&P);
    gradient!(|p| filter_mapped_borrow(ref p[..])).differences(&P);
    gradient!(|p| mapped_while(ref p[..])).differences(&P);
}

#[test]
fn choices() {
    gradient!(|p| stepped(ref p[..])).differences(&P);
    gradient!(|p| three_zipped(ref p[..2], ref p[2..4], ref p[4..])).differences(&P);
    gradient!(|p| taken_of_filtered(ref p[..], fix 2)).differences(&P);
    gradient!(|p| taken_of_filtered(ref p[..], fix 0)).differences(&P);
    gradient!(|p| filtered_zip(ref p[..4], ref p[4..])).differences(&P);
    gradient!(|p| reversed_filter(ref p[..])).differences(&P);
    gradient!(|p| parts_of_slices(ref p[..], fix 4)).differences(&P);
}

#[test]
fn names() {
    gradient!(|p| named_iterators(ref p[..], fix 4)).differences(&P);
}

#[test]
fn inactive_ends() {
    gradient!(|p| counted(ref p[..])).differences(&P);
    gradient!(|p| integer_sums(val p[0], fix &[1, 2, 1])).differences(&[1.3]);
    gradient!(|p| endless(ref p[..5], val p[5])).differences(&[1.3, 0.7, -0.4, 0.9, 2.0, 1.23]);
}

#[test]
fn written() {
    gradient!(|p| written_through(ref p[..5], val p[5])).differences(&P);
}

#[test]
fn exits() {
    gradient!(|p| left_early(ref p[..5], val p[5])).differences(&P);
    gradient!(|p| left_early(ref p[..5], val p[5])).differences(&[1.3, 0.7, -0.4, 0.9, 2.0, 7.1]);
    gradient!(|p| returned_early(ref p[..5], val p[5])).differences(&P);
    gradient!(|p| returned_early(ref p[..5], val p[5]))
        .differences(&[0.3, 0.7, 0.4, 0.9, 0.2, 3.1]);
}
