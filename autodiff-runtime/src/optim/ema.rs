//! Averages of the weights over the steps.

use alloc::vec::Vec;

use super::error::StateError;
use super::state::{Memory, OptimizerState};
use crate::nn::{Name, Parameters};
use crate::real::Real;

/// An exponentially weighted mean of the weights, which often predict better than the last ones; PyTorch's
/// `AveragedModel`, Keras' `use_ema`.
///
/// ```text
/// a = x in the first step, then decay a + (1 - decay) x
/// ```
///
/// With [`warm_up`](Self::warm_up) the decay of step `t` is at most `(1 + t) / (10 + t)`, so that the first weights are
/// forgotten soon. [`equal`](Self::equal) is the plain mean (stochastic weight averaging, Izmailov et al., 2018). A model's
/// buffers, such as running statistics, are not averaged: they stay its own.
///
/// A `Trainer` takes one by its `average` (feature `train`).
///
/// ```
/// use autodiff_runtime::optim::Ema;
///
/// let mut average = Ema::new(0.9);
/// for x in [1.0_f64, 2.0, 3.0] {
///     average.start_step();
///     average.update(&[x]);
/// }
/// assert!((average.run(0).unwrap()[0] - (0.9 * (0.9 + 0.2) + 0.3)).abs() < 1e-15);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Ema<T> {
    kind: Kind<T>,
    means: Memory<T>,
}

const NAME: &str = "Ema";
const SLOTS: &[&str] = &["mean"];

#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
enum Kind<T> {
    Exponential { decay: T, warm_up: bool },
    Equal,
}

impl<T: Real> Ema<T> {
    /// With a decay in `[0, 1)`; Keras' is 0.99, PyTorch's 0.999.
    ///
    /// # Panics
    ///
    /// If the decay is not in `[0, 1)`.
    pub fn new(decay: T) -> Self {
        assert!(decay >= T::zero() && decay < T::one(), "the decay {decay} is not in [0, 1)");
        Self { kind: Kind::Exponential { decay, warm_up: false }, means: Memory::new(T::zero()) }
    }

    /// The mean of all steps alike.
    pub fn equal() -> Self {
        Self { kind: Kind::Equal, means: Memory::new(T::zero()) }
    }

    /// With a smaller decay at first.
    #[must_use]
    pub fn warm_up(mut self) -> Self {
        if let Kind::Exponential { warm_up, .. } = &mut self.kind {
            *warm_up = true;
        }
        self
    }

    /// Begins a step: the runs of parameters follow in their order.
    pub fn start_step(&mut self) {
        self.means.start_step();
    }

    /// Takes the next run of parameters in.
    ///
    /// # Panics
    ///
    /// If it is not as long as in the steps before.
    pub fn update(&mut self, parameters: &[T]) {
        let steps = T::lit(self.means.step as f64);
        let kept = match self.kind {
            Kind::Exponential { decay, warm_up: false } => decay,
            Kind::Exponential { decay, warm_up: true } => {
                let bound = (steps + T::one()) / (steps + T::lit(10.0));
                if bound < decay {
                    bound
                } else {
                    decay
                }
            }
            Kind::Equal => (steps - T::one()) / steps,
        };
        let (fresh, [means]) = self.means.next_run(parameters.len(), [T::zero()]);
        if fresh {
            means.copy_from_slice(parameters);
        } else {
            for (a, x) in means.iter_mut().zip(parameters) {
                *a = kept * *a + (T::one() - kept) * *x;
            }
        }
    }

    /// Takes a whole model in, as one step.
    pub fn update_model<M: Parameters<T>>(&mut self, model: &M) {
        self.start_step();
        model.visit(Name::ROOT, &mut |parameter, numbers| {
            if parameter.kind.is_trained() {
                self.update(numbers);
            }
        });
    }

    /// How many steps have been taken in.
    pub const fn steps(&self) -> u64 {
        self.means.step
    }

    /// The means of a run of parameters, counted from 0.
    pub fn run(&self, run: usize) -> Option<&[T]> {
        self.means.runs().get(run).map(Vec::as_slice)
    }

    /// Exchanges the weights of a model and the means: to evaluate with these, and once more to go on training.
    ///
    /// # Panics
    ///
    /// If the model is another one than that taken in.
    pub fn swap<M: Parameters<T>>(&mut self, model: &mut M) {
        let mut runs = self.means.runs_mut().iter_mut();
        model.visit_mut(Name::ROOT, &mut |parameter, numbers| {
            if parameter.kind.is_trained() {
                match runs.next() {
                    Some(means) => means.swap_with_slice(numbers),
                    None => panic!("there is no mean of `{}`", parameter.name),
                }
            }
        });
    }

    /// Puts the means in the place of a model's weights.
    ///
    /// # Panics
    ///
    /// If the model is another one than that taken in.
    pub fn apply_to<M: Parameters<T>>(&self, model: &mut M) {
        let mut runs = self.means.runs().iter();
        model.visit_mut(Name::ROOT, &mut |parameter, numbers| {
            if parameter.kind.is_trained() {
                match runs.next() {
                    Some(means) => numbers.copy_from_slice(means),
                    None => panic!("there is no mean of `{}`", parameter.name),
                }
            }
        });
    }

    /// A copy of the means and of the number of steps, for saving.
    pub fn state(&self) -> OptimizerState<T> {
        self.means.state(NAME, SLOTS, Vec::new(), Vec::new())
    }

    /// Goes on from a state. The decay stays that it was made with.
    ///
    /// # Errors
    ///
    /// If the state is none of means, or one of other parameters than those taken in; then nothing has changed.
    pub fn restore(&mut self, state: &OptimizerState<T>) -> Result<(), StateError> {
        state.fits(NAME, SLOTS, 0, 0)?;
        self.means.accepts(state)?;
        self.means.restore(state);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::Samples;

    #[test]
    fn equal_weights_give_the_mean() {
        let mut average = Ema::<f64>::equal();
        for x in [1.0, 2.0, 6.0] {
            average.start_step();
            average.update(&[x, -x]);
        }
        let found = average.run(0).unwrap();
        assert!((found[0] - 3.0).abs() < 1e-15 && (found[1] + 3.0).abs() < 1e-15);
    }

    #[test]
    fn a_warm_up_forgets_the_first_weights() {
        let mut average = Ema::new(0.999_f64).warm_up();
        for x in [100.0, 1.0] {
            average.start_step();
            average.update(&[x]);
        }
        assert!((average.run(0).unwrap()[0] - (0.25 * 100.0 + 0.75)).abs() < 1e-13);
    }

    #[test]
    fn swapping_twice_is_nothing() {
        let mut model = Samples::<f64, 2, 1>::filled(1.0);
        let mut average = Ema::new(0.5);
        average.update_model(&model);
        let mut newer = Samples::<f64, 2, 1>::filled(3.0);
        average.update_model(&newer);
        average.swap(&mut newer);
        newer.visit(Name::ROOT, &mut |_, x| assert_eq!(x, [2.0, 2.0]));
        average.swap(&mut newer);
        newer.visit(Name::ROOT, &mut |_, x| assert_eq!(x, [3.0, 3.0]));
        average.swap(&mut model);
        model.visit(Name::ROOT, &mut |_, x| assert_eq!(x, [2.0, 2.0]));
    }
}
