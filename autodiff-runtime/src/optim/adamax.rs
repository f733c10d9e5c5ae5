//! Adamax: Adam with the largest gradient in place of the mean of squares.

use super::error::{Conditions, InvalidHyperparameter};
use super::formula::{
    check_betas, memory_field, optimizer, weight_decay_builders, Formula, WeightDecay,
};
use super::state::Memory;
use crate::real::Real;

/// Adamax (Kingma and Ba, 2015, section 7.1); the formulas and defaults of PyTorch's `Adamax`.
///
/// With gradient `g`, parameter `x`, step number `t` from 1:
///
/// ```text
/// g' = g + weight_decay x               (decoupled: x *= 1 - rate weight_decay instead)
/// m  = beta1 m + (1 - beta1) g'
/// u  = max(beta2 u, |g'| + epsilon)
/// x -= rate / (1 - beta1^t) m / u
/// ```
///
/// Defaults: rate 0.002, betas 0.9 and 0.999, epsilon 1e-8. Keras' rate is 0.001, its epsilon 1e-7 is added to `u` instead.
///
/// ```
/// use autodiff_runtime::optim::{Adamax, Optimizer};
///
/// let mut x = [1.0_f64];
/// Adamax::default().step(&mut x, &[5.0]);
/// assert!((x[0] - 0.998).abs() < 1e-10);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Adamax<T> {
    betas: (T, T),
    epsilon: T,
    decay: WeightDecay<T>,
    memory: Memory<T>,
}

impl<T: Real> Default for Adamax<T> {
    fn default() -> Self {
        Self::new(T::lit(2e-3))
    }
}

impl<T: Real> Adamax<T> {
    /// With a learning rate.
    pub fn new(learning_rate: T) -> Self {
        Self {
            betas: (T::lit(0.9), T::lit(0.999)),
            epsilon: T::lit(1e-8),
            decay: WeightDecay::none(),
            memory: Memory::new(learning_rate),
        }
    }

    /// With other decays of the mean and of the largest gradient, in `[0, 1)`.
    #[must_use]
    pub fn betas(mut self, first: T, second: T) -> Self {
        self.betas = (first, second);
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

impl<T: Real> Formula<T> for Adamax<T> {
    const NAME: &'static str = "Adamax";

    fn slots(&self) -> &'static [&'static str] {
        &["exp_avg", "exp_inf"]
    }

    memory_field!();

    fn conditions(&self, of: &Conditions) -> Result<(), InvalidHyperparameter> {
        check_betas(of, self.betas)?;
        of.not_negative("epsilon", self.epsilon)?;
        self.decay.check(of)
    }

    fn apply(&mut self, parameters: &mut [T], gradient: &[T]) {
        let ((beta1, beta2), epsilon) = (self.betas, self.epsilon);
        let rate = self.memory.rate / (T::one() - beta1.powi(self.memory.exponent()));
        let (joined, kept) = self.decay.factors(self.memory.rate);
        let (_, [means, tops]) = self.memory.next_run(parameters.len(), [T::zero(); 2]);
        for (((x, g), m), u) in parameters.iter_mut().zip(gradient).zip(means).zip(tops) {
            let g = *g + joined * *x;
            *m = beta1 * *m + (T::one() - beta1) * g;
            let (old, new) = (beta2 * *u, g.abs() + epsilon);
            // Not `max`, which would forget a NaN.
            *u = if new <= old { old } else { new };
            *x = *x * kept - rate * *m / *u;
        }
    }
}

optimizer!(Adamax);
