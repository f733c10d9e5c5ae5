//! The errors of predicted numbers: mean squared and absolute error, and the share of the variance explained.

use crate::real::Real;

/// The errors of predicted numbers, over any number of batches. Sums are in double precision.
///
/// With predictions `p` of truths `y` and the mean `m` of the truths:
///
/// ```text
/// mean squared error  = sum (p - y)^2 / n
/// mean absolute error = sum |p - y| / n
/// R^2                 = 1 - sum (p - y)^2 / sum (y - m)^2
/// ```
///
/// ```
/// use autodiff_runtime::metrics::RegressionError;
///
/// let mut error = RegressionError::new();
/// error.record(&[2.5, 0.0, 2.0, 8.0], &[3.0, -0.5, 2.0, 7.0]);
/// assert_eq!(error.mean_squared(), Some(0.375));
/// assert_eq!(error.mean_absolute(), Some(0.5));
/// assert!((error.r_squared().unwrap() - 0.948_608_137_044_967_9).abs() < 1e-12);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RegressionError {
    samples: u64,
    squared: f64,
    absolute: f64,
    /// The mean of the truths, and the sum of their squared distances from it, updated sample by sample (Welford, 1962):
    /// the difference of large sums would lose digits.
    mean: f64,
    variation: f64,
}

impl RegressionError {
    /// Of no samples yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds samples.
    ///
    /// # Panics
    ///
    /// If the lengths differ.
    #[track_caller]
    pub fn record<T: Real>(&mut self, predicted: &[T], truth: &[T]) {
        assert_eq!(predicted.len(), truth.len(), "as many predictions as truths");
        for (p, y) in predicted.iter().zip(truth) {
            let (p, y) = (p.to_f64(), y.to_f64());
            let error = p - y;
            self.samples += 1;
            self.squared += error * error;
            self.absolute += if error < 0.0 { -error } else { error };
            let before = y - self.mean;
            self.mean += before / self.samples as f64;
            self.variation += before * (y - self.mean);
        }
    }

    /// How many samples there are.
    pub fn samples(&self) -> u64 {
        self.samples
    }

    /// The mean squared error; `None` of no samples.
    pub fn mean_squared(&self) -> Option<f64> {
        self.mean_of(self.squared)
    }

    /// The mean absolute error; `None` of no samples.
    pub fn mean_absolute(&self) -> Option<f64> {
        self.mean_of(self.absolute)
    }

    /// R^2, the share of the variance explained: 1 for perfect predictions, 0 for always the mean, below for worse.
    ///
    /// `None` for fewer than two samples. Truths that are all equal have no variance: 1 if the predictions are perfect
    /// and 0 if not, as in scikit-learn.
    pub fn r_squared(&self) -> Option<f64> {
        if self.samples < 2 {
            return None;
        }
        Some(match (self.variation == 0.0, self.squared == 0.0) {
            (true, true) => 1.0,
            (true, false) => 0.0,
            (false, _) => 1.0 - self.squared / self.variation,
        })
    }

    fn mean_of(&self, sum: f64) -> Option<f64> {
        (self.samples > 0).then(|| sum / self.samples as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_add_up() {
        let (predicted, truth) = ([1.0_f32, 2.5, 2.0, -4.0], [1.5, 2.0, 2.0, -3.0]);
        let mut whole = RegressionError::new();
        whole.record(&predicted, &truth);
        let mut parts = RegressionError::new();
        parts.record(&predicted[..1], &truth[..1]);
        parts.record(&predicted[1..], &truth[1..]);
        assert_eq!(whole, parts);
        assert_eq!(whole.mean_squared(), Some(1.5 / 4.0));
    }

    #[test]
    fn the_mean_explains_nothing_and_the_truth_all() {
        let truth = [1.0, 2.0, 6.0];
        let r_squared = |predicted: [f64; 3]| {
            let mut error = RegressionError::new();
            error.record(&predicted, &truth);
            error.r_squared()
        };
        assert_eq!(r_squared([3.0; 3]), Some(0.0));
        assert_eq!(r_squared(truth), Some(1.0));
        assert!(r_squared([6.0, 2.0, 1.0]).expect("three samples") < 0.0);
    }

    #[test]
    fn a_far_mean_costs_no_digits() {
        let mut error = RegressionError::new();
        error.record(&[1e9, 1e9 + 1.0], &[1e9, 1e9 + 2.0]);
        assert_eq!(error.r_squared(), Some(0.5));
    }

    #[test]
    fn constant_truths_have_no_variance() {
        let mut error = RegressionError::new();
        error.record(&[2.0, 2.0], &[2.0, 2.0]);
        assert_eq!(error.r_squared(), Some(1.0));
        error.record(&[3.0], &[2.0]);
        assert_eq!(error.r_squared(), Some(0.0));
        assert_eq!(RegressionError::new().mean_squared(), None);
    }
}
