//! Probabilities of scores.

use autodiff_macros::{differentiate, Differentiable};

use super::batch::Samples;
use super::chained::runs;
use super::each::{each, sample_map};
use super::layer::parameterless;
use super::loss::{largest, log_sum_exp};
use super::place::Place;
use crate::accumulate::stop_gradient;
use crate::real::Real;

/// `e^x / Σ e^x` over the features of each sample, without overflow.
///
/// ```
/// use autodiff_runtime::nn::{Samples, Softmax};
///
/// let y = Softmax {}.forward(&Samples::<f64, 2, 1>::from([[1000.0, 1000.0]]));
/// assert_eq!(y[0], [0.5, 0.5]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
pub struct Softmax {}

/// The logarithm of [`Softmax`], `x - ln Σ e^x`, without overflow.
///
/// ```
/// use autodiff_runtime::nn::{LogSoftmax, Samples};
///
/// let y = LogSoftmax {}.forward(&Samples::<f64, 2, 1>::from([[0.0, -1000.0]]));
/// assert_eq!(y[0], [0.0, -1000.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
pub struct LogSoftmax {}

#[differentiate]
impl Softmax {
    /// The probabilities of a batch.
    pub fn forward<T: Real, const F: usize, const B: usize, P: Place>(
        &self,
        x: &Samples<T, F, B, P>,
    ) -> Samples<T, F, B, P> {
        each(self, x)
    }

    fn of_sample<T: Real, const F: usize>(&self, x: &[T; F]) -> [T; F] {
        softmax(x)
    }
}

#[differentiate]
impl LogSoftmax {
    /// The logarithms of the probabilities of a batch.
    pub fn forward<T: Real, const F: usize, const B: usize, P: Place>(
        &self,
        x: &Samples<T, F, B, P>,
    ) -> Samples<T, F, B, P> {
        each(self, x)
    }

    fn of_sample<T: Real, const F: usize>(&self, x: &[T; F]) -> [T; F] {
        let sum = log_sum_exp(x);
        let mut y = [T::zero(); F];
        for f in 0..F {
            y[f] = x[f] - sum;
        }
        y
    }
}

sample_map!([const F: usize] Softmax, [T; F] => [T; F]);
sample_map!([const F: usize] LogSoftmax, [T; F] => [T; F]);

parameterless!([] Softmax[]);
parameterless!([] LogSoftmax[]);

#[differentiate]
pub(super) fn softmax<T: Real, const F: usize>(x: &[T; F]) -> [T; F] {
    let shift = largest(stop_gradient(x));
    let mut y = [T::zero(); F];
    let mut sum = T::zero();
    for f in 0..F {
        y[f] = (x[f] - shift).exp();
        sum += y[f];
    }
    let mut z = [T::zero(); F];
    for f in 0..F {
        z[f] = y[f] / sum;
    }
    z
}

runs!([T: Real, const F: usize, const B: usize, P: Place]
    Softmax: Samples<T, F, B, P> => Samples<T, F, B, P>);
runs!([T: Real, const F: usize, const B: usize, P: Place]
    LogSoftmax: Samples<T, F, B, P> => Samples<T, F, B, P>);
