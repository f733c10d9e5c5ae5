//! Lion: steps of one length, by the sign of a mean.

use super::error::{Conditions, InvalidHyperparameter};
use super::formula::{
    check_betas, memory_field, optimizer, weight_decay_builders, Formula, WeightDecay,
};
use super::state::Memory;
use crate::real::Real;

/// Lion (Chen et al., 2023); the formulas and defaults of optax's `lion`.
///
/// With gradient `g`, parameter `x`:
///
/// ```text
/// u  = sign(beta1 m + (1 - beta1) g)    (the sign of 0 is 0)
/// m  = beta2 m + (1 - beta2) g
/// x  = (1 - rate weight_decay) x - rate u
/// ```
///
/// Defaults: rate 1e-4, betas 0.9 and 0.99, decoupled weight decay 0.001 (Keras': none). A rate is three to ten times smaller
/// than that of Adam.
///
/// ```
/// use autodiff_runtime::optim::{Lion, Optimizer};
///
/// let mut x = [1.0_f64, 2.0, 3.0];
/// Lion::new(0.5).decoupled_weight_decay(0.0).step(&mut x, &[1e-9, -7.0, 0.0]);
/// assert_eq!(x, [0.5, 2.5, 3.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Lion<T> {
    betas: (T, T),
    decay: WeightDecay<T>,
    memory: Memory<T>,
}

impl<T: Real> Default for Lion<T> {
    fn default() -> Self {
        Self::new(T::lit(1e-4))
    }
}

impl<T: Real> Lion<T> {
    /// With a learning rate.
    pub fn new(learning_rate: T) -> Self {
        Self {
            betas: (T::lit(0.9), T::lit(0.99)),
            decay: WeightDecay::Decoupled(T::lit(1e-3)),
            memory: Memory::new(learning_rate),
        }
    }

    /// With other decays, of the mean that is stepped along and of the one that is kept, in `[0, 1)`.
    #[must_use]
    pub fn betas(mut self, first: T, second: T) -> Self {
        self.betas = (first, second);
        self
    }

    weight_decay_builders!();
}

impl<T: Real> Formula<T> for Lion<T> {
    const NAME: &'static str = "Lion";

    fn slots(&self) -> &'static [&'static str] {
        &["exp_avg"]
    }

    memory_field!();

    fn conditions(&self, of: &Conditions) -> Result<(), InvalidHyperparameter> {
        check_betas(of, self.betas)?;
        self.decay.check(of)
    }

    fn apply(&mut self, parameters: &mut [T], gradient: &[T]) {
        let ((beta1, beta2), rate) = (self.betas, self.memory.rate);
        let (joined, kept) = self.decay.factors(rate);
        let (_, [means]) = self.memory.next_run(parameters.len(), [T::zero()]);
        for ((x, g), m) in parameters.iter_mut().zip(gradient).zip(means) {
            let g = *g + joined * *x;
            let direction = sign(beta1 * *m + (T::one() - beta1) * g);
            *m = beta2 * *m + (T::one() - beta2) * g;
            *x = *x * kept - rate * direction;
        }
    }
}

/// 1, -1, 0 of a zero, NaN of a NaN.
pub(super) fn sign<T: Real>(x: T) -> T {
    if x > T::zero() {
        T::one()
    } else if x < T::zero() {
        -T::one()
    } else {
        x * T::zero()
    }
}

optimizer!(Lion);
