//! NAdam: Adam with Nesterov's momentum.

use alloc::vec::Vec;

use super::error::{Conditions, InvalidHyperparameter};
use super::formula::{
    check_betas, memory_field, optimizer, weight_decay_builders, Formula, WeightDecay,
};
use super::state::Memory;
use crate::real::Real;

/// NAdam (Dozat, 2016); the formulas and defaults of PyTorch's `NAdam`.
///
/// With gradient `g`, parameter `x`, step number `t` from 1:
///
/// ```text
/// g'   = g + weight_decay x             (decoupled: x *= 1 - rate weight_decay instead)
/// mu_t = beta1 (1 - 0.96^(t momentum_decay) / 2)
/// P    = mu_1 mu_2 .. mu_t
/// m    = beta1 m + (1 - beta1) g'
/// v    = beta2 v + (1 - beta2) g'^2
/// s    = sqrt(v / (1 - beta2^t)) + epsilon
/// x   -= rate (1 - mu_t) / (1 - P) g' / s + rate mu_(t+1) / (1 - P mu_(t+1)) m / s
/// ```
///
/// Defaults: rate 0.002, betas 0.9 and 0.999, epsilon 1e-8, decay of the momentum 0.004. Keras' rate is 0.001.
///
/// ```
/// use autodiff_runtime::optim::{NAdam, Optimizer};
///
/// let mut x = [3.0_f64];
/// let mut optimizer = NAdam::new(0.1);
/// for _ in 0..500 {
///     let gradient = [2.0 * x[0]];
///     optimizer.step(&mut x, &gradient);
/// }
/// assert!(x[0].abs() < 1e-3);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct NAdam<T> {
    betas: (T, T),
    epsilon: T,
    momentum_decay: T,
    decay: WeightDecay<T>,
    product: T,
    memory: Memory<T>,
}

impl<T: Real> Default for NAdam<T> {
    fn default() -> Self {
        Self::new(T::lit(2e-3))
    }
}

impl<T: Real> NAdam<T> {
    /// With a learning rate.
    pub fn new(learning_rate: T) -> Self {
        Self {
            betas: (T::lit(0.9), T::lit(0.999)),
            epsilon: T::lit(1e-8),
            momentum_decay: T::lit(4e-3),
            decay: WeightDecay::none(),
            product: T::one(),
            memory: Memory::new(learning_rate),
        }
    }

    /// With other decays of the first and the second moment, in `[0, 1)`.
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

    /// With a momentum that grows faster or slower.
    #[must_use]
    pub fn momentum_decay(mut self, decay: T) -> Self {
        self.momentum_decay = decay;
        self
    }

    weight_decay_builders!();

    /// The momentum of a step.
    fn momentum(&self, step: u64) -> T {
        let fading = T::lit(0.96).powf(T::lit(step as f64) * self.momentum_decay);
        self.betas.0 * (T::one() - T::lit(0.5) * fading)
    }
}

impl<T: Real> Formula<T> for NAdam<T> {
    const NAME: &'static str = "NAdam";

    fn slots(&self) -> &'static [&'static str] {
        &["exp_avg", "exp_avg_sq"]
    }

    memory_field!();

    fn conditions(&self, of: &Conditions) -> Result<(), InvalidHyperparameter> {
        check_betas(of, self.betas)?;
        of.not_negative("epsilon", self.epsilon)?;
        of.not_negative("momentum_decay", self.momentum_decay)?;
        self.decay.check(of)
    }

    fn begin(&mut self) {
        self.product *= self.momentum(self.memory.step);
    }

    fn apply(&mut self, parameters: &mut [T], gradient: &[T]) {
        let ((beta1, beta2), epsilon) = (self.betas, self.epsilon);
        let rate = self.memory.rate;
        let (now, next) = (self.momentum(self.memory.step), self.momentum(self.memory.step + 1));
        let of_gradient = rate * (T::one() - now) / (T::one() - self.product);
        let of_mean = rate * next / (T::one() - self.product * next);
        let correction = T::one() - beta2.powi(self.memory.exponent());
        let (joined, kept) = self.decay.factors(rate);
        let (_, [means, squares]) = self.memory.next_run(parameters.len(), [T::zero(); 2]);
        for (((x, g), m), v) in parameters.iter_mut().zip(gradient).zip(means).zip(squares) {
            let g = *g + joined * *x;
            *m = beta1 * *m + (T::one() - beta1) * g;
            *v = beta2 * *v + (T::one() - beta2) * g * g;
            let scale = (*v / correction).sqrt() + epsilon;
            *x = *x * kept - of_gradient * g / scale - of_mean * *m / scale;
        }
    }

    fn scalars(&self) -> Vec<T> {
        alloc::vec![self.product]
    }

    fn set_scalars(&mut self, scalars: &[T]) {
        self.product = scalars[0];
    }
}

optimizer!(NAdam);
