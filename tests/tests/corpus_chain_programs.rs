//! Small programs of chains, searches and sorting together.

#[path = "../corpus/small/chain_programs.rs"]
mod chain_programs;

use autodiff_runtime::nalgebra::Matrix2;
use autodiff_tests::{gradient, map};
use chain_programs::*;

const P: [f64; 6] = [1.3, 0.7, 0.4, 0.9, 2.0, 1.1];

#[test]
fn in_place() {
    gradient!(|p| grid_of_cells(ref p[..])).differences(&P);
    gradient!(|p| parts_of_one_slice(ref p[..4])).differences(&P[..4]);
    map!(|p| columns_in_place(mut Matrix2::from_column_slice(&p[1..5]), val p[0]))
        .differences(&P[..5]);
}

#[test]
fn orders() {
    gradient!(|p| trimmed_median(ref p[..])).differences(&P);
    gradient!(|p| sorted_again_and_again(ref p[..])).differences(&P);
}

#[test]
fn searches() {
    gradient!(|p| best_so_far(ref p[..])).differences(&P);
    gradient!(|p| polynomials(ref p[..])).differences(&P);
}

#[test]
fn sums() {
    gradient!(|p| evens_and_odds(ref p[..])).differences(&P);
    gradient!(|p| log_sum_exp(ref p[..])).differences(&P);
}
