//! The trait of initializers, the generator, and the plain distributions.

use rand::{Rng, RngExt, SeedableRng};
use rand_distr::StandardNormal;

use super::fixed::{Constant, Dirac, Identity};
use super::shape::WeightShape;
use crate::real::Real;

/// The generator of this crate: ChaCha with eight rounds, whose numbers are the same everywhere and in every version.
pub type Generator = rand_chacha::ChaCha8Rng;

/// The generator of a seed.
///
/// ```
/// use autodiff_runtime::init::{seeded, Initializer, Normal, WeightShape};
///
/// let (mut a, mut b) = ([0.0_f64; 4], [0.0_f32; 4]);
/// let shape = WeightShape::matrix(2, 2);
/// Normal::default().fill(&mut a, &shape, &mut seeded(3));
/// Normal::default().fill(&mut b, &shape, &mut seeded(3));
/// assert_eq!(a.map(|x| x as f32), b);
/// ```
pub fn seeded(seed: u64) -> Generator {
    Generator::seed_from_u64(seed)
}

/// Fills a weight with its first values.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an initializer of `{T}` parameters",
    note = "the initializers are in `autodiff_runtime::init`"
)]
pub trait Initializer<T: Real> {
    /// Fills the slice, which holds a weight of this shape.
    ///
    /// # Panics
    ///
    /// If the slice has another length than the shape.
    fn fill(&self, values: &mut [T], shape: &WeightShape, rng: &mut dyn Rng);
}

impl<T: Real, I: Initializer<T> + ?Sized> Initializer<T> for &I {
    fn fill(&self, values: &mut [T], shape: &WeightShape, rng: &mut dyn Rng) {
        (**self).fill(values, shape, rng);
    }
}

impl<T: Real> Initializer<T> for Constant {
    fn fill(&self, values: &mut [T], shape: &WeightShape, _rng: &mut dyn Rng) {
        shape.assert_length(values.len());
        self.fill(values);
    }
}

impl<T: Real> Initializer<T> for Identity {
    fn fill(&self, values: &mut [T], shape: &WeightShape, _rng: &mut dyn Rng) {
        self.fill(values, shape);
    }
}

impl<T: Real> Initializer<T> for Dirac {
    fn fill(&self, values: &mut [T], shape: &WeightShape, _rng: &mut dyn Rng) {
        self.fill(values, shape);
    }
}

/// Numbers between two bounds, all as likely; the defaults 0 and 1 are those of PyTorch's `uniform_`.
///
/// ```
/// use autodiff_runtime::init::{seeded, Uniform};
///
/// let mut bias = [0.0_f64; 100];
/// Uniform::symmetric(0.25).fill_slice(&mut bias, &mut seeded(0));
/// assert!(bias.iter().all(|b| b.abs() <= 0.25));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uniform {
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

impl Default for Uniform {
    fn default() -> Self {
        Self { low: 0.0, high: 1.0 }
    }
}

impl Uniform {
    /// Between `-bound` and `bound`.
    pub const fn symmetric(bound: f64) -> Self {
        Self { low: -bound, high: bound }
    }

    /// Keras' `RandomUniform`: between -0.05 and 0.05.
    pub const fn keras() -> Self {
        Self::symmetric(0.05)
    }

    /// What PyTorch's linear and convolutional layers draw their biases from, and their weights too, with the `fan_in` of
    /// the weights; its recurrent layers use it with the size of their state. The bound is `1 / sqrt(fan_in)`.
    pub fn torch_default(fan_in: usize) -> Self {
        Self::symmetric(if fan_in == 0 { 0.0 } else { 1.0 / root(fan_in as f64) })
    }

    /// Fills any slice.
    pub fn fill_slice<T: Real>(&self, values: &mut [T], rng: &mut dyn Rng) {
        for value in values {
            *value = T::lit(uniform(rng, self.low, self.high));
        }
    }
}

impl<T: Real> Initializer<T> for Uniform {
    fn fill(&self, values: &mut [T], shape: &WeightShape, rng: &mut dyn Rng) {
        shape.assert_length(values.len());
        self.fill_slice(values, rng);
    }
}

/// Normal numbers; the defaults 0 and 1 are those of PyTorch's `normal_`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    /// The mean.
    pub mean: f64,
    /// The standard deviation.
    pub deviation: f64,
}

impl Default for Normal {
    fn default() -> Self {
        Self { mean: 0.0, deviation: 1.0 }
    }
}

impl Normal {
    /// Keras' `RandomNormal`: of standard deviation 0.05.
    pub const fn keras() -> Self {
        Self { mean: 0.0, deviation: 0.05 }
    }

    /// Fills any slice.
    pub fn fill_slice<T: Real>(&self, values: &mut [T], rng: &mut dyn Rng) {
        for value in values {
            *value = T::lit(self.mean + self.deviation * standard_normal(rng));
        }
    }
}

impl<T: Real> Initializer<T> for Normal {
    fn fill(&self, values: &mut [T], shape: &WeightShape, rng: &mut dyn Rng) {
        shape.assert_length(values.len());
        self.fill_slice(values, rng);
    }
}

pub(super) fn standard_normal(rng: &mut dyn Rng) -> f64 {
    rng.sample(StandardNormal)
}

/// In `[low, high)`, up to rounding.
pub(super) fn uniform(rng: &mut dyn Rng, low: f64, high: f64) -> f64 {
    let unit: f64 = rng.random();
    low + (high - low) * unit
}

pub(super) fn root(x: f64) -> f64 {
    nalgebra::ComplexField::sqrt(x)
}
