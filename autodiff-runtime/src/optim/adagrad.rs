//! Adagrad: steps scaled by the root of the sum of squares.

use super::error::{Conditions, InvalidHyperparameter};
use super::formula::{memory_field, optimizer, weight_decay_builders, Formula, WeightDecay};
use super::state::Memory;
use crate::real::Real;

/// Adagrad (Duchi et al., 2011); the formulas and defaults of PyTorch's `Adagrad`.
///
/// With gradient `g`, parameter `x`, step number `t` from 1:
///
/// ```text
/// g' = g + weight_decay x               (decoupled: x *= 1 - rate weight_decay instead)
/// s += g'^2
/// x -= rate / (1 + (t - 1) rate_decay) g' / (sqrt(s) + epsilon)
/// ```
///
/// Defaults: rate 0.01, no decay of the rate, sums that start at 0, epsilon 1e-10. Keras and optax start the sums at 0.1,
/// with epsilon 1e-7 inside the root; Keras' rate is 0.001.
///
/// ```
/// use autodiff_runtime::optim::{Adagrad, Optimizer};
///
/// let mut x = [1.0_f64, 1.0];
/// let mut optimizer = Adagrad::new(0.1).epsilon(0.0);
/// optimizer.step(&mut x, &[3.0, 0.01]);
/// assert!((x[0] - 0.9).abs() < 1e-15 && (x[1] - 0.9).abs() < 1e-15);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Adagrad<T> {
    rate_decay: T,
    initial: T,
    epsilon: T,
    decay: WeightDecay<T>,
    memory: Memory<T>,
}

impl<T: Real> Default for Adagrad<T> {
    fn default() -> Self {
        Self::new(T::lit(1e-2))
    }
}

impl<T: Real> Adagrad<T> {
    /// With a learning rate.
    pub fn new(learning_rate: T) -> Self {
        Self {
            rate_decay: T::zero(),
            initial: T::zero(),
            epsilon: T::lit(1e-10),
            decay: WeightDecay::none(),
            memory: Memory::new(learning_rate),
        }
    }

    /// With a rate that falls as `1 / (1 + (t - 1) decay)`.
    #[must_use]
    pub fn rate_decay(mut self, decay: T) -> Self {
        self.rate_decay = decay;
        self
    }

    /// With sums of squares that do not start at zero.
    #[must_use]
    pub fn initial_sum(mut self, sum: T) -> Self {
        self.initial = sum;
        self
    }

    /// With another guard against division by zero.
    #[must_use]
    pub fn epsilon(mut self, epsilon: T) -> Self {
        self.epsilon = epsilon;
        self
    }

    weight_decay_builders!();
}

impl<T: Real> Formula<T> for Adagrad<T> {
    const NAME: &'static str = "Adagrad";

    fn slots(&self) -> &'static [&'static str] {
        &["sum"]
    }

    memory_field!();

    fn conditions(&self, of: &Conditions) -> Result<(), InvalidHyperparameter> {
        of.not_negative("rate_decay", self.rate_decay)?;
        of.not_negative("initial_sum", self.initial)?;
        of.not_negative("epsilon", self.epsilon)?;
        self.decay.check(of)
    }

    fn apply(&mut self, parameters: &mut [T], gradient: &[T]) {
        let steps = T::lit((self.memory.step - 1) as f64);
        let (joined, kept) = self.decay.factors(self.memory.rate);
        let rate = self.memory.rate / (T::one() + steps * self.rate_decay);
        let epsilon = self.epsilon;
        let (_, [sums]) = self.memory.next_run(parameters.len(), [self.initial]);
        for ((x, g), s) in parameters.iter_mut().zip(gradient).zip(sums) {
            let g = *g + joined * *x;
            *s += g * g;
            *x = *x * kept - rate * g / (s.sqrt() + epsilon);
        }
    }
}

optimizer!(Adagrad);
