//! Gradient descent along an exponentially weighted mean of the gradients.

use super::error::{Conditions, InvalidHyperparameter};
use super::formula::{memory_field, optimizer, weight_decay_builders, Formula, WeightDecay};
use super::state::Memory;
use crate::real::Real;

/// Gradient descent with momentum, written as an exponentially weighted mean of the gradients:
///
/// ```text
/// z  = g in the first step, then (1 - beta) z + beta g
/// x -= rate z
/// ```
///
/// `beta` is the part of the *new* gradient, as in UC Berkeley's EECS 182 (homework 2, "gradient descent with momentum"):
/// small ones remember long. It is [`Sgd`](super::Sgd) with momentum and dampening `1 - beta`. On a quadratic function with
/// curvature `2 s^2` it converges for `rate < (2 - beta) / (beta s^2)`, a larger rate than plain descent allows.
///
/// Default: `beta` 0.6. With [`from_zero`](Self::from_zero) the mean starts as zero, the form of the theory; with
/// [`bias_corrected`](Self::bias_corrected) as well, the step is along `z / (1 - (1 - beta)^t)`, which of a constant
/// gradient is that gradient.
///
/// ```
/// use autodiff_runtime::optim::{ExponentialMomentum, Optimizer};
///
/// let mut x = [0.0_f64];
/// let mut optimizer = ExponentialMomentum::new(0.1).beta(0.25);
/// optimizer.step(&mut x, &[1.0]);
/// optimizer.step(&mut x, &[5.0]);
/// assert!((x[0] + 0.1 + 0.1 * 2.0).abs() < 1e-15);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ExponentialMomentum<T> {
    beta: T,
    from_zero: bool,
    corrected: bool,
    decay: WeightDecay<T>,
    memory: Memory<T>,
}

impl<T: Real> ExponentialMomentum<T> {
    /// With a learning rate.
    pub fn new(learning_rate: T) -> Self {
        Self {
            beta: T::lit(0.6),
            from_zero: false,
            corrected: false,
            decay: WeightDecay::none(),
            memory: Memory::new(learning_rate),
        }
    }

    /// With another part of the new gradient, in `(0, 1]`.
    #[must_use]
    pub fn beta(mut self, beta: T) -> Self {
        self.beta = beta;
        self
    }

    /// With a mean that starts as zero, not as the first gradient.
    #[must_use]
    pub fn from_zero(mut self) -> Self {
        self.from_zero = true;
        self
    }

    /// With a mean that starts as zero, and is divided by the sum of its weights.
    #[must_use]
    pub fn bias_corrected(mut self) -> Self {
        self.from_zero = true;
        self.corrected = true;
        self
    }

    weight_decay_builders!();
}

impl<T: Real> Formula<T> for ExponentialMomentum<T> {
    const NAME: &'static str = "ExponentialMomentum";

    fn slots(&self) -> &'static [&'static str] {
        &["mean"]
    }

    memory_field!();

    fn conditions(&self, of: &Conditions) -> Result<(), InvalidHyperparameter> {
        let holds = self.beta > T::zero() && self.beta <= T::one();
        of.require("beta", self.beta, holds, "above 0 and at most 1")?;
        self.decay.check(of)
    }

    fn apply(&mut self, parameters: &mut [T], gradient: &[T]) {
        let kept = T::one() - self.beta;
        let rate = self.memory.rate;
        let (joined, left) = self.decay.factors(rate);
        let weights =
            if self.corrected { T::one() - kept.powi(self.memory.exponent()) } else { T::one() };
        let starts = !self.from_zero;
        let (fresh, [mean]) = self.memory.next_run(parameters.len(), [T::zero()]);
        let part = if fresh && starts { T::one() } else { self.beta };
        for ((x, g), z) in parameters.iter_mut().zip(gradient).zip(mean) {
            let g = *g + joined * *x;
            *z = kept * *z + part * g;
            *x = *x * left - rate * (*z / weights);
        }
    }
}

optimizer!(ExponentialMomentum);
