//! Adadelta: steps in the units of the parameters.

use super::error::{Conditions, InvalidHyperparameter};
use super::formula::{memory_field, optimizer, weight_decay_builders, Formula, WeightDecay};
use super::state::Memory;
use crate::real::Real;

/// Adadelta (Zeiler, 2012); the formulas and defaults of PyTorch's `Adadelta`.
///
/// With gradient `g`, parameter `x`:
///
/// ```text
/// g' = g + weight_decay x               (decoupled: x *= 1 - rate weight_decay instead)
/// v  = rho v + (1 - rho) g'^2
/// d  = sqrt(u + epsilon) / sqrt(v + epsilon) g'
/// u  = rho u + (1 - rho) d^2
/// x -= rate d
/// ```
///
/// Defaults: rate 1, rho 0.9, epsilon 1e-6. Keras': rate 0.001, rho 0.95, epsilon 1e-7.
///
/// ```
/// use autodiff_runtime::optim::{Adadelta, Optimizer};
///
/// let mut x = [1.0_f64];
/// Adadelta::default().step(&mut x, &[2.0]);
/// assert!((x[0] - (1.0 - (1e-6_f64 / 0.400001).sqrt() * 2.0)).abs() < 1e-12);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Adadelta<T> {
    rho: T,
    epsilon: T,
    decay: WeightDecay<T>,
    memory: Memory<T>,
}

impl<T: Real> Default for Adadelta<T> {
    fn default() -> Self {
        Self::new(T::one())
    }
}

impl<T: Real> Adadelta<T> {
    /// With a learning rate.
    pub fn new(learning_rate: T) -> Self {
        Self {
            rho: T::lit(0.9),
            epsilon: T::lit(1e-6),
            decay: WeightDecay::none(),
            memory: Memory::new(learning_rate),
        }
    }

    /// With another decay of the means of squares, in `[0, 1)`.
    #[must_use]
    pub fn rho(mut self, rho: T) -> Self {
        self.rho = rho;
        self
    }

    /// With another number in place of zero squares.
    #[must_use]
    pub fn epsilon(mut self, epsilon: T) -> Self {
        self.epsilon = epsilon;
        self
    }

    weight_decay_builders!();
}

impl<T: Real> Formula<T> for Adadelta<T> {
    const NAME: &'static str = "Adadelta";

    fn slots(&self) -> &'static [&'static str] {
        &["square_avg", "acc_delta"]
    }

    memory_field!();

    fn conditions(&self, of: &Conditions) -> Result<(), InvalidHyperparameter> {
        of.below_one("rho", self.rho)?;
        of.positive("epsilon", self.epsilon)?;
        self.decay.check(of)
    }

    fn apply(&mut self, parameters: &mut [T], gradient: &[T]) {
        let (rho, epsilon, rate) = (self.rho, self.epsilon, self.memory.rate);
        let (joined, kept) = self.decay.factors(rate);
        let (_, [squares, steps]) = self.memory.next_run(parameters.len(), [T::zero(); 2]);
        for (((x, g), v), u) in parameters.iter_mut().zip(gradient).zip(squares).zip(steps) {
            let g = *g + joined * *x;
            *v = rho * *v + (T::one() - rho) * g * g;
            let step = (*u + epsilon).sqrt() / (*v + epsilon).sqrt() * g;
            *u = rho * *u + (T::one() - rho) * step * step;
            *x = *x * kept - rate * step;
        }
    }
}

optimizer!(Adadelta);
