//! Features on a common scale.

use alloc::vec;
use alloc::vec::Vec;

use super::dataset::Dataset;
use crate::real::Real;

/// Moves each feature to mean 0 and standard deviation 1, as measured on the samples it was fitted on.
///
/// ```text
/// x' = (x - mean) / deviation,    deviation = sqrt(sum (x - mean)^2 / n)
/// ```
///
/// Fit it on the training part and apply it to all parts: what is measured on test data must not reach the training. A
/// feature that never changes is only moved (deviation 1), as in scikit-learn.
///
/// ```
/// use autodiff_runtime::data::{Dataset, Standardization};
///
/// # fn main() -> Result<(), autodiff_runtime::data::DataError> {
/// let mut training = Dataset::<f64, 2, ()>::from_arrays(&[[1.0, 5.0], [3.0, 5.0]], &[(), ()])?;
/// let standardization = Standardization::fit(&training);
/// standardization.apply(&mut training);
/// assert_eq!(training.inputs(), &[[-1.0, 0.0], [1.0, 0.0]]);
/// assert_eq!(standardization.revert([1.0, 0.0]), [3.0, 5.0]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Standardization<T> {
    mean: Vec<T>,
    deviation: Vec<T>,
}

impl<T: Real> Standardization<T> {
    /// Measures the features of samples. Of no samples, it changes nothing.
    pub fn fit<const N: usize, Y>(samples: &Dataset<T, N, Y>) -> Self {
        if samples.is_empty() {
            return Self { mean: vec![T::zero(); N], deviation: vec![T::one(); N] };
        }
        let count = samples.len() as f64;
        // In double precision, in two passes: the difference of large sums would lose digits.
        let mut mean = vec![0.0; N];
        for input in samples.inputs() {
            for (sum, x) in mean.iter_mut().zip(input) {
                *sum += x.to_f64();
            }
        }
        for sum in &mut mean {
            *sum /= count;
        }
        let mut variance = vec![0.0; N];
        for input in samples.inputs() {
            for ((sum, x), mean) in variance.iter_mut().zip(input).zip(&mean) {
                let distance = x.to_f64() - mean;
                *sum += distance * distance;
            }
        }
        let deviation = variance.into_iter().zip(&mean).map(|(sum, mean)| {
            let deviation = (sum / count).sqrt();
            // Rounding leaves a constant feature with a deviation of some last digits of its mean.
            let constant = deviation <= 10.0 * f64::EPSILON * mean.abs();
            T::lit(if constant { 1.0 } else { deviation })
        });
        let deviation = deviation.collect();
        Self { mean: mean.into_iter().map(T::lit).collect(), deviation }
    }

    /// Standardizes samples in place.
    ///
    /// # Panics
    ///
    /// If it was fitted on samples of another number of features.
    #[track_caller]
    pub fn apply<const N: usize, Y>(&self, samples: &mut Dataset<T, N, Y>) {
        for input in samples.inputs_mut() {
            self.apply_to(input);
        }
    }

    /// Standardizes one sample in place.
    ///
    /// # Panics
    ///
    /// If it was fitted on samples of another number of features.
    #[track_caller]
    pub fn apply_to(&self, input: &mut [T]) {
        self.check(input.len());
        for ((x, mean), deviation) in input.iter_mut().zip(&self.mean).zip(&self.deviation) {
            *x = (*x - *mean) / *deviation;
        }
    }

    /// The sample whose standardized form this is.
    ///
    /// # Panics
    ///
    /// If it was fitted on samples of another number of features.
    #[must_use]
    #[track_caller]
    pub fn revert<const N: usize>(&self, mut input: [T; N]) -> [T; N] {
        self.check(N);
        for ((x, mean), deviation) in input.iter_mut().zip(&self.mean).zip(&self.deviation) {
            *x = *x * *deviation + *mean;
        }
        input
    }

    /// The mean of each feature.
    pub fn mean(&self) -> &[T] {
        &self.mean
    }

    /// The standard deviation of each feature; 1 where it never changes.
    pub fn deviation(&self) -> &[T] {
        &self.deviation
    }

    #[track_caller]
    fn check(&self, features: usize) {
        assert_eq!(features, self.mean.len(), "a sample of another number of features");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_training_part_alone_decides() {
        let inputs = [[1.0, -4.0], [2.0, -4.0], [6.0, -4.0], [100.0, 7.0]];
        let all = Dataset::<f64, 2, _>::from_arrays(&inputs, &[0, 1, 2, 3]).expect("four of each");
        let (mut training, mut testing) = all.split_at(3);
        let standardization = Standardization::fit(&training);
        standardization.apply(&mut training);
        standardization.apply(&mut testing);
        let again = Standardization::fit(&training);
        assert!(again.mean()[0].abs() < 1e-15 && (again.deviation()[0] - 1.0).abs() < 1e-15);
        let deviation = (14.0_f64 / 3.0).sqrt();
        assert!((testing.input(0)[0] - 97.0 / deviation).abs() < 1e-12);
        assert_eq!(testing.input(0)[1], 11.0);
    }

    #[test]
    fn a_constant_feature_is_moved_and_no_more() {
        let inputs = [[0.1_f32]; 7];
        let mut samples = Dataset::<f32, 1, _>::from_arrays(&inputs, &[(); 7]).expect("seven");
        let standardization = Standardization::fit(&samples);
        standardization.apply(&mut samples);
        assert_eq!(standardization.deviation(), [1.0]);
        assert_eq!(samples.inputs(), [[0.0]; 7]);
    }

    #[test]
    fn no_samples_change_nothing() {
        let standardization = Standardization::fit(&Dataset::<f64, 2, ()>::new());
        let mut x = [3.0, 4.0];
        standardization.apply_to(&mut x);
        assert_eq!(x, [3.0, 4.0]);
    }
}
