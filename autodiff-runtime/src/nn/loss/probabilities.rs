//! Losses between probabilities.

use autodiff_macros::differentiate;

use super::count;
use crate::nn::batch::Samples;
use crate::nn::place::Place;
use crate::real::Real;

/// The binary cross-entropy of the sigmoid of each score with a target between 0 and 1, without overflow: the mean over all
/// numbers of `max(s, 0) - s t + ln(1 + e^-|s|)`.
///
/// ```
/// use autodiff_runtime::nn::{bce_with_logits, Samples};
///
/// let loss = bce_with_logits(&Samples::from([[0.0_f64, 800.0]]), &Samples::from([[1.0, 1.0]]));
/// assert!((loss - 2.0_f64.ln() / 2.0).abs() < 1e-15);
/// ```
#[differentiate]
pub fn bce_with_logits<T: Real, const F: usize, const B: usize, P: Place>(
    scores: &Samples<T, F, B, P>,
    targets: &Samples<T, F, B, P>,
) -> T {
    bce_with_logits_first(scores, targets, B)
}

/// [`bce_with_logits()`] of the first `active` samples; 0 if there are none.
///
/// # Panics
///
/// If `active` is larger than the batch.
#[differentiate]
pub fn bce_with_logits_first<T: Real, const F: usize, const B: usize, P: Place>(
    scores: &Samples<T, F, B, P>,
    targets: &Samples<T, F, B, P>,
    active: usize,
) -> T {
    let mut sum = T::zero();
    assert!(active <= B, "more samples than the batch has");
    for b in 0..B {
        if b < active {
            for f in 0..F {
                sum += bce_of_score(scores[b][f], targets[b][f]);
            }
        }
    }
    sum / count::<T>(active * F)
}

#[differentiate]
fn bce_of_score<T: Real>(s: T, t: T) -> T {
    // `max(s, 0) + ln(1 + e^-|s|)` is `ln(1 + e^s)`, smooth at 0.
    let softplus = if s > T::zero() { s + (-s).exp().ln_1p() } else { s.exp().ln_1p() };
    softplus - s * t
}

/// The binary cross-entropy of probabilities with targets between 0 and 1: the mean over all numbers of
/// `-t ln p - (1 - t) ln(1 - p)`, each logarithm at least -100.
///
/// ```
/// use autodiff_runtime::nn::{bce, Samples};
///
/// assert_eq!(bce(&Samples::from([[0.5_f64, 0.0]]), &Samples::from([[1.0, 1.0]])), (2.0_f64.ln() + 100.0) / 2.0);
/// ```
#[differentiate]
pub fn bce<T: Real, const F: usize, const B: usize, P: Place>(
    probabilities: &Samples<T, F, B, P>,
    targets: &Samples<T, F, B, P>,
) -> T {
    bce_first(probabilities, targets, B)
}

/// [`bce()`] of the first `active` samples; 0 if there are none.
///
/// # Panics
///
/// If `active` is larger than the batch.
#[differentiate]
pub fn bce_first<T: Real, const F: usize, const B: usize, P: Place>(
    probabilities: &Samples<T, F, B, P>,
    targets: &Samples<T, F, B, P>,
    active: usize,
) -> T {
    let mut sum = T::zero();
    assert!(active <= B, "more samples than the batch has");
    for b in 0..B {
        if b < active {
            for f in 0..F {
                sum += bce_of_probability(probabilities[b][f], targets[b][f]);
            }
        }
    }
    sum / count::<T>(active * F)
}

#[differentiate]
fn bce_of_probability<T: Real>(p: T, t: T) -> T {
    let least = T::lit(-100.0);
    let (yes, no) = (p.ln().max(least), (T::one() - p).ln().max(least));
    -(t * yes + (T::one() - t) * no)
}

/// The divergence of Kullback and Leibler, `Σ t (ln t - q)`, from the logarithms `q` of probabilities and target
/// probabilities `t`: the sum over the features, the mean over the samples (PyTorch's `batchmean`).
///
/// ```
/// use autodiff_runtime::nn::{kl_div, Samples};
///
/// let q = Samples::from([[0.5_f64.ln(), 0.5_f64.ln()]]);
/// assert!((kl_div(&q, &Samples::from([[1.0, 0.0]])) - 2.0_f64.ln()).abs() < 1e-15);
/// ```
#[differentiate]
pub fn kl_div<T: Real, const F: usize, const B: usize, P: Place>(
    log_probabilities: &Samples<T, F, B, P>,
    targets: &Samples<T, F, B, P>,
) -> T {
    kl_div_first(log_probabilities, targets, B)
}

/// [`kl_div()`] of the first `active` samples; 0 if there are none.
///
/// # Panics
///
/// If `active` is larger than the batch.
#[differentiate]
pub fn kl_div_first<T: Real, const F: usize, const B: usize, P: Place>(
    log_probabilities: &Samples<T, F, B, P>,
    targets: &Samples<T, F, B, P>,
    active: usize,
) -> T {
    let mut sum = T::zero();
    assert!(active <= B, "more samples than the batch has");
    for b in 0..B {
        if b < active {
            for f in 0..F {
                let t = targets[b][f];
                // A target of 0 contributes nothing, whatever its logarithm.
                if t > T::zero() {
                    sum += t * (t.ln() - log_probabilities[b][f]);
                }
            }
        }
    }
    sum / count::<T>(active)
}
