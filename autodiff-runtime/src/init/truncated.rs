//! Normal numbers between two bounds.

use rand::Rng;

use super::random::{root, standard_normal, uniform, Initializer};
use super::shape::WeightShape;
use crate::real::Real;

/// Normal numbers of which those outside of two bounds are drawn again; PyTorch's `trunc_normal_`, with its defaults.
///
/// The bounds are numbers, not multiples of the deviation. What comes out varies less than the deviation says: between -2 and
/// 2 the standard normal distribution has the deviation 0.8796.
///
/// Far tails are drawn by rejection from an exponential distribution (Robert, 1995), so that no bounds are slow.
///
/// ```
/// use autodiff_runtime::init::{seeded, TruncatedNormal};
///
/// let mut weights = [0.0_f32; 100];
/// TruncatedNormal::default().fill_slice(&mut weights, &mut seeded(1));
/// assert!(weights.iter().all(|w| w.abs() <= 2.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TruncatedNormal {
    /// The mean before the truncation.
    pub mean: f64,
    /// The standard deviation before the truncation.
    pub deviation: f64,
    /// The lower bound.
    pub low: f64,
    /// The upper bound.
    pub high: f64,
}

impl Default for TruncatedNormal {
    fn default() -> Self {
        Self { mean: 0.0, deviation: 1.0, low: -2.0, high: 2.0 }
    }
}

/// The standard deviation of the standard normal distribution between -2 and 2.
pub(super) const AT_TWO: f64 = 0.879_625_661_034_239_8;

impl TruncatedNormal {
    /// With mean 0, and bounds at two of these deviations.
    pub const fn at_two(deviation: f64) -> Self {
        Self { mean: 0.0, deviation, low: -2.0 * deviation, high: 2.0 * deviation }
    }

    /// Keras' `TruncatedNormal`: of deviation 0.05 before the truncation at two deviations.
    pub const fn keras() -> Self {
        Self::at_two(0.05)
    }

    /// Fills any slice.
    ///
    /// # Panics
    ///
    /// If the lower bound is not below the upper one, and the deviation is not zero.
    pub fn fill_slice<T: Real>(&self, values: &mut [T], rng: &mut dyn Rng) {
        if self.deviation == 0.0 {
            values.fill(T::lit(self.mean.clamp(self.low, self.high)));
            return;
        }
        assert!(
            self.low < self.high,
            "there is nothing between the bounds {} and {}",
            self.low,
            self.high
        );
        let low = (self.low - self.mean) / self.deviation;
        let high = (self.high - self.mean) / self.deviation;
        for value in values {
            let number = self.mean + self.deviation * standard_between(low, high, rng);
            // The bounds themselves may be missed by a rounding error.
            *value = T::lit(number.clamp(self.low, self.high));
        }
    }
}

impl<T: Real> Initializer<T> for TruncatedNormal {
    fn fill(&self, values: &mut [T], shape: &WeightShape, rng: &mut dyn Rng) {
        shape.assert_length(values.len());
        self.fill_slice(values, rng);
    }
}

fn standard_between(low: f64, high: f64, rng: &mut dyn Rng) -> f64 {
    if low > 0.0 {
        tail(low, high, rng)
    } else if high < 0.0 {
        -tail(-high, -low, rng)
    } else if high - low > 1.0 {
        // At least 0.34 of the draws are kept.
        loop {
            let number = standard_normal(rng);
            if (low..=high).contains(&number) {
                return number;
            }
        }
    } else {
        loop {
            let number = uniform(rng, low, high);
            if accepted(number, rng) {
                return number;
            }
        }
    }
}

/// Between two positive bounds: an exponential proposal whose rate suits the lower one.
fn tail(low: f64, high: f64, rng: &mut dyn Rng) -> f64 {
    let rate = (low + root(low * low + 4.0)) / 2.0;
    let mass = 1.0 - exponential(-rate * (high - low));
    loop {
        let unit = uniform(rng, 0.0, 1.0);
        let number = low - nalgebra::ComplexField::ln(1.0 - unit * mass) / rate;
        if accepted(number - rate, rng) {
            return number;
        }
    }
}

/// With the probability `exp(-distance^2 / 2)`.
fn accepted(distance: f64, rng: &mut dyn Rng) -> bool {
    uniform(rng, 0.0, 1.0) < exponential(-distance * distance / 2.0)
}

fn exponential(x: f64) -> f64 {
    nalgebra::ComplexField::exp(x)
}
