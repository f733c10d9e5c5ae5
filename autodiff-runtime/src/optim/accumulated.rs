//! Gradients of several batches for one step.

use super::error::{InvalidHyperparameter, StateError};
use super::state::{assert_same_length, Memory, OptimizerState};
use super::Optimizer;
use crate::nn::Parameter;
use crate::real::Real;

/// An optimizer that steps along the mean of the gradients of several batches: a large batch in small parts.
///
/// Every call is one batch; all but each `every`-th leave the parameters as they are. (Generated `accumulate_grad` adds into
/// one buffer instead; then no copy of the gradient is needed.)
///
/// ```
/// use autodiff_runtime::optim::{Accumulated, Optimizer, Sgd};
///
/// let mut x = [1.0_f64];
/// let mut optimizer = Accumulated::new(Sgd::new(0.1), 2);
/// optimizer.step(&mut x, &[1.0]);
/// assert_eq!(x, [1.0]);
/// optimizer.step(&mut x, &[3.0]);
/// assert_eq!(x, [0.8]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Accumulated<T, O> {
    inner: O,
    every: u64,
    sums: Memory<T>,
}

const NAME: &str = "Accumulated";
const SLOTS: &[&str] = &["sum"];

impl<T: Real, O: Optimizer<T>> Accumulated<T, O> {
    /// With the number of batches of a step.
    ///
    /// # Panics
    ///
    /// If that is zero.
    pub fn new(inner: O, every: u64) -> Self {
        assert!(every > 0, "a step has at least one batch");
        Self { inner, every, sums: Memory::new(T::zero()) }
    }

    /// The optimizer.
    pub const fn inner(&self) -> &O {
        &self.inner
    }

    /// Whether the last batch has made a step.
    pub const fn stepped(&self) -> bool {
        self.sums.step != 0 && self.sums.step.is_multiple_of(self.every)
    }

    fn collect<'a>(&'a mut self, gradient: &[T]) -> Option<(&'a mut O, &'a [T])> {
        let (begins, ends) = (self.sums.step % self.every == 1 % self.every, self.stepped());
        let (_, [sums]) = self.sums.next_run(gradient.len(), [T::zero()]);
        for (sum, g) in sums.iter_mut().zip(gradient) {
            *sum = if begins { *g } else { *sum + *g };
        }
        if !ends {
            return None;
        }
        let share = T::one() / T::lit(self.every as f64);
        sums.iter_mut().for_each(|sum| *sum *= share);
        Some((&mut self.inner, sums))
    }
}

impl<T: Real, O: Optimizer<T>> Optimizer<T> for Accumulated<T, O> {
    fn start_step(&mut self) {
        self.sums.start_step();
        if self.stepped() {
            self.inner.start_step();
        }
    }

    fn update(&mut self, parameters: &mut [T], gradient: &[T]) {
        assert_same_length(parameters, gradient);
        if let Some((inner, mean)) = self.collect(gradient) {
            inner.update(parameters, mean);
        }
    }

    fn update_parameter(&mut self, which: &Parameter<'_>, parameters: &mut [T], gradient: &[T]) {
        assert_same_length(parameters, gradient);
        if let Some((inner, mean)) = self.collect(gradient) {
            inner.update_parameter(which, parameters, mean);
        }
    }

    fn learning_rate(&self) -> T {
        self.inner.learning_rate()
    }

    fn set_learning_rate(&mut self, rate: T) {
        self.inner.set_learning_rate(rate);
    }

    fn validate(&self) -> Result<(), InvalidHyperparameter> {
        self.inner.validate()
    }

    fn state(&self) -> OptimizerState<T> {
        let inner = self.inner.state();
        let learning_rate = inner.learning_rate;
        let own = self.sums.state(NAME, SLOTS, alloc::vec![], alloc::vec![inner]);
        OptimizerState { learning_rate, ..own }
    }

    fn accepts(&self, state: &OptimizerState<T>) -> Result<(), StateError> {
        state.fits(NAME, SLOTS, 0, 1)?;
        self.sums.accepts(state)?;
        self.inner.accepts(&state.parts[0])
    }

    fn restore(&mut self, state: &OptimizerState<T>) -> Result<(), StateError> {
        self.accepts(state)?;
        self.sums.restore(state);
        self.sums.rate = T::zero();
        self.inner.restore(&state.parts[0])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::optim::Adam;

    #[test]
    fn small_batches_step_as_the_large_one() {
        let gradients =
            [[1.0_f64, -2.0], [0.5, 4.0], [3.0, 1.0], [-1.0, -1.0], [2.0, 0.0], [1.0, 7.0]];
        let (mut x, mut y) = ([0.0, 0.0], [0.0, 0.0]);
        let mut parts = Accumulated::new(Adam::new(0.1), 3);
        let mut whole = Adam::new(0.1);
        for batch in gradients.chunks(3) {
            for gradient in batch {
                parts.start_step();
                let (first, second) = x.split_at_mut(1);
                parts.update(first, &gradient[..1]);
                parts.update(second, &gradient[1..]);
            }
            let sum = |k: usize| batch.iter().map(|g| g[k]).sum::<f64>();
            whole.step(&mut y, &[sum(0) / 3.0, sum(1) / 3.0]);
        }
        assert!((x[0] - y[0]).abs() < 1e-15 && (x[1] - y[1]).abs() < 1e-15);
    }

    #[test]
    fn one_batch_is_no_accumulation() {
        let (mut x, mut y) = ([1.0_f64], [1.0]);
        let (mut wrapped, mut plain) = (Accumulated::new(Adam::new(0.1), 1), Adam::new(0.1));
        for g in [1.0, -3.0] {
            wrapped.step(&mut x, &[g]);
            plain.step(&mut y, &[g]);
        }
        assert_eq!(x, y);
    }
}
