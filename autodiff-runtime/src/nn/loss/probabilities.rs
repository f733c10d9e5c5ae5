//! Losses between probabilities.

use autodiff_macros::differentiate;

use super::count;
use super::pairs::pairs;
use crate::nn::batch::Samples;
use crate::nn::place::Place;
use crate::real::Real;

pairs! {
    /// The binary cross-entropy of the sigmoid of each score with a target between 0 and 1, without overflow: the mean over all
    /// numbers of `max(s, 0) - s t + ln(1 + e^-|s|)`.
    ///
    /// ```
    /// use autodiff_runtime::nn::{bce_with_logits, Samples};
    ///
    /// let loss = bce_with_logits(&Samples::from([[0.0_f64, 800.0]]), &Samples::from([[1.0, 1.0]]));
    /// assert!((loss - 2.0_f64.ln() / 2.0).abs() < 1e-15);
    /// ```
    bce_with_logits bce_with_logits_first (scores, targets, active): bce_of_score(), over active * F;

    /// The binary cross-entropy of probabilities with targets between 0 and 1: the mean over all numbers of
    /// `-t ln p - (1 - t) ln(1 - p)`, each logarithm at least -100.
    ///
    /// ```
    /// use autodiff_runtime::nn::{bce, Samples};
    ///
    /// assert_eq!(bce(&Samples::from([[0.5_f64, 0.0]]), &Samples::from([[1.0, 1.0]])), (2.0_f64.ln() + 100.0) / 2.0);
    /// ```
    bce bce_first (probabilities, targets, active): bce_of_probability(), over active * F;

    /// The divergence of Kullback and Leibler, `Σ t (ln t - q)`, from the logarithms `q` of probabilities and target
    /// probabilities `t`: the sum over the features, the mean over the samples (PyTorch's `batchmean`).
    ///
    /// ```
    /// use autodiff_runtime::nn::{kl_div, Samples};
    ///
    /// let q = Samples::from([[0.5_f64.ln(), 0.5_f64.ln()]]);
    /// assert!((kl_div(&q, &Samples::from([[1.0, 0.0]])) - 2.0_f64.ln()).abs() < 1e-15);
    /// ```
    kl_div kl_div_first (log_probabilities, targets, active): kl_of(), over active;
}

#[differentiate]
fn bce_of_score<T: Real>(s: T, t: T) -> T {
    // `max(s, 0) + ln(1 + e^-|s|)` is `ln(1 + e^s)`, smooth at 0.
    let softplus = if s > T::zero() { s + (-s).exp().ln_1p() } else { s.exp().ln_1p() };
    softplus - s * t
}

#[differentiate]
fn bce_of_probability<T: Real>(p: T, t: T) -> T {
    let least = T::lit(-100.0);
    let (yes, no) = (p.ln().max(least), (T::one() - p).ln().max(least));
    -(t * yes + (T::one() - t) * no)
}

#[differentiate]
fn kl_of<T: Real>(q: T, t: T) -> T {
    // A target of 0 contributes nothing, whatever its logarithm.
    if t > T::zero() {
        t * (t.ln() - q)
    } else {
        T::zero()
    }
}
