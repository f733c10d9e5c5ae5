//! The cost of a clustering, with iterators.

use autodiff_runtime::prelude::*;

/// The sum over all points of the squared distance to the nearest centroid, in `d` dimensions.
#[differentiate(second_order)]
pub fn cost(#[constant] points: &[f64], centroids: &[f64], d: usize) -> f64 {
    points
        .chunks_exact(d)
        .map(|point| {
            centroids
                .chunks_exact(d)
                .map(|centroid| {
                    point.iter().zip(centroid).map(|(p, c)| (p - c) * (p - c)).sum::<f64>()
                })
                .fold(f64::INFINITY, f64::min)
        })
        .sum()
}
