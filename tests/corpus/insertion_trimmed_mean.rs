//! An insertion sort in place, and the mean of what is left without the extremes.

#![allow(clippy::needless_range_loop)]

use autodiff_runtime::prelude::*;

/// Sorts in place.
#[differentiate(second_order)]
pub fn insertion_sort(values: &mut [f64]) {
    for i in 1..values.len() {
        let key = values[i];
        let mut j = i;
        while j > 0 && values[j - 1] > key {
            values[j] = values[j - 1];
            j -= 1;
        }
        values[j] = key;
    }
}

/// The mean of all but the `trim` least and the `trim` greatest values.
#[differentiate(second_order)]
pub fn trimmed_mean(values: &[f64], trim: usize) -> f64 {
    let mut sorted = values.to_vec();
    insertion_sort(&mut sorted);
    let kept = &sorted[trim..values.len() - trim];
    let mut sum = 0.0;
    for value in kept {
        sum += value;
    }
    sum / kept.len() as f64
}

/// The variance of what a trimmed mean leaves, about that mean.
#[differentiate(second_order)]
pub fn trimmed_variance(values: &[f64], trim: usize) -> f64 {
    let mean = trimmed_mean(values, trim);
    let mut sorted = values.to_vec();
    insertion_sort(&mut sorted);
    let mut sum = 0.0;
    for i in trim..sorted.len() - trim {
        sum += (sorted[i] - mean).powi(2);
    }
    sum / (sorted.len() - 2 * trim) as f64
}
