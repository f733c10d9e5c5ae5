//! The trimmed mean by the library's sort.

use super::Number;

/// The values in order.
pub fn sorted<D: Number>(values: &[D]) -> Vec<D> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).expect("comparable"));
    sorted
}

/// The trimmed mean.
pub fn trimmed_mean<D: Number>(values: &[D], trim: usize) -> D {
    let kept = &sorted(values)[trim..values.len() - trim];
    kept.iter().copied().sum::<D>() / kept.len() as f64
}

/// The variance about it.
pub fn trimmed_variance<D: Number>(values: &[D], trim: usize) -> D {
    let mean = trimmed_mean(values, trim);
    let kept = &sorted(values)[trim..values.len() - trim];
    kept.iter().map(|v| (*v - mean) * (*v - mean)).sum::<D>() / kept.len() as f64
}
