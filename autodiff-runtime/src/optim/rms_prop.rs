//! RMSProp: steps scaled by the root of a running mean of squares.

use super::error::{Conditions, InvalidHyperparameter};
use super::formula::{memory_field, optimizer, weight_decay_builders, Formula, WeightDecay};
use super::state::Memory;
use crate::real::Real;

/// RMSProp (Hinton, 2012); the formulas and defaults of PyTorch's `RMSprop`.
///
/// With gradient `g`, parameter `x`:
///
/// ```text
/// g' = g + weight_decay x               (decoupled: x *= 1 - rate weight_decay instead)
/// v  = alpha v + (1 - alpha) g'^2
/// m  = alpha m + (1 - alpha) g'         (centered; else m = 0)
/// s  = sqrt(v - m^2) + epsilon          (epsilon inside: sqrt(v - m^2 + epsilon))
/// b  = momentum b + g' / s
/// x -= rate b
/// ```
///
/// Defaults: rate 0.01, alpha 0.99, epsilon 1e-8 outside of the root, no momentum, not centered. Keras and optax have
/// epsilon inside the root; Keras' defaults are rate 0.001, alpha (`rho`) 0.9, epsilon 1e-7.
///
/// ```
/// use autodiff_runtime::optim::{EpsilonPlace, Optimizer, RmsProp};
///
/// let mut x = [1.0_f64];
/// let mut optimizer = RmsProp::new(0.01).epsilon(1e-7, EpsilonPlace::Inside);
/// optimizer.step(&mut x, &[2.0]);
/// assert!((x[0] - (1.0 - 0.01 * 2.0 / (0.04_f64 + 1e-7).sqrt())).abs() < 1e-15);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RmsProp<T> {
    alpha: T,
    epsilon: T,
    place: EpsilonPlace,
    momentum: T,
    centered: bool,
    decay: WeightDecay<T>,
    memory: Memory<T>,
}

/// Where the guard against division by zero is added.
///
/// ```
/// use autodiff_runtime::optim::EpsilonPlace;
///
/// assert_eq!(EpsilonPlace::default(), EpsilonPlace::Outside);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum EpsilonPlace {
    /// To the root: `sqrt(v) + epsilon`, as PyTorch does.
    #[default]
    Outside,
    /// Under the root: `sqrt(v + epsilon)`, as Keras and optax do.
    Inside,
}

impl<T: Real> Default for RmsProp<T> {
    fn default() -> Self {
        Self::new(T::lit(1e-2))
    }
}

impl<T: Real> RmsProp<T> {
    /// With a learning rate.
    pub fn new(learning_rate: T) -> Self {
        Self {
            alpha: T::lit(0.99),
            epsilon: T::lit(1e-8),
            place: EpsilonPlace::Outside,
            momentum: T::zero(),
            centered: false,
            decay: WeightDecay::none(),
            memory: Memory::new(learning_rate),
        }
    }

    /// With another decay of the mean of squares, in `[0, 1)`.
    #[must_use]
    pub fn alpha(mut self, alpha: T) -> Self {
        self.alpha = alpha;
        self
    }

    /// With another guard against division by zero, and its place.
    #[must_use]
    pub fn epsilon(mut self, epsilon: T, place: EpsilonPlace) -> Self {
        self.epsilon = epsilon;
        self.place = place;
        self
    }

    /// With a momentum in `[0, 1)`.
    #[must_use]
    pub fn momentum(mut self, momentum: T) -> Self {
        self.momentum = momentum;
        self
    }

    /// With the variance in place of the mean of squares.
    #[must_use]
    pub fn centered(mut self) -> Self {
        self.centered = true;
        self
    }

    weight_decay_builders!();
}

impl<T: Real> Formula<T> for RmsProp<T> {
    const NAME: &'static str = "RmsProp";

    fn slots(&self) -> &'static [&'static str] {
        match (self.centered, self.momentum == T::zero()) {
            (false, true) => &["square_avg"],
            (false, false) => &["square_avg", "momentum_buffer"],
            (true, true) => &["square_avg", "grad_avg"],
            (true, false) => &["square_avg", "grad_avg", "momentum_buffer"],
        }
    }

    memory_field!();

    fn conditions(&self, of: &Conditions) -> Result<(), InvalidHyperparameter> {
        of.below_one("alpha", self.alpha)?;
        of.not_negative("epsilon", self.epsilon)?;
        of.below_one("momentum", self.momentum)?;
        self.decay.check(of)
    }

    fn apply(&mut self, parameters: &mut [T], gradient: &[T]) {
        let length = parameters.len();
        let (alpha, momentum, rate) = (self.alpha, self.momentum, self.memory.rate);
        let (inside, outside) = match self.place {
            EpsilonPlace::Inside => (self.epsilon, T::zero()),
            EpsilonPlace::Outside => (T::zero(), self.epsilon),
        };
        let (centered, rolling) = (self.centered, momentum != T::zero());
        let (joined, kept) = self.decay.factors(rate);
        let slots = self.slots().len();
        let (_, numbers) = self.memory.next_numbers(length, &[T::zero(); 3][..slots]);
        let (squares, others) = numbers.split_at_mut(length);
        let (means, velocity) = others.split_at_mut(if centered { length } else { 0 });
        for (i, (x, g)) in parameters.iter_mut().zip(gradient).enumerate() {
            let g = *g + joined * *x;
            squares[i] = alpha * squares[i] + (T::one() - alpha) * g * g;
            let mut variance = squares[i];
            if centered {
                means[i] = alpha * means[i] + (T::one() - alpha) * g;
                // Rounding may make it negative where all gradients are alike.
                variance = (variance - means[i] * means[i]).max(T::zero());
            }
            let mut direction = g / ((variance + inside).sqrt() + outside);
            if rolling {
                velocity[i] = momentum * velocity[i] + direction;
                direction = velocity[i];
            }
            *x = *x * kept - rate * direction;
        }
    }
}

optimizer!(RmsProp);
