//! Sorting in place, then a mean.

#[path = "../corpus/insertion_trimmed_mean.rs"]
mod insertion_trimmed_mean;

use autodiff_tests::reference::insertion_trimmed_mean as twin;
use autodiff_tests::{gradient, map};
use insertion_trimmed_mean::{insertion_sort, trimmed_mean, trimmed_variance};

const VALUES: [f64; 7] = [3.0, -1.0, 4.0, 1.5, -5.0, 9.0, 2.6];

#[test]
fn sorting_permutes_the_gradient() {
    map!(|p| insertion_sort(mut p.to_vec()) -> ()).twin(&VALUES, twin::sorted);
    map!(|p| insertion_sort(mut p.to_vec()) -> ()).exact(&[2.0], &[&[1.0]]);
}

#[test]
fn trimmed_mean_shares_evenly_among_the_kept() {
    let fifth = 0.2;
    gradient!(second |p| trimmed_mean(ref p[..], fix 1))
        .twin(&VALUES, |p| twin::trimmed_mean(p, 1))
        .exact(&VALUES, &[fifth, fifth, fifth, fifth, 0.0, 0.0, fifth]);
    gradient!(second |p| trimmed_mean(ref p[..], fix 3))
        .twin(&VALUES, |p| twin::trimmed_mean(p, 3));
}

#[test]
fn trimmed_variance_agrees_with_dual_numbers() {
    gradient!(second |p| trimmed_variance(ref p[..], fix 2))
        .twin(&VALUES, |p| twin::trimmed_variance(p, 2));
}
