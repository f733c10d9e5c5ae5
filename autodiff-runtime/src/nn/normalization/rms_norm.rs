//! Normalization of each sample by its size.

use autodiff_macros::{differentiate, Differentiable};

use crate::accumulate::stop_gradient;

use crate::nn::batch::{Samples, Sequences};
use crate::nn::chained::runs;
use crate::nn::each::{each, sample_map};
use crate::nn::layer::layer;
use crate::nn::place::Place;
use crate::real::Real;

/// `y = x / √(mean of x² + eps) · weight`, the mean over the `F` features of each sample (Zhang and Sennrich 2019).
///
/// As PyTorch's `RMSNorm`: without a number of its own, `eps` is the machine epsilon of `T` (Keras 1e-6); `weight`
/// begins with 1.
///
/// ```
/// use autodiff_runtime::nn::{RmsNorm, Samples};
///
/// let y = RmsNorm::<f64, 2>::default().forward(&Samples::<f64, 2, 1>::from([[1.0, 7.0]]));
/// assert!((y[0][0] - 0.2).abs() < 1e-12 && (y[0][1] - 1.4).abs() < 1e-12);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct RmsNorm<T: Real, const F: usize> {
    /// The factor of each feature.
    pub weight: [T; F],
    /// What is added to the mean square; `None` for the machine epsilon.
    #[constant]
    pub eps: Option<f64>,
}

impl<T: Real, const F: usize> Default for RmsNorm<T, F> {
    fn default() -> Self {
        Self { weight: [T::one(); F], eps: None }
    }
}

impl<T: Real, const F: usize> RmsNorm<T, F> {
    fn epsilon(&self) -> T {
        self.eps.map_or_else(T::default_epsilon, T::lit)
    }
}

#[differentiate]
impl<T: Real, const F: usize> RmsNorm<T, F> {
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
        let mut squares = T::zero();
        for f in 0..F {
            squares += x[f] * x[f];
        }
        let scale = T::one() / (squares / T::lit(F as f64) + epsilon(stop_gradient(self))).sqrt();
        let mut y = [T::zero(); F];
        for f in 0..F {
            y[f] = x[f] * scale * self.weight[f];
        }
        y
    }
}

sample_map!([const F: usize] RmsNorm<T, F>, [T; F] => [T; F]);

fn epsilon<T: Real, const F: usize>(layer: &RmsNorm<T, F>) -> T {
    layer.epsilon()
}

layer! {
    [const F: usize] RmsNorm[F] {
        weight: Scale [F];
    }
    random(_rng) { Self::default() }
}

runs!([T: Real, const F: usize, const B: usize, P: Place]
    RmsNorm<T, F>: Samples<T, F, B, P> => Samples<T, F, B, P>);
