//! Averaged stochastic gradient descent.

use super::error::{Conditions, InvalidHyperparameter};
use super::formula::{memory_field, optimizer, Formula};
use super::state::Memory;
use crate::real::Real;

/// Averaged stochastic gradient descent (Polyak and Juditsky, 1992); the formulas and defaults of PyTorch's `ASGD`.
///
/// With gradient `g`, parameter `x`, mean `a`, step number `t` from 1:
///
/// ```text
/// eta = rate / (1 + lambda rate (t - 1))^alpha
/// g'  = g + weight_decay x
/// x   = (1 - lambda eta) x - eta g'
/// a   = x until the step t0, then a + (x - a) / max(1, t - 1 - t0)
/// ```
///
/// Defaults: rate 0.01, lambda 1e-4, alpha 0.75, t0 a million, no weight decay. The means are given by
/// [`mean`](Self::mean).
///
/// ```
/// use autodiff_runtime::optim::{Asgd, Optimizer};
///
/// // Gradients with noise of alternating sign: the mean comes nearer to the minimum 1.
/// let mut x = [0.0_f64];
/// let mut optimizer = Asgd::new(0.1).average_from(100.0);
/// for step in 0..1000 {
///     let noise = if step % 2 == 0 { 1.0 } else { -1.0 };
///     let gradient = [x[0] - 1.0 + noise];
///     optimizer.step(&mut x, &gradient);
/// }
/// assert!((x[0] - 1.0).abs() > 0.03);
/// assert!((optimizer.mean(0).unwrap()[0] - 1.0).abs() < 1e-3);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Asgd<T> {
    lambda: T,
    alpha: T,
    start: T,
    weight_decay: T,
    memory: Memory<T>,
}

impl<T: Real> Default for Asgd<T> {
    fn default() -> Self {
        Self::new(T::lit(1e-2))
    }
}

impl<T: Real> Asgd<T> {
    /// With a learning rate.
    pub fn new(learning_rate: T) -> Self {
        Self {
            lambda: T::lit(1e-4),
            alpha: T::lit(0.75),
            start: T::lit(1e6),
            weight_decay: T::zero(),
            memory: Memory::new(learning_rate),
        }
    }

    /// With another decay of the parameters and of the rate, and its power.
    #[must_use]
    pub fn decay(mut self, lambda: T, alpha: T) -> Self {
        self.lambda = lambda;
        self.alpha = alpha;
        self
    }

    /// With means that begin after another number of steps.
    #[must_use]
    pub fn average_from(mut self, step: T) -> Self {
        self.start = step;
        self
    }

    /// With a multiple of the parameters added to their gradient.
    #[must_use]
    pub fn weight_decay(mut self, weight_decay: T) -> Self {
        self.weight_decay = weight_decay;
        self
    }

    /// The mean of a run of parameters, counted from 0.
    pub fn mean(&self, run: usize) -> Option<&[T]> {
        self.memory.runs().get(run).map(alloc::vec::Vec::as_slice)
    }
}

impl<T: Real> Formula<T> for Asgd<T> {
    const NAME: &'static str = "Asgd";

    fn slots(&self) -> &'static [&'static str] {
        &["ax"]
    }

    memory_field!();

    fn conditions(&self, of: &Conditions) -> Result<(), InvalidHyperparameter> {
        of.not_negative("lambda", self.lambda)?;
        of.not_negative("alpha", self.alpha)?;
        of.not_negative("average_from", self.start)?;
        of.not_negative("weight_decay", self.weight_decay)
    }

    fn apply(&mut self, parameters: &mut [T], gradient: &[T]) {
        let (rate, decay) = (self.memory.rate, self.weight_decay);
        let before = T::lit((self.memory.step - 1) as f64);
        let eta = rate / (T::one() + self.lambda * rate * before).powf(self.alpha);
        let kept = T::one() - self.lambda * eta;
        let averaged = before - self.start;
        let part = if averaged > T::one() { T::one() / averaged } else { T::one() };
        let (_, [means]) = self.memory.next_run(parameters.len(), [T::zero()]);
        for ((x, g), a) in parameters.iter_mut().zip(gradient).zip(means) {
            let g = *g + decay * *x;
            *x = *x * kept - eta * g;
            *a = if part == T::one() { *x } else { *a + (*x - *a) * part };
        }
    }
}

optimizer!(Asgd);
