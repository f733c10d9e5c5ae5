//! Adam: steps scaled by running moments of the gradient.

use super::{assert_same_length, Memory, Optimizer};
use crate::real::Real;

/// Adam (Kingma and Ba, 2015); the formulas and defaults of PyTorch's `Adam` and `AdamW`.
///
/// With gradient `g`, parameter `x`, step number `t` from 1:
///
/// ```text
/// g' = g + weight_decay x               (decoupled: x -= rate weight_decay x instead)
/// m  = beta1 m + (1 - beta1) g'
/// v  = beta2 v + (1 - beta2) g'^2
/// x -= rate (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
/// ```
///
/// Defaults: rate 0.001, betas 0.9 and 0.999, epsilon 1e-8, no weight decay.
#[derive(Clone, Debug, PartialEq)]
pub struct Adam<T> {
    rate: T,
    betas: (T, T),
    epsilon: T,
    weight_decay: T,
    decoupled: bool,
    steps: i32,
    moments: Memory<(T, T)>,
}

impl<T: Real> Default for Adam<T> {
    fn default() -> Self {
        Self::new(T::lit(1e-3))
    }
}

impl<T: Real> Adam<T> {
    /// With a learning rate.
    pub fn new(learning_rate: T) -> Self {
        Self {
            rate: learning_rate,
            betas: (T::lit(0.9), T::lit(0.999)),
            epsilon: T::lit(1e-8),
            weight_decay: T::zero(),
            decoupled: false,
            steps: 0,
            moments: Memory::new(),
        }
    }

    /// With other decays of the first and the second moment.
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

    /// With a multiple of the parameters added to their gradient.
    #[must_use]
    pub fn weight_decay(mut self, weight_decay: T) -> Self {
        self.weight_decay = weight_decay;
        self.decoupled = false;
        self
    }

    /// With parameters that shrink apart from their gradient (`AdamW`).
    #[must_use]
    pub fn decoupled_weight_decay(mut self, weight_decay: T) -> Self {
        self.weight_decay = weight_decay;
        self.decoupled = true;
        self
    }
}

impl<T: Real> Optimizer<T> for Adam<T> {
    fn start_step(&mut self) {
        self.steps = self.steps.saturating_add(1);
        self.moments.rewind();
    }

    fn update(&mut self, parameters: &mut [T], gradient: &[T]) {
        assert_same_length(parameters, gradient);
        let (beta1, beta2) = self.betas;
        let correction1 = T::one() - beta1.powi(self.steps);
        let correction2 = T::one() - beta2.powi(self.steps);
        let zero = (T::zero(), T::zero());
        let moments = self.moments.next_run(parameters.len(), zero);
        for ((x, g), (m, v)) in parameters.iter_mut().zip(gradient).zip(moments) {
            let mut g = *g;
            if self.decoupled {
                *x -= self.rate * self.weight_decay * *x;
            } else {
                g += self.weight_decay * *x;
            }
            *m = beta1 * *m + (T::one() - beta1) * g;
            *v = beta2 * *v + (T::one() - beta2) * g * g;
            let scale = (*v / correction2).sqrt() + self.epsilon;
            *x -= self.rate * (*m / correction1) / scale;
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
    fn a_constant_gradient_moves_by_the_rate_whatever_its_size() {
        // Both corrected moments are g and g^2 at every step.
        for g in [1e-3_f64, -4.0, 1e5] {
            let mut x = [1.0];
            let mut optimizer = Adam::new(0.01).epsilon(0.0);
            for _ in 0..10 {
                optimizer.step(&mut x, &[g]);
            }
            assert!((x[0] - (1.0 - 0.1 * g.signum())).abs() < 1e-12, "{g}");
        }
    }

    #[test]
    fn two_steps_follow_the_formulas() {
        let mut x = [0.5_f64];
        let mut optimizer = Adam::default();
        optimizer.step(&mut x, &[0.2]);
        let first = 0.5 - 1e-3 * 0.2 / (0.2 + 1e-8);
        assert!((x[0] - first).abs() < 1e-15);
        optimizer.step(&mut x, &[-0.4]);
        let m = (0.9 * 0.1 * 0.2 - 0.1 * 0.4) / (1.0 - 0.9 * 0.9);
        let v = (0.999 * 0.001 * 0.04 + 0.001 * 0.16) / (1.0 - 0.999 * 0.999);
        let second = first - 1e-3 * m / (f64::sqrt(v) + 1e-8);
        assert!((x[0] - second).abs() < 1e-15);
    }

    #[test]
    fn weight_decay_joins_the_gradient_or_stands_apart() {
        let mut joined = [10.0_f64];
        Adam::new(0.1).epsilon(0.0).weight_decay(0.5).step(&mut joined, &[0.0]);
        assert!((joined[0] - 9.9).abs() < 1e-12);
        let mut apart = [10.0_f64];
        Adam::new(0.1).epsilon(1e-8).decoupled_weight_decay(0.5).step(&mut apart, &[0.0]);
        assert!((apart[0] - 9.5).abs() < 1e-12);
    }

    #[test]
    fn no_gradient_no_step() {
        let mut x = [3.0_f32];
        Adam::default().step(&mut x, &[0.0]);
        assert_eq!(x, [3.0]);
    }

    #[cfg(feature = "std")]
    #[test]
    fn runs_keep_their_lengths() {
        let failure = std::panic::catch_unwind(|| {
            let mut optimizer = Adam::new(0.1_f64);
            optimizer.step(&mut [0.0; 2], &[0.0; 2]);
            optimizer.step(&mut [0.0; 3], &[0.0; 3]);
        });
        assert!(failure.is_err());
    }
}
