//! Adam: steps scaled by running moments of the gradient.

use super::error::{Conditions, InvalidHyperparameter};
use super::formula::{
    check_betas, memory_field, optimizer, weight_decay_builders, Formula, WeightDecay,
};
use super::state::Memory;
use crate::real::Real;

/// Adam (Kingma and Ba, 2015); the formulas and defaults of PyTorch's `Adam`, and of its `AdamW` by [`Adam::adamw`].
///
/// With gradient `g`, parameter `x`, step number `t` from 1:
///
/// ```text
/// g' = g + weight_decay x               (decoupled: x *= 1 - rate weight_decay instead)
/// m  = beta1 m + (1 - beta1) g'
/// v  = beta2 v + (1 - beta2) g'^2
/// w  = v                                (AMSGrad: the largest v so far)
/// x -= rate / (1 - beta1^t) m / (sqrt(w) / sqrt(1 - beta2^t) + epsilon)
/// ```
///
/// Defaults: rate 0.001, betas 0.9 and 0.999, epsilon 1e-8, no weight decay (`AdamW`: 0.01, decoupled). Keras' epsilon is
/// 1e-7, and its decay of `AdamW` 0.004.
///
/// ```
/// use autodiff_runtime::optim::{Adam, Optimizer};
///
/// let mut x = [3.0_f64, -1.0];
/// let mut optimizer = Adam::new(0.1).amsgrad();
/// for _ in 0..500 {
///     let gradient = [2.0 * x[0], 20.0 * x[1]];
///     optimizer.step(&mut x, &gradient);
/// }
/// assert!(x[0].abs() < 1e-3 && x[1].abs() < 1e-3);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Adam<T> {
    betas: (T, T),
    epsilon: T,
    amsgrad: bool,
    decay: WeightDecay<T>,
    memory: Memory<T>,
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
            betas: (T::lit(0.9), T::lit(0.999)),
            epsilon: T::lit(1e-8),
            amsgrad: false,
            decay: WeightDecay::none(),
            memory: Memory::new(learning_rate),
        }
    }

    /// PyTorch's `AdamW` (Loshchilov and Hutter, 2019): with a decoupled weight decay of 0.01, of which
    /// [`weight_decay`](Self::weight_decay) changes the amount.
    pub fn adamw(learning_rate: T) -> Self {
        Self::new(learning_rate).decoupled_weight_decay(T::lit(1e-2))
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

    /// With scales that never fall (Reddi et al., 2018).
    #[must_use]
    pub fn amsgrad(mut self) -> Self {
        self.amsgrad = true;
        self
    }

    weight_decay_builders!();
}

impl<T: Real> Formula<T> for Adam<T> {
    const NAME: &'static str = "Adam";

    fn slots(&self) -> &'static [&'static str] {
        if self.amsgrad {
            &["exp_avg", "exp_avg_sq", "max_exp_avg_sq"]
        } else {
            &["exp_avg", "exp_avg_sq"]
        }
    }

    memory_field!();

    fn conditions(&self, of: &Conditions) -> Result<(), InvalidHyperparameter> {
        check_betas(of, self.betas)?;
        of.not_negative("epsilon", self.epsilon)?;
        self.decay.check(of)
    }

    fn apply(&mut self, parameters: &mut [T], gradient: &[T]) {
        let ((beta1, beta2), epsilon) = (self.betas, self.epsilon);
        let (new1, new2) = (T::one() - beta1, T::one() - beta2);
        let t = self.memory.exponent();
        let rate = self.memory.rate / (T::one() - beta1.powi(t));
        let root = (T::one() - beta2.powi(t)).sqrt();
        let (joined, kept) = self.decay.factors(self.memory.rate);
        let length = parameters.len();
        if self.amsgrad {
            let (_, [means, squares, tops]) = self.memory.next_run(length, [T::zero(); 3]);
            let moments = means.iter_mut().zip(squares).zip(tops);
            for ((x, g), ((m, v), w)) in parameters.iter_mut().zip(gradient).zip(moments) {
                let g = *g + joined * *x;
                *m = beta1 * *m + new1 * g;
                *v = beta2 * *v + new2 * g * g;
                // Not `max`, which would forget a NaN.
                *w = if *v <= *w { *w } else { *v };
                *x = *x * kept - rate * *m / (w.sqrt() / root + epsilon);
            }
            return;
        }
        let (_, [means, squares]) = self.memory.next_run(length, [T::zero(); 2]);
        for (((x, g), m), v) in parameters.iter_mut().zip(gradient).zip(means).zip(squares) {
            let g = *g + joined * *x;
            *m = beta1 * *m + new1 * g;
            *v = beta2 * *v + new2 * g * g;
            *x = *x * kept - rate * *m / (v.sqrt() / root + epsilon);
        }
    }
}

optimizer!(Adam);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optim::Optimizer;

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
        let mut apart = [10.0_f64];
        Adam::adamw(0.1).weight_decay(0.5).step(&mut apart, &[0.0]);
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
