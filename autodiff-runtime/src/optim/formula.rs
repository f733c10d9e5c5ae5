//! What the optimizers have in common: one writes its formula, and is an `Optimizer` by the macro.

use alloc::vec::Vec;

use super::error::{Conditions, InvalidHyperparameter};
use super::state::Memory;
use crate::real::Real;

/// An optimizer as its formula.
pub(super) trait Formula<T: Real> {
    const NAME: &'static str;

    /// What it remembers of every parameter.
    fn slots(&self) -> &'static [&'static str];

    fn memory(&self) -> &Memory<T>;

    fn memory_mut(&mut self) -> &mut Memory<T>;

    /// The conditions besides that on the rate.
    fn conditions(&self, of: &Conditions) -> Result<(), InvalidHyperparameter>;

    /// What is done once in a step, before the runs; the step is counted already.
    fn begin(&mut self) {}

    /// Updates a run; both slices are of one length.
    fn apply(&mut self, parameters: &mut [T], gradient: &[T]);

    /// What it remembers besides the slots.
    fn scalars(&self) -> Vec<T> {
        Vec::new()
    }

    fn set_scalars(&mut self, _scalars: &[T]) {}
}

macro_rules! optimizer {
    ($Name:ident) => {
        impl<T: Real> $crate::optim::Optimizer<T> for $Name<T> {
            #[track_caller]
            fn start_step(&mut self) {
                if let Err(error) = self.validate() {
                    panic!("{error}");
                }
                self.memory_mut().start_step();
                self.begin();
            }

            #[track_caller]
            fn update(&mut self, parameters: &mut [T], gradient: &[T]) {
                $crate::optim::state::assert_same_length(parameters, gradient);
                self.apply(parameters, gradient);
            }

            fn learning_rate(&self) -> T {
                self.memory().rate
            }

            fn set_learning_rate(&mut self, rate: T) {
                self.memory_mut().rate = rate;
            }

            fn validate(&self) -> Result<(), $crate::optim::InvalidHyperparameter> {
                let conditions = $crate::optim::error::Conditions(<Self as Formula<T>>::NAME);
                conditions.not_negative("learning_rate", self.memory().rate)?;
                self.conditions(&conditions)
            }

            fn state(&self) -> $crate::optim::OptimizerState<T> {
                let parts = alloc::vec::Vec::new();
                let (name, slots) = (<Self as Formula<T>>::NAME, self.slots());
                self.memory().state(name, slots, self.scalars(), parts)
            }

            fn accepts(
                &self,
                state: &$crate::optim::OptimizerState<T>,
            ) -> Result<(), $crate::optim::StateError> {
                let scalars = self.scalars().len();
                state.fits(<Self as Formula<T>>::NAME, self.slots(), scalars, 0)?;
                self.memory().accepts(state)
            }

            fn restore(
                &mut self,
                state: &$crate::optim::OptimizerState<T>,
            ) -> Result<(), $crate::optim::StateError> {
                self.accepts(state)?;
                self.memory_mut().restore(state);
                self.set_scalars(&state.scalars);
                Ok(())
            }
        }
    };
}

pub(super) use optimizer;

/// How parameters are pulled to zero.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(super) enum WeightDecay<T> {
    /// By a multiple of the parameter in its gradient.
    Joined(T),
    /// By a factor of the parameter.
    Decoupled(T),
}

impl<T: Real> WeightDecay<T> {
    pub(super) fn none() -> Self {
        WeightDecay::Joined(T::zero())
    }

    pub(super) fn with_amount(self, amount: T) -> Self {
        match self {
            WeightDecay::Joined(_) => WeightDecay::Joined(amount),
            WeightDecay::Decoupled(_) => WeightDecay::Decoupled(amount),
        }
    }

    /// The multiple of a parameter that joins its gradient, and the factor that is left of it.
    pub(super) fn factors(self, rate: T) -> (T, T) {
        match self {
            WeightDecay::Joined(decay) => (decay, T::one()),
            WeightDecay::Decoupled(decay) => (T::zero(), T::one() - rate * decay),
        }
    }

    pub(super) fn check(self, of: &Conditions) -> Result<(), InvalidHyperparameter> {
        let (WeightDecay::Joined(decay) | WeightDecay::Decoupled(decay)) = self;
        of.not_negative("weight_decay", decay)
    }
}

/// The two builders of an optimizer with a field `decay`.
macro_rules! weight_decay_builders {
    () => {
        /// With another weight decay, of the kind that the optimizer has: unless it says otherwise, a multiple of the
        /// parameters that joins their gradient (L2 regularization).
        #[must_use]
        pub fn weight_decay(mut self, weight_decay: T) -> Self {
            self.decay = self.decay.with_amount(weight_decay);
            self
        }

        /// With parameters that shrink by the factor `1 - rate weight_decay` before the step, apart from their gradient
        /// (Loshchilov and Hutter, 2019).
        #[must_use]
        pub fn decoupled_weight_decay(mut self, weight_decay: T) -> Self {
            self.decay = WeightDecay::Decoupled(weight_decay);
            self
        }
    };
}

pub(super) use weight_decay_builders;

/// The conditions on the decays of two means.
pub(super) fn check_betas<T: Real>(
    of: &Conditions,
    betas: (T, T),
) -> Result<(), InvalidHyperparameter> {
    of.below_one("betas.0", betas.0)?;
    of.below_one("betas.1", betas.1)
}

/// The memory of an optimizer, in the field of this name.
macro_rules! memory_field {
    () => {
        fn memory(&self) -> &Memory<T> {
            &self.memory
        }

        fn memory_mut(&mut self) -> &mut Memory<T> {
            &mut self.memory
        }
    };
}

pub(super) use memory_field;
