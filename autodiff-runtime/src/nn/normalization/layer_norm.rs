//! Normalization of each sample over its features.

use autodiff_macros::{differentiate, Differentiable};

use crate::accumulate::stop_gradient;

use crate::nn::batch::{Samples, Sequences};
use crate::nn::chained::runs;
use crate::nn::each::{each, sample_map};
use crate::nn::layer::layer;
use crate::nn::place::Place;
use crate::real::Real;

/// `y = (x - mean) / √(variance + eps) · weight + bias`, with the mean and the biased variance of each sample over its `F`
/// features (Ba et al. 2016).
///
/// As PyTorch's `LayerNorm`: `eps` is 1e-5 (Keras 1e-3, Flax 1e-6); `weight` begins with 1 and `bias` with 0.
///
/// ```
/// use autodiff_runtime::nn::{LayerNorm, Samples};
///
/// let y = LayerNorm::<f64, 2>::default().forward(&Samples::<f64, 2, 1>::from([[1.0, 3.0]]));
/// assert!((y[0][0] + 1.0).abs() < 1e-5 && (y[0][1] - 1.0).abs() < 1e-5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct LayerNorm<T: Real, const F: usize> {
    /// The factor of each feature.
    pub weight: [T; F],
    /// What is added to each feature.
    pub bias: [T; F],
    /// What is added to the variance.
    #[constant]
    pub eps: f64,
}

impl<T: Real, const F: usize> Default for LayerNorm<T, F> {
    fn default() -> Self {
        Self { weight: [T::one(); F], bias: [T::zero(); F], eps: 1e-5 }
    }
}

#[differentiate]
impl<T: Real, const F: usize> LayerNorm<T, F> {
    /// The normalized batch.
    pub fn forward<const B: usize, P: Place>(
        &self,
        x: &Samples<T, F, B, P>,
    ) -> Samples<T, F, B, P> {
        each(self, x)
    }

    /// Sequences, each step normalized by itself.
    pub fn forward_steps<const L: usize, const B: usize, P: Place>(
        &self,
        x: &Sequences<T, F, L, B, P>,
    ) -> Sequences<T, F, L, B, P> {
        each::<Self, [T; F], [T; F], _, _>(self, x)
    }

    fn of_sample(&self, x: &[T; F]) -> [T; F] {
        let count = T::lit(F as f64);
        let mut mean = T::zero();
        for f in 0..F {
            mean += x[f];
        }
        mean /= count;
        let mut variance = T::zero();
        for f in 0..F {
            variance += (x[f] - mean) * (x[f] - mean);
        }
        let scale = T::one() / (variance / count + T::lit(stop_gradient(self.eps))).sqrt();
        let mut y = [T::zero(); F];
        for f in 0..F {
            y[f] = (x[f] - mean) * scale * self.weight[f] + self.bias[f];
        }
        y
    }
}

sample_map!([const F: usize] LayerNorm<T, F>, [T; F] => [T; F]);

layer! {
    [const F: usize] LayerNorm[F] {
        weight: Scale [F];
        bias: Shift [F];
    }
    random(_rng) { Self::default() }
}

runs!([T: Real, const F: usize, const B: usize, P: Place]
    LayerNorm<T, F>: Samples<T, F, B, P> => Samples<T, F, B, P>);
