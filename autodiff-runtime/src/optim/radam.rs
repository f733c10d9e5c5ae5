//! RAdam: Adam that warms up by itself.

use super::error::{Conditions, InvalidHyperparameter};
use super::formula::{
    check_betas, memory_field, optimizer, weight_decay_builders, Formula, WeightDecay,
};
use super::state::Memory;
use crate::real::Real;

/// RAdam (Liu et al., 2020); the formulas and defaults of PyTorch's `RAdam`.
///
/// The first steps, in which the variance of Adam's scale is not finite, are not scaled. With gradient `g`, parameter `x`,
/// step number `t` from 1:
///
/// ```text
/// g'      = g + weight_decay x          (decoupled: x *= 1 - rate weight_decay instead)
/// m       = beta1 m + (1 - beta1) g'
/// v       = beta2 v + (1 - beta2) g'^2
/// rho_inf = 2 / (1 - beta2) - 1
/// rho     = rho_inf - 2 t beta2^t / (1 - beta2^t)
/// r       = sqrt((rho - 4) (rho - 2) rho_inf / ((rho_inf - 4) (rho_inf - 2) rho))
/// s       = r sqrt(1 - beta2^t) / (sqrt(v) + epsilon)     if rho > 5, else 1
/// x      -= rate m / (1 - beta1^t) s
/// ```
///
/// Defaults: rate 0.001, betas 0.9 and 0.999, epsilon 1e-8.
///
/// ```
/// use autodiff_runtime::optim::{Optimizer, RAdam};
///
/// // In the first step, x -= rate g.
/// let mut x = [1.0_f64];
/// RAdam::new(0.1).step(&mut x, &[2.0]);
/// assert!((x[0] - 0.8).abs() < 1e-15);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RAdam<T> {
    betas: (T, T),
    epsilon: T,
    decay: WeightDecay<T>,
    memory: Memory<T>,
}

impl<T: Real> Default for RAdam<T> {
    fn default() -> Self {
        Self::new(T::lit(1e-3))
    }
}

impl<T: Real> RAdam<T> {
    /// With a learning rate.
    pub fn new(learning_rate: T) -> Self {
        Self {
            betas: (T::lit(0.9), T::lit(0.999)),
            epsilon: T::lit(1e-8),
            decay: WeightDecay::none(),
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

    weight_decay_builders!();

    /// The factor of a step by which the variance of its scale is made up for, if that is finite.
    fn rectification(&self) -> Option<T> {
        let number = |x: f64| T::lit(x);
        let beta = self.betas.1;
        let power = beta.powi(self.memory.exponent());
        let limit = number(2.0) / (T::one() - beta) - T::one();
        let length =
            limit - number(2.0) * number(self.memory.step as f64) * power / (T::one() - power);
        (length > number(5.0)).then(|| {
            let here = (length - number(4.0)) * (length - number(2.0)) * limit;
            let there = (limit - number(4.0)) * (limit - number(2.0)) * length;
            (here / there).sqrt()
        })
    }
}

impl<T: Real> Formula<T> for RAdam<T> {
    const NAME: &'static str = "RAdam";

    fn slots(&self) -> &'static [&'static str] {
        &["exp_avg", "exp_avg_sq"]
    }

    memory_field!();

    fn conditions(&self, of: &Conditions) -> Result<(), InvalidHyperparameter> {
        check_betas(of, self.betas)?;
        of.not_negative("epsilon", self.epsilon)?;
        self.decay.check(of)
    }

    fn apply(&mut self, parameters: &mut [T], gradient: &[T]) {
        let ((beta1, beta2), epsilon) = (self.betas, self.epsilon);
        let t = self.memory.exponent();
        let rate = self.memory.rate / (T::one() - beta1.powi(t));
        let root = (T::one() - beta2.powi(t)).sqrt();
        let scaled = self.rectification().map(|r| rate * r * root);
        let (joined, kept) = self.decay.factors(self.memory.rate);
        let (_, [means, squares]) = self.memory.next_run(parameters.len(), [T::zero(); 2]);
        for (((x, g), m), v) in parameters.iter_mut().zip(gradient).zip(means).zip(squares) {
            let g = *g + joined * *x;
            *m = beta1 * *m + (T::one() - beta1) * g;
            *v = beta2 * *v + (T::one() - beta2) * g * g;
            let step = match scaled {
                Some(scaled) => scaled * *m / (v.sqrt() + epsilon),
                None => rate * *m,
            };
            *x = *x * kept - step;
        }
    }
}

optimizer!(RAdam);
