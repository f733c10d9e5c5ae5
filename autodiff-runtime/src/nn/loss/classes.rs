//! Losses of scores for classes, one of which is right: the mean over the samples of the batch.

use autodiff_macros::differentiate;

use super::{count, log_sum_exp};
use crate::nn::batch::Samples;
use crate::nn::place::Place;
use crate::real::Real;

/// The cross-entropy of the softmax of the scores: `ln Σ e^s - s[label]`.
///
/// # Panics
///
/// If a label is no class.
///
/// ```
/// use autodiff_runtime::nn::{cross_entropy, Samples};
/// use autodiff_runtime::prelude::*;
///
/// let scores = Samples::from([[0.0_f64, 0.0], [0.0, 0.0]]);
/// let (loss, gradient) = cross_entropy::value_and_grad(&scores, &[0, 1]);
/// assert!((loss - 2.0_f64.ln()).abs() < 1e-15);
/// assert_eq!(gradient[0], [-0.25, 0.25]);
/// ```
#[differentiate]
pub fn cross_entropy<T: Real, const K: usize, const B: usize, P: Place>(
    scores: &Samples<T, K, B, P>,
    labels: &[usize; B],
) -> T {
    cross_entropy_first(scores, labels, B)
}

/// [`cross_entropy`] of the first `active` samples; 0 if there are none.
///
/// # Panics
///
/// If `active` is larger than the batch, or one of these labels is no class.
#[differentiate]
pub fn cross_entropy_first<T: Real, const K: usize, const B: usize, P: Place>(
    scores: &Samples<T, K, B, P>,
    labels: &[usize; B],
    active: usize,
) -> T {
    let mut sum = T::zero();
    assert!(active <= B, "more samples than the batch has");
    for b in 0..B {
        if b < active {
            sum += entropy_of_sample(&scores[b], labels[b]);
        }
    }
    sum / count::<T>(active)
}

/// [`cross_entropy`] with label smoothing: a part `smoothing` of the target is spread over all classes (Szegedy et
/// al. 2016).
///
/// # Panics
///
/// If a label is no class.
///
/// ```
/// use autodiff_runtime::nn::{cross_entropy_smoothed, Samples};
///
/// let scores = Samples::from([[1.0_f64, 0.0]]);
/// let plain = (1.0 + (-1.0_f64).exp()).ln();
/// assert!((cross_entropy_smoothed(&scores, &[0], 0.5) - (plain + 0.25)).abs() < 1e-15);
/// ```
#[differentiate]
pub fn cross_entropy_smoothed<T: Real, const K: usize, const B: usize, P: Place>(
    scores: &Samples<T, K, B, P>,
    labels: &[usize; B],
    #[constant] smoothing: T,
) -> T {
    cross_entropy_smoothed_first(scores, labels, B, smoothing)
}

/// [`cross_entropy_smoothed`] of the first `active` samples; 0 if there are none.
///
/// # Panics
///
/// If `active` is larger than the batch, or one of these labels is no class.
#[differentiate]
pub fn cross_entropy_smoothed_first<T: Real, const K: usize, const B: usize, P: Place>(
    scores: &Samples<T, K, B, P>,
    labels: &[usize; B],
    active: usize,
    #[constant] smoothing: T,
) -> T {
    let mut sum = T::zero();
    assert!(active <= B, "more samples than the batch has");
    for b in 0..B {
        if b < active {
            sum += smoothed_of_sample(&scores[b], labels[b], smoothing);
        }
    }
    sum / count::<T>(active)
}

/// The negative logarithm of the likelihood: minus the label's logarithm of a probability, as
/// [`LogSoftmax`](crate::nn::LogSoftmax) gives it.
///
/// # Panics
///
/// If a label is no class.
///
/// ```
/// use autodiff_runtime::nn::{nll, Samples};
///
/// let logarithms = Samples::from([[0.25_f64.ln(), 0.75_f64.ln()]]);
/// assert_eq!(nll(&logarithms, &[1]), -0.75_f64.ln());
/// ```
#[differentiate]
pub fn nll<T: Real, const K: usize, const B: usize, P: Place>(
    log_probabilities: &Samples<T, K, B, P>,
    labels: &[usize; B],
) -> T {
    nll_first(log_probabilities, labels, B)
}

/// [`nll`] of the first `active` samples; 0 if there are none.
///
/// # Panics
///
/// If `active` is larger than the batch, or one of these labels is no class.
#[differentiate]
pub fn nll_first<T: Real, const K: usize, const B: usize, P: Place>(
    log_probabilities: &Samples<T, K, B, P>,
    labels: &[usize; B],
    active: usize,
) -> T {
    let mut sum = T::zero();
    assert!(active <= B, "more samples than the batch has");
    for b in 0..B {
        if b < active {
            sum -= log_probabilities[b][labels[b]];
        }
    }
    sum / count::<T>(active)
}

#[differentiate]
fn entropy_of_sample<T: Real, const K: usize>(scores: &[T; K], label: usize) -> T {
    log_sum_exp(scores) - scores[label]
}

#[differentiate]
fn smoothed_of_sample<T: Real, const K: usize>(
    scores: &[T; K],
    label: usize,
    #[constant] smoothing: T,
) -> T {
    let mut all = T::zero();
    for k in 0..K {
        all += scores[k];
    }
    let spread = smoothing / count::<T>(K);
    log_sum_exp(scores) - (T::one() - smoothing) * scores[label] - spread * all
}
