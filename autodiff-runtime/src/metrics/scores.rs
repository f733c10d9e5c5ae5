//! What scores say: the likeliest class, the share of samples recognized, and whether the label is among the first `k`.

use crate::real::Real;

/// The index of the largest number: the first of equal ones. A NaN is below every number; of NaNs alone, the first.
///
/// ```
/// use autodiff_runtime::metrics::largest;
///
/// assert_eq!(largest([1.0, 3.0, 3.0, f64::NAN]), 1);
/// ```
///
/// # Panics
///
/// If there are none.
#[track_caller]
pub fn largest<T: Real>(scores: impl IntoIterator<Item = T>) -> usize {
    let mut scores = scores.into_iter().enumerate();
    let (mut best, mut highest) = scores.next().expect("the largest of no scores");
    for (index, score) in scores {
        if score > highest || (is_nan(highest) && !is_nan(score)) {
            (best, highest) = (index, score);
        }
    }
    best
}

#[allow(clippy::eq_op, reason = "a NaN differs from itself, which every real number type can tell")]
fn is_nan<T: Real>(x: T) -> bool {
    x != x
}

/// The share of samples whose [`largest`] score is that of their label; `None` where there are none.
///
/// Samples behind the last label are padding and do not count.
///
/// ```
/// use autodiff_runtime::metrics::accuracy;
///
/// let scores = [[0.9, 0.1], [0.2, 0.8], [0.5, 0.7]];
/// assert_eq!(accuracy(&scores, &[0, 1, 0]), Some(2.0 / 3.0));
/// assert_eq!(accuracy(&scores, &[0, 1]), Some(1.0));
/// ```
///
/// # Panics
///
/// If there are more labels than samples.
#[track_caller]
pub fn accuracy<T: Real, const K: usize>(scores: &[[T; K]], labels: &[usize]) -> Option<f64> {
    let mut first = TopK::new(1);
    first.record_scores(scores, labels);
    first.share()
}

/// How many samples have their label among the `k` largest scores, over any number of batches.
///
/// Of equal scores the first class is the larger one, so that `k = 1` is the accuracy. A NaN is below every number, and
/// a sample whose own score is NaN is never counted.
///
/// ```
/// use autodiff_runtime::metrics::TopK;
///
/// let mut top = TopK::new(2);
/// top.record_scores(&[[0.1, 0.7, 0.2], [0.8, 0.1, 0.1]], &[2, 2]);
/// assert_eq!(top.share(), Some(0.5));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopK {
    k: usize,
    hits: u64,
    samples: u64,
}

impl TopK {
    /// Counts for the `k` largest scores.
    ///
    /// # Panics
    ///
    /// If `k` is zero.
    #[must_use]
    #[track_caller]
    pub fn new(k: usize) -> Self {
        assert!(k > 0, "the zero largest scores have no label among them");
        Self { k, hits: 0, samples: 0 }
    }

    /// Adds the samples of a batch; those behind the last label are padding.
    ///
    /// # Panics
    ///
    /// If there are more labels than samples, or a label is no class.
    #[track_caller]
    pub fn record_scores<T: Real, const K: usize>(&mut self, scores: &[[T; K]], labels: &[usize]) {
        assert_samples(labels.len(), scores.len());
        for (scores, &label) in scores.iter().zip(labels) {
            assert_class(label, K);
            let own = scores[label];
            let above = scores
                .iter()
                .enumerate()
                .filter(|&(class, &other)| other > own || (other == own && class < label));
            self.hits += u64::from(!is_nan(own) && above.count() < self.k);
            self.samples += 1;
        }
    }

    /// The share of the samples so far; `None` of no samples.
    pub fn share(&self) -> Option<f64> {
        (self.samples > 0).then(|| self.hits as f64 / self.samples as f64)
    }

    /// How many samples were counted.
    pub fn samples(&self) -> u64 {
        self.samples
    }

    /// Forgets all samples.
    pub fn reset(&mut self) {
        *self = Self::new(self.k);
    }
}

#[track_caller]
pub(super) fn assert_samples(labels: usize, samples: usize) {
    assert!(labels <= samples, "{labels} labels for the scores of {samples} samples");
}

#[track_caller]
pub(super) fn assert_class(label: usize, classes: usize) {
    assert!(label < classes, "the label {label} is none of {classes} classes");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_equal_scores_is_the_largest() {
        assert_eq!(largest([0.0]), 0);
        assert_eq!(largest([2.0_f32, 2.0, 1.0]), 0);
        assert_eq!(largest([f64::NAN, -1.0, f64::NAN]), 1);
        assert_eq!(largest([f64::NAN, f64::NEG_INFINITY]), 1);
        assert_eq!(largest([f64::NAN, f64::NAN]), 0);
    }

    #[test]
    fn top_one_is_the_accuracy_and_top_all_is_all() {
        let scores = [[0.1, 0.4, 0.3, 0.2], [0.5, 0.5, 0.1, 0.0], [0.3, 0.2, 0.9, 0.4]];
        // Ranks of the labels: 2 of 4, 1 (a tie that the first class would win), 0.
        let labels = [3, 1, 2];
        let share = |k| {
            let mut top = TopK::new(k);
            top.record_scores(&scores, &labels);
            top.share().expect("three samples")
        };
        assert_eq!(share(1), accuracy(&scores, &labels).expect("three samples"));
        assert_eq!(
            [share(1), share(2), share(3), share(4)].map(|s| (s * 3.0).round()),
            [1.0, 2.0, 3.0, 3.0]
        );
    }

    #[test]
    fn a_nan_is_never_right() {
        let scores = [[f64::NAN, 0.0], [1.0, f64::NAN]];
        assert_eq!(accuracy(&scores, &[0, 0]), Some(0.5));
        let mut all = TopK::new(2);
        all.record_scores(&scores, &[0, 1]);
        assert_eq!(all.share(), Some(0.0));
    }

    #[test]
    fn no_samples_no_share() {
        assert_eq!(accuracy(&[[0.0; 2]; 2], &[]), None);
    }
}
