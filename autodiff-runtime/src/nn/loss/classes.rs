//! Losses of scores for classes, one of which is right: the mean over the samples of the batch.

use autodiff_macros::differentiate;

use super::{count, log_sum_exp};
use crate::accumulate::stop_gradient;
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

/// [`cross_entropy()`] of the first `active` samples; 0 if there are none.
///
/// # Panics
///
/// If `active` is larger than the batch, or one of these labels is no class.
///
/// ```
/// use autodiff_runtime::nn::{cross_entropy, cross_entropy_first, Samples};
///
/// // The second sample only fills the batch.
/// let scores = Samples::from([[1.0_f64, 0.0], [9.0, 9.0]]);
/// let first = Samples::from([[1.0, 0.0]]);
/// assert_eq!(cross_entropy_first(&scores, &[0, 7], 1), cross_entropy(&first, &[0]));
/// ```
#[differentiate]
pub fn cross_entropy_first<T: Real, const K: usize, const B: usize, P: Place>(
    scores: &Samples<T, K, B, P>,
    labels: &[usize; B],
    active: usize,
) -> T {
    let (value, slopes) = entropies(stop_gradient(scores), labels, active);
    linearized(scores, value, &slopes)
}

/// [`cross_entropy()`] with label smoothing: a part `smoothing` of the target is spread over all classes (Szegedy et
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

/// [`cross_entropy_smoothed()`] of the first `active` samples; 0 if there are none.
///
/// # Panics
///
/// If `active` is larger than the batch, or one of these labels is no class.
///
/// ```
/// use autodiff_runtime::nn::{cross_entropy_smoothed, cross_entropy_smoothed_first, Samples};
///
/// let scores = Samples::from([[1.0_f64, 0.0], [9.0, 9.0]]);
/// let first = Samples::from([[1.0, 0.0]]);
/// assert_eq!(
///     cross_entropy_smoothed_first(&scores, &[0, 7], 1, 0.1),
///     cross_entropy_smoothed(&first, &[0], 0.1)
/// );
/// ```
#[differentiate]
pub fn cross_entropy_smoothed_first<T: Real, const K: usize, const B: usize, P: Place>(
    scores: &Samples<T, K, B, P>,
    labels: &[usize; B],
    active: usize,
    #[constant] smoothing: T,
) -> T {
    let (value, slopes) = smoothed_entropies(stop_gradient(scores), labels, active, smoothing);
    linearized(scores, value, &slopes)
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

/// [`nll()`] of the first `active` samples; 0 if there are none.
///
/// # Panics
///
/// If `active` is larger than the batch, or one of these labels is no class.
///
/// ```
/// use autodiff_runtime::nn::{nll_first, Samples};
///
/// let logarithms = Samples::from([[-0.5_f64, -1.0], [9.0, 9.0]]);
/// assert_eq!(nll_first(&logarithms, &[1, 7], 1), 1.0);
/// ```
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

/// The mean, and its slopes: each sample's value and gradient come from one run, so that its exponentials are computed
/// once. The reverse sweep has only to scale the slopes.
fn entropies<T: Real, const K: usize, const B: usize, P: Place>(
    scores: &Samples<T, K, B, P>,
    labels: &[usize; B],
    active: usize,
) -> (T, Samples<T, K, B, P>) {
    mean(scores, active, |b| entropy_of_sample::value_and_grad(&scores[b], labels[b]))
}

fn smoothed_entropies<T: Real, const K: usize, const B: usize, P: Place>(
    scores: &Samples<T, K, B, P>,
    labels: &[usize; B],
    active: usize,
    smoothing: T,
) -> (T, Samples<T, K, B, P>) {
    mean(scores, active, |b| smoothed_of_sample::value_and_grad(&scores[b], labels[b], smoothing))
}

#[inline]
fn mean<T: Real, const K: usize, const B: usize, P: Place>(
    _scores: &Samples<T, K, B, P>,
    active: usize,
    of_sample: impl Fn(usize) -> (T, [T; K]),
) -> (T, Samples<T, K, B, P>) {
    assert!(active <= B, "more samples than the batch has");
    let (count, mut sum) = (count::<T>(active), T::zero());
    let slopes = Samples::from_fn(|b| {
        if b >= active {
            return [T::zero(); K];
        }
        let (value, slopes) = of_sample(b);
        sum += value;
        slopes.map(|slope| slope / count)
    });
    (sum / count, slopes)
}

/// A function of the scores by its value and its slopes there.
#[differentiate(vjp = linearized_vjp, jvp = linearized_jvp)]
fn linearized<T: Real, const K: usize, const B: usize, P: Place>(
    _scores: &Samples<T, K, B, P>,
    #[constant] value: T,
    #[constant] _slopes: &Samples<T, K, B, P>,
) -> T {
    value
}

fn linearized_vjp<T: Real, const K: usize, const B: usize, P: Place>(
    _scores: &Samples<T, K, B, P>,
    _value: T,
    slopes: &Samples<T, K, B, P>,
    seed: T,
    adjoint: &mut Samples<T, K, B, P>,
) {
    let pairs = adjoint.as_mut_slice().iter_mut().zip(slopes.as_slice());
    pairs.for_each(|(sum, slope)| *sum += T::chain(*slope, seed));
}

fn linearized_jvp<T: Real, const K: usize, const B: usize, P: Place>(
    _scores: &Samples<T, K, B, P>,
    value: T,
    slopes: &Samples<T, K, B, P>,
    tangent: &Samples<T, K, B, P>,
) -> (T, T) {
    let pairs = slopes.as_slice().iter().zip(tangent.as_slice());
    (value, pairs.fold(T::zero(), |sum, (slope, d)| sum + T::chain(*slope, *d)))
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
