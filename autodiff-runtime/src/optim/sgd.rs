//! Stochastic gradient descent.

use super::error::{Conditions, InvalidHyperparameter};
use super::formula::{memory_field, optimizer, weight_decay_builders, Formula, WeightDecay};
use super::state::Memory;
use crate::real::Real;

/// Gradient descent, with momentum and weight decay if wanted; the formulas and defaults of PyTorch's `SGD`.
///
/// With gradient `g`, parameter `x`, learning rate `r`, momentum `m`, dampening `d`, weight decay `w`:
///
/// ```text
/// g' = g + w x                          (decoupled: x *= 1 - r w instead)
/// b  = g' in the first step, then m b + (1 - d) g'
/// x -= r b                              (Nesterov: x -= r (g' + m b))
/// ```
///
/// Defaults: no momentum, no dampening, no weight decay. Nesterov's form needs a momentum and no dampening. In Keras and in
/// Sutskever's paper the rate is inside of the momentum: the same as long as the rate does not change.
///
/// ```
/// use autodiff_runtime::optim::{Optimizer, Sgd};
///
/// let mut x = [4.0_f64];
/// let mut optimizer = Sgd::new(0.1).momentum(0.9).nesterov();
/// for _ in 0..200 {
///     let gradient = x;
///     optimizer.step(&mut x, &gradient);
/// }
/// assert!(x[0].abs() < 1e-4);
/// assert_eq!(
///     Sgd::new(0.1).nesterov().validate().unwrap_err().to_string(),
///     "`momentum` of `Sgd` is 0: it must be positive for Nesterov's form"
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Sgd<T> {
    momentum: T,
    dampening: T,
    nesterov: bool,
    decay: WeightDecay<T>,
    memory: Memory<T>,
}

impl<T: Real> Default for Sgd<T> {
    /// With PyTorch's rate 0.001 (Keras': 0.01).
    fn default() -> Self {
        Self::new(T::lit(1e-3))
    }
}

impl<T: Real> Sgd<T> {
    /// Plain descent with a learning rate.
    pub fn new(learning_rate: T) -> Self {
        Self {
            momentum: T::zero(),
            dampening: T::zero(),
            nesterov: false,
            decay: WeightDecay::none(),
            memory: Memory::new(learning_rate),
        }
    }

    /// With a momentum in `[0, 1)`.
    #[must_use]
    pub fn momentum(mut self, momentum: T) -> Self {
        self.momentum = momentum;
        self
    }

    /// With a part of the gradient, in `[0, 1]`, that is kept out of the momentum.
    #[must_use]
    pub fn dampening(mut self, dampening: T) -> Self {
        self.dampening = dampening;
        self
    }

    /// With Nesterov's form of the momentum.
    #[must_use]
    pub fn nesterov(mut self) -> Self {
        self.nesterov = true;
        self
    }

    weight_decay_builders!();
}

impl<T: Real> Formula<T> for Sgd<T> {
    const NAME: &'static str = "Sgd";

    fn slots(&self) -> &'static [&'static str] {
        if self.momentum == T::zero() {
            &[]
        } else {
            &["momentum_buffer"]
        }
    }

    memory_field!();

    fn conditions(&self, of: &Conditions) -> Result<(), InvalidHyperparameter> {
        of.below_one("momentum", self.momentum)?;
        let dampening = self.dampening;
        let holds = dampening >= T::zero() && dampening <= T::one();
        of.require("dampening", dampening, holds, "between 0 and 1")?;
        if self.nesterov {
            let holds = self.momentum > T::zero();
            of.require("momentum", self.momentum, holds, "positive for Nesterov's form")?;
            let holds = dampening == T::zero();
            of.require("dampening", dampening, holds, "0 for Nesterov's form")?;
        }
        self.decay.check(of)
    }

    fn apply(&mut self, parameters: &mut [T], gradient: &[T]) {
        let (rate, momentum) = (self.memory.rate, self.momentum);
        let (joined, kept) = self.decay.factors(rate);
        if momentum == T::zero() {
            self.memory.next_run(parameters.len(), []);
            for (x, g) in parameters.iter_mut().zip(gradient) {
                let g = *g + joined * *x;
                *x = *x * kept - rate * g;
            }
            return;
        }
        let nesterov = self.nesterov;
        let (fresh, [velocity]) = self.memory.next_run(parameters.len(), [T::zero()]);
        let fraction = if fresh { T::one() } else { T::one() - self.dampening };
        for ((x, g), b) in parameters.iter_mut().zip(gradient).zip(velocity) {
            let g = *g + joined * *x;
            *b = momentum * *b + fraction * g;
            let direction = if nesterov { g + momentum * *b } else { *b };
            *x = *x * kept - rate * direction;
        }
    }
}

optimizer!(Sgd);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optim::Optimizer;

    #[test]
    fn plain_steps_shrink_a_parabola_by_a_factor() {
        // x <- x - r x, so x = x0 (1 - r)^n.
        let mut x = [4.0_f64, -2.0];
        let mut optimizer = Sgd::new(0.25);
        for _ in 0..5 {
            let gradient = x;
            optimizer.step(&mut x, &gradient);
        }
        let factor = 0.75_f64.powi(5);
        assert!((x[0] - 4.0 * factor).abs() < 1e-15 && (x[1] + 2.0 * factor).abs() < 1e-15);
    }

    #[test]
    fn momentum_sums_a_constant_gradient_geometrically() {
        // b_n = (1 - m^n) / (1 - m), x_n = -r sum b.
        let (rate, momentum) = (0.1_f64, 0.9_f64);
        let mut x = [0.0];
        let mut optimizer = Sgd::new(rate).momentum(momentum);
        for _ in 0..7 {
            optimizer.step(&mut x, &[1.0]);
        }
        let expected: f64 =
            (1..=7).map(|n| -rate * (1.0 - momentum.powi(n)) / (1.0 - momentum)).sum();
        assert!((x[0] - expected).abs() < 1e-14);
    }

    #[test]
    fn nesterov_looks_one_step_ahead() {
        // First step: b = g, x = -r (g + m g).
        let mut x = [0.0_f64];
        let mut optimizer = Sgd::new(0.1).momentum(0.5).nesterov();
        optimizer.step(&mut x, &[2.0]);
        assert!((x[0] + 0.1 * 3.0).abs() < 1e-15);
        // Second: b = 0.5 * 2 + 2 = 3, x -= r (2 + 1.5).
        optimizer.step(&mut x, &[2.0]);
        assert!((x[0] + 0.3 + 0.35).abs() < 1e-15);
    }

    #[test]
    fn weight_decay_pulls_to_zero() {
        let mut x = [10.0_f64];
        let mut optimizer = Sgd::new(0.1).weight_decay(0.5);
        optimizer.step(&mut x, &[1.0]);
        assert!((x[0] - (10.0 - 0.1 * 6.0)).abs() < 1e-15);
    }

    #[test]
    fn runs_have_their_own_velocity() {
        let (mut x, mut y) = ([0.0_f32], [0.0_f32, 0.0]);
        let mut optimizer = Sgd::new(1.0).momentum(0.5);
        for _ in 0..2 {
            optimizer.start_step();
            optimizer.update(&mut x, &[1.0]);
            optimizer.update(&mut y, &[2.0, 0.0]);
        }
        assert_eq!(x, [-2.5]);
        assert_eq!(y, [-5.0, 0.0]);
    }
}
