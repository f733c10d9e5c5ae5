//! Random weights whose variance suits the number of connections.

use rand::Rng;

use super::gain::Gain;
use super::random::{root, Initializer, Normal, Uniform};
use super::shape::{Fan, WeightShape};
use super::truncated::{TruncatedNormal, AT_TWO};
use crate::real::Real;

/// Weights of mean 0 and variance `scale / fan`: Xavier's (Glorot and Bengio, 2010), Kaiming's (He et al., 2015), LeCun's.
///
/// ```text
/// uniform:  between -sqrt(3 scale / fan) and sqrt(3 scale / fan)
/// normal:   of deviation sqrt(scale / fan)
/// truncated normal: of deviation sqrt(scale / fan) after the truncation at two of the deviations before it
/// ```
///
/// A fan of zero counts as one.
///
/// ```
/// use autodiff_runtime::init::{seeded, Fan, Gain, Initializer, VarianceScaling, WeightShape};
///
/// let mut weights = [0.0_f64; 32 * 64];
/// let kaiming = VarianceScaling::kaiming_uniform(Gain::Relu, Fan::In);
/// kaiming.fill(&mut weights, &WeightShape::matrix(32, 64), &mut seeded(0));
/// let bound = (6.0_f64 / 64.0).sqrt();
/// assert!(weights.iter().all(|w| w.abs() <= bound));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceScaling {
    /// The variance times the fan.
    pub scale: f64,
    /// Which connections are counted.
    pub fan: Fan,
    /// The kind of distribution.
    pub shape: Shape,
}

/// The kind of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Between two bounds, all as likely.
    Uniform,
    /// Normal.
    Normal,
    /// Normal, truncated at two standard deviations.
    TruncatedNormal,
}

impl Default for VarianceScaling {
    /// Keras' defaults: scale 1, [`Fan::In`], truncated normal.
    fn default() -> Self {
        Self::new(1.0, Fan::In, Shape::TruncatedNormal)
    }
}

impl VarianceScaling {
    /// With everything stated.
    pub const fn new(scale: f64, fan: Fan, shape: Shape) -> Self {
        Self { scale, fan, shape }
    }

    fn of_gain(gain: Gain, fan: Fan, shape: Shape) -> Self {
        let factor = gain.factor();
        Self::new(factor * factor, fan, shape)
    }

    /// PyTorch's `xavier_uniform_`: bound `gain sqrt(6 / (fan_in + fan_out))`.
    pub fn xavier_uniform(gain: Gain) -> Self {
        Self::of_gain(gain, Fan::Average, Shape::Uniform)
    }

    /// PyTorch's `xavier_normal_`: deviation `gain sqrt(2 / (fan_in + fan_out))`.
    pub fn xavier_normal(gain: Gain) -> Self {
        Self::of_gain(gain, Fan::Average, Shape::Normal)
    }

    /// PyTorch's `kaiming_uniform_`: bound `gain sqrt(3 / fan)`.
    pub fn kaiming_uniform(gain: Gain, fan: Fan) -> Self {
        Self::of_gain(gain, fan, Shape::Uniform)
    }

    /// PyTorch's `kaiming_normal_`: deviation `gain / sqrt(fan)`.
    pub fn kaiming_normal(gain: Gain, fan: Fan) -> Self {
        Self::of_gain(gain, fan, Shape::Normal)
    }

    /// What PyTorch's linear and convolutional layers draw their weights from: bound `1 / sqrt(fan_in)`.
    pub const fn torch_default() -> Self {
        Self::new(1.0 / 3.0, Fan::In, Shape::Uniform)
    }

    /// Keras' `GlorotUniform`.
    pub const fn glorot_uniform() -> Self {
        Self::new(1.0, Fan::Average, Shape::Uniform)
    }

    /// Keras' `GlorotNormal`, which is truncated.
    pub const fn glorot_normal() -> Self {
        Self::new(1.0, Fan::Average, Shape::TruncatedNormal)
    }

    /// Keras' `HeUniform`.
    pub const fn he_uniform() -> Self {
        Self::new(2.0, Fan::In, Shape::Uniform)
    }

    /// Keras' `HeNormal`, which is truncated.
    pub const fn he_normal() -> Self {
        Self::new(2.0, Fan::In, Shape::TruncatedNormal)
    }

    /// Keras' `LecunUniform`.
    pub const fn lecun_uniform() -> Self {
        Self::new(1.0, Fan::In, Shape::Uniform)
    }

    /// Keras' `LecunNormal`, which is truncated.
    pub const fn lecun_normal() -> Self {
        Self::new(1.0, Fan::In, Shape::TruncatedNormal)
    }

    /// The standard deviation of the weights of a shape.
    pub fn deviation(&self, shape: &WeightShape) -> f64 {
        root(self.scale / shape.fan(self.fan).max(1.0))
    }
}

impl<T: Real> Initializer<T> for VarianceScaling {
    fn fill(&self, values: &mut [T], shape: &WeightShape, rng: &mut dyn Rng) {
        let deviation = self.deviation(shape);
        match self.shape {
            Shape::Uniform => Uniform::symmetric(root(3.0) * deviation).fill(values, shape, rng),
            Shape::Normal => Normal { mean: 0.0, deviation }.fill(values, shape, rng),
            Shape::TruncatedNormal => {
                TruncatedNormal::at_two(deviation / AT_TWO).fill(values, shape, rng);
            }
        }
    }
}
