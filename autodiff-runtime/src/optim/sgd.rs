//! Stochastic gradient descent.

use super::{assert_same_length, Memory, Optimizer};
use crate::real::Real;

/// Gradient descent, with momentum and weight decay if wanted; the formulas and defaults of PyTorch's `SGD`.
///
/// With gradient `g`, parameter `x`, learning rate `r`, momentum `m`, weight decay `w`:
///
/// ```text
/// g' = g + w x
/// b  = g' in the first step, then m b + g'
/// x -= r b            (Nesterov: x -= r (g' + m b))
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Sgd<T> {
    rate: T,
    momentum: T,
    weight_decay: T,
    nesterov: bool,
    started: bool,
    velocity: Memory<T>,
}

impl<T: Real> Sgd<T> {
    /// Plain descent with a learning rate.
    pub fn new(learning_rate: T) -> Self {
        Self {
            rate: learning_rate,
            momentum: T::zero(),
            weight_decay: T::zero(),
            nesterov: false,
            started: false,
            velocity: Memory::new(),
        }
    }

    /// With a momentum in `[0, 1)`.
    #[must_use]
    pub fn momentum(mut self, momentum: T) -> Self {
        self.momentum = momentum;
        self
    }

    /// With Nesterov's form of the momentum.
    #[must_use]
    pub fn nesterov(mut self) -> Self {
        self.nesterov = true;
        self
    }

    /// With a multiple of the parameters added to their gradient.
    #[must_use]
    pub fn weight_decay(mut self, weight_decay: T) -> Self {
        self.weight_decay = weight_decay;
        self
    }
}

impl<T: Real> Optimizer<T> for Sgd<T> {
    fn start_step(&mut self) {
        self.started = !self.velocity.runs.is_empty();
        self.velocity.rewind();
    }

    fn update(&mut self, parameters: &mut [T], gradient: &[T]) {
        assert_same_length(parameters, gradient);
        let decay = self.weight_decay;
        if self.momentum == T::zero() {
            for (x, g) in parameters.iter_mut().zip(gradient) {
                *x -= self.rate * (*g + decay * *x);
            }
            return;
        }
        let momentum = self.momentum;
        let first = !self.started;
        let velocity = self.velocity.next_run(parameters.len(), T::zero());
        for ((x, g), b) in parameters.iter_mut().zip(gradient).zip(velocity) {
            let g = *g + decay * *x;
            *b = if first { g } else { momentum * *b + g };
            let direction = if self.nesterov { g + momentum * *b } else { *b };
            *x -= self.rate * direction;
        }
    }

    fn learning_rate(&self) -> T {
        self.rate
    }

    fn set_learning_rate(&mut self, rate: T) {
        self.rate = rate;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
