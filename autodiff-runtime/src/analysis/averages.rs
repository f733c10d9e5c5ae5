//! Exponentially weighted means.

use alloc::vec::Vec;

use crate::real::Real;

/// The means `v_t = beta v_(t-1) + (1 - beta) x_t` of a series, from `v_0` on; one for each number of the series.
///
/// Here `beta` is the part of the **old** mean: near 1 the mean is smooth and late, near 0 it follows the series. In
/// [`ExponentialMomentum`](crate::optim::ExponentialMomentum) it is the part of the new gradient.
///
/// ```
/// use autodiff_runtime::analysis::weighted_average;
///
/// assert_eq!(weighted_average(0.5, 0.0, &[1.0_f64, 1.0, 1.0]), [0.5, 0.75, 0.875]);
/// ```
#[must_use]
pub fn weighted_average<T: Real>(beta: T, start: T, series: &[T]) -> Vec<T> {
    let mut mean = start;
    let next = |x: &T| {
        mean = beta * mean + (T::one() - beta) * *x;
        mean
    };
    series.iter().map(next).collect()
}

/// The last of [`weighted_average`] as a sum: `beta^t v_0 + sum_i (1 - beta) beta^(t - i) x_i`.
///
/// ```
/// use autodiff_runtime::analysis::{weighted_average, weighted_average_closed_form};
///
/// let series = [3.0_f64, -1.0, 2.0];
/// assert_eq!(weighted_average(0.5, 4.0, &series)[2], 1.625);
/// assert_eq!(weighted_average_closed_form(0.5, 4.0, &series), 1.625);
/// ```
#[must_use]
pub fn weighted_average_closed_form<T: Real>(beta: T, start: T, series: &[T]) -> T {
    let mut weight = T::one();
    let mut sum = T::zero();
    for x in series.iter().rev() {
        sum += (T::one() - beta) * weight * *x;
        weight *= beta;
    }
    weight * start + sum
}

/// [`weighted_average`] from zero, divided by the sum of its weights: `v_t / (1 - beta^t)`. The mean of a constant series is that constant.
///
/// ```
/// use autodiff_runtime::analysis::bias_corrected_average;
///
/// assert_eq!(bias_corrected_average(0.5, &[3.0_f64, 3.0, 3.0]), [3.0, 3.0, 3.0]);
/// ```
#[must_use]
pub fn bias_corrected_average<T: Real>(beta: T, series: &[T]) -> Vec<T> {
    let mut rest = T::one();
    let means = weighted_average(beta, T::zero(), series).into_iter();
    means
        .map(|mean| {
            rest *= beta;
            mean / (T::one() - rest)
        })
        .collect()
}

/// The variance of the means of white noise, in that of the noise: `(1 - beta) / (1 + beta)`.
///
/// ```
/// use autodiff_runtime::analysis::weighted_average_noise;
///
/// assert_eq!(weighted_average_noise(0.5_f64), 1.0 / 3.0);
/// ```
#[must_use]
pub fn weighted_average_noise<T: Real>(beta: T) -> T {
    (T::one() - beta) / (T::one() + beta)
}
