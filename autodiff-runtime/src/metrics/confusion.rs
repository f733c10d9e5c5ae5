//! The confusion matrix, and what is read off it: accuracy, precision, recall, F1.

use alloc::boxed::Box;
use core::fmt;

use super::scores::{assert_class, assert_samples, largest};
use crate::real::Real;

/// How often each class (row) was taken for each class (column).
///
/// Precision, recall and F1 of a class `c`, with `n[t][p]` samples of class `t` taken for `p`:
///
/// ```text
/// precision(c) = n[c][c] / sum_t n[t][c]       of what was taken for c, the share that is c
/// recall(c)    = n[c][c] / sum_p n[c][p]       of what is c, the share that was taken for it
/// f1(c)        = 2 n[c][c] / (sum_t n[t][c] + sum_p n[c][p])
/// ```
///
/// Where a denominator is zero there is no value (`None`); the averages count such a class as zero, as scikit-learn does.
///
/// ```
/// use autodiff_runtime::metrics::{Average, ConfusionMatrix};
///
/// let mut confusion = ConfusionMatrix::<2>::new();
/// for (truth, predicted) in [(0, 0), (0, 0), (0, 1), (1, 1)] {
///     confusion.record(truth, predicted);
/// }
/// assert_eq!(confusion.accuracy(), Some(0.75));
/// assert_eq!(confusion.precision(1), Some(0.5));
/// assert_eq!(confusion.recall(1), Some(1.0));
/// assert_eq!(confusion.f1(0), Some(0.8));
/// assert_eq!(confusion.average_recall(Average::Macro), Some((2.0 / 3.0 + 1.0) / 2.0));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ConfusionMatrix<const K: usize> {
    /// Row after row.
    counts: Box<[u64]>,
}

/// How the values of the classes become one.
///
/// ```
/// use autodiff_runtime::metrics::{Average, ConfusionMatrix};
///
/// let mut confusion = ConfusionMatrix::<2>::new();
/// confusion.record(0, 0);
/// confusion.record(0, 1);
/// confusion.record(1, 1);
/// assert_eq!(confusion.average_f1(Average::Micro), Some(2.0 / 3.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Average {
    /// All classes alike.
    Macro,
    /// Each class by how many samples are of it.
    Weighted,
    /// Over all samples; precision, recall and F1 are the accuracy then.
    Micro,
}

impl<const K: usize> Default for ConfusionMatrix<K> {
    fn default() -> Self {
        Self { counts: alloc::vec![0; K * K].into_boxed_slice() }
    }
}

impl<const K: usize> ConfusionMatrix<K> {
    /// Of no samples yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a sample.
    ///
    /// # Panics
    ///
    /// If one of the two is no class.
    #[track_caller]
    pub fn record(&mut self, truth: usize, predicted: usize) {
        assert_class(truth, K);
        assert_class(predicted, K);
        self.counts[truth * K + predicted] += 1;
    }

    /// Adds the samples of a batch, each taken for the class of its [`largest`] score. Those behind the last label are
    /// padding.
    ///
    /// # Panics
    ///
    /// If there are more labels than samples, or a label is no class.
    #[track_caller]
    pub fn record_scores<T: Real>(&mut self, scores: &[[T; K]], labels: &[usize]) {
        assert_samples(labels.len(), scores.len());
        for (scores, &label) in scores.iter().zip(labels) {
            self.record(label, largest(*scores));
        }
    }

    /// Adds the samples of another matrix.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
    }

    /// How many samples of the class `truth` were taken for `predicted`.
    ///
    /// # Panics
    ///
    /// If one of the two is no class.
    #[track_caller]
    pub fn count(&self, truth: usize, predicted: usize) -> u64 {
        assert_class(truth, K);
        assert_class(predicted, K);
        self.counts[truth * K + predicted]
    }

    /// The counts, a row for each class as it is, a column for each class as it was taken for.
    pub fn rows(&self) -> impl Iterator<Item = &[u64]> {
        // `chunks` of zero would panic; without classes there are no rows.
        self.counts.chunks(K.max(1))
    }

    /// How many samples there are.
    pub fn samples(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// How many samples are of a class.
    fn actual(&self, class: usize) -> u64 {
        (0..K).map(|predicted| self.count(class, predicted)).sum()
    }

    /// How many samples were taken for a class.
    fn predicted(&self, class: usize) -> u64 {
        (0..K).map(|truth| self.count(truth, class)).sum()
    }

    /// The share of samples that were recognized; `None` of no samples.
    pub fn accuracy(&self) -> Option<f64> {
        share((0..K).map(|class| self.count(class, class)).sum(), self.samples())
    }

    /// Of what was taken for the class, the share that is of it.
    ///
    /// # Panics
    ///
    /// If it is no class.
    #[track_caller]
    pub fn precision(&self, class: usize) -> Option<f64> {
        share(self.count(class, class), self.predicted(class))
    }

    /// Of what is of the class, the share that was taken for it.
    ///
    /// # Panics
    ///
    /// If it is no class.
    #[track_caller]
    pub fn recall(&self, class: usize) -> Option<f64> {
        share(self.count(class, class), self.actual(class))
    }

    /// The harmonic mean of precision and recall.
    ///
    /// # Panics
    ///
    /// If it is no class.
    #[track_caller]
    pub fn f1(&self, class: usize) -> Option<f64> {
        share(2 * self.count(class, class), self.predicted(class) + self.actual(class))
    }

    /// The precision over all classes; `None` of no samples.
    pub fn average_precision(&self, average: Average) -> Option<f64> {
        self.average(average, Self::precision)
    }

    /// The recall over all classes; `None` of no samples.
    pub fn average_recall(&self, average: Average) -> Option<f64> {
        self.average(average, Self::recall)
    }

    /// The F1 score over all classes; `None` of no samples.
    pub fn average_f1(&self, average: Average) -> Option<f64> {
        self.average(average, Self::f1)
    }

    fn average(&self, average: Average, of: impl Fn(&Self, usize) -> Option<f64>) -> Option<f64> {
        let samples = self.samples();
        if samples == 0 {
            return None;
        }
        match average {
            Average::Micro => self.accuracy(),
            // As in scikit-learn, over the classes that occur, in truth or as a prediction.
            Average::Macro => {
                let occurring =
                    || (0..K).filter(|&class| self.actual(class) + self.predicted(class) > 0);
                let sum: f64 = occurring().map(|class| of(self, class).unwrap_or(0.0)).sum();
                Some(sum / occurring().count() as f64)
            }
            Average::Weighted => {
                let weighted =
                    (0..K).map(|class| self.actual(class) as f64 * of(self, class).unwrap_or(0.0));
                Some(weighted.sum::<f64>() / samples as f64)
            }
        }
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

impl<const K: usize> fmt::Debug for ConfusionMatrix<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.rows()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    /// Three classes, the last never predicted; the reference values are scikit-learn's, `zero_division=0`.
    fn example() -> ConfusionMatrix<3> {
        let mut confusion = ConfusionMatrix::new();
        let truth = [0, 0, 0, 0, 1, 1, 1, 2, 2, 0];
        let taken = [0, 0, 1, 0, 1, 0, 1, 1, 0, 0];
        for (truth, predicted) in truth.into_iter().zip(taken) {
            confusion.record(truth, predicted);
        }
        confusion
    }

    #[track_caller]
    fn near(value: Option<f64>, expected: f64) {
        let value = value.expect("a value");
        assert!((value - expected).abs() < 1e-12, "{value} is not {expected}");
    }

    #[test]
    fn rates_of_classes() {
        let confusion = example();
        assert_eq!(format!("{confusion:?}"), "[[4, 1, 0], [1, 2, 0], [1, 1, 0]]");
        near(confusion.accuracy(), 0.6);
        near(confusion.precision(0), 4.0 / 6.0);
        near(confusion.recall(0), 0.8);
        near(confusion.f1(0), 8.0 / 11.0);
        assert_eq!(confusion.precision(2), None);
        near(confusion.recall(2), 0.0);
        near(confusion.f1(2), 0.0);
    }

    #[test]
    fn averages() {
        let confusion = example();
        near(confusion.average_precision(Average::Macro), (4.0 / 6.0 + 0.5) / 3.0);
        near(confusion.average_precision(Average::Weighted), (5.0 * 4.0 / 6.0 + 3.0 * 0.5) / 10.0);
        near(confusion.average_recall(Average::Weighted), 0.6);
        near(confusion.average_f1(Average::Macro), (8.0 / 11.0 + 4.0 / 7.0) / 3.0);
        near(confusion.average_f1(Average::Micro), 0.6);
        assert_eq!(ConfusionMatrix::<3>::new().average_f1(Average::Macro), None);
    }

    #[test]
    fn padding_does_not_count_and_matrices_add_up() {
        let scores = [[1.0_f32, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]];
        let mut confusion = ConfusionMatrix::new();
        confusion.record_scores(&scores, &[0, 2]);
        assert_eq!((confusion.samples(), confusion.count(2, 1)), (2, 1));
        confusion.merge(&example());
        assert_eq!((confusion.samples(), confusion.count(0, 0)), (12, 5));
    }

    #[cfg(feature = "std")]
    #[test]
    fn what_is_no_class_is_named() {
        let failure = std::panic::catch_unwind(|| ConfusionMatrix::<2>::new().record(2, 0));
        let message =
            *failure.expect_err("no class").downcast::<alloc::string::String>().expect("text");
        assert_eq!(message, "the label 2 is none of 2 classes");
    }
}
