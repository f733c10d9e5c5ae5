//! Weights of spectral norm one.

use nalgebra::DMatrix;
use rand::Rng;

use super::random::{root, Initializer};
use super::shape::WeightShape;
use crate::real::Real;

/// The weights of another initializer, scaled to a spectral norm: `|W x| <= norm |x|`, so that no product grows.
///
/// They are scaled once; [`SpectralLinear`](crate::nn::SpectralLinear) stays at norm one in training. Weights of norm
/// zero stay as they are.
///
/// ```
/// use autodiff_runtime::init::{seeded, spectral_norm, Initializer, Normal, Spectral, WeightShape};
///
/// let mut weights = [0.0_f64; 12 * 5];
/// let shape = WeightShape::matrix(12, 5);
/// Spectral::new(Normal::default()).fill(&mut weights, &shape, &mut seeded(5));
/// assert!((spectral_norm(&weights, &shape) - 1.0).abs() < 1e-14);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spectral<I> {
    /// What draws the weights.
    pub initializer: I,
    /// Their norm after the scaling.
    pub norm: f64,
}

impl<I> Spectral<I> {
    /// To norm one.
    pub const fn new(initializer: I) -> Self {
        Self { initializer, norm: 1.0 }
    }
}

impl<T: Real, I: Initializer<T>> Initializer<T> for Spectral<I> {
    fn fill(&self, values: &mut [T], shape: &WeightShape, rng: &mut dyn Rng) {
        self.initializer.fill(values, shape, rng);
        let norm = spectral_norm(values, shape);
        if norm > 0.0 {
            let factor = T::lit(self.norm / norm);
            values.iter_mut().for_each(|value| *value *= factor);
        }
    }
}

/// The largest singular value of a weight, as a matrix of outputs and inputs: the least `M` with `|W x| <= M |x|`.
///
/// It is the root of the largest eigenvalue of `W^T W` or `W W^T`, whichever is smaller.
///
/// # Panics
///
/// If the slice has another length than the shape.
pub fn spectral_norm<T: Real>(values: &[T], shape: &WeightShape) -> f64 {
    shape.assert_length(values.len());
    if shape.is_empty() {
        return 0.0;
    }
    let weight = DMatrix::from_fn(shape.rows(), shape.columns(), |row, column| {
        values[shape.position(row, column)].to_f64()
    });
    let square = if shape.rows() < shape.columns() {
        &weight * weight.transpose()
    } else {
        weight.tr_mul(&weight)
    };
    let largest = square.symmetric_eigenvalues().max();
    root(if largest > 0.0 { largest } else { 0.0 })
}
