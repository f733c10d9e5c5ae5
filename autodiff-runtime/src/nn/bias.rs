//! A bias by itself.

use autodiff_macros::{differentiate, Differentiable};

use super::batch::Samples;
use super::chained::runs;
use super::each::{each, sample_map};
use super::layer::layer;
use super::place::Place;
use crate::real::Real;

/// `y = x + b` for each sample `x` of `F` features.
///
/// A random one is 0.
///
/// ```
/// use autodiff_runtime::nn::{Bias, Samples};
///
/// let layer = Bias { bias: [1.0, -1.0] };
/// assert_eq!(layer.forward(&Samples::<f64, 2, 1>::from([[0.5, 0.5]]))[0], [1.5, -0.5]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Bias<T: Real, const F: usize> {
    /// What is added to each feature.
    pub bias: [T; F],
}

#[differentiate]
impl<T: Real, const F: usize> Bias<T, F> {
    /// The sums for a batch.
    pub fn forward<const B: usize, P: Place>(
        &self,
        x: &Samples<T, F, B, P>,
    ) -> Samples<T, F, B, P> {
        each(self, x)
    }

    fn of_sample(&self, x: &[T; F]) -> [T; F] {
        let mut y = [T::zero(); F];
        for f in 0..F {
            y[f] = x[f] + self.bias[f];
        }
        y
    }
}

sample_map!([const F: usize] Bias<T, F>, [T; F] => [T; F]);

layer! {
    [const F: usize] Bias[F] {
        bias: Bias [F];
    }
    random(_rng) { Self { bias: [T::zero(); F] } }
}

runs!([T: Real, const F: usize, const B: usize, P: Place]
    Bias<T, F>: Samples<T, F, B, P> => Samples<T, F, B, P>);
