//! Optimizers: from parameters and their gradient to better parameters.
//!
//! They see flat slices of numbers alone, so that they serve any model; which slices a model has, it says itself. Formulas
//! and defaults are PyTorch's, and its numbers are reproduced; where Keras or the paper differ, the optimizer says so.
//!
//! | | |
//! |---|---|
//! | [`Sgd`] | momentum, dampening, Nesterov |
//! | [`ExponentialMomentum`] | momentum as an exponentially weighted mean |
//! | [`RmsProp`], [`Adagrad`], [`Adadelta`], [`Rprop`] | a rate for every parameter |
//! | [`Adam`] | with AMSGrad, and AdamW by [`Adam::adamw`] |
//! | [`Adamax`], [`NAdam`], [`RAdam`], [`Lion`] | its relatives |
//! | [`Asgd`] | the mean of all steps |
//! | [`Lbfgs`] | a quasi-Newton method with a line search, for a function and its gradient |
//!
//! Around them: [`Groups`] of parameters, [`Accumulated`] gradients, [`Ema`] of the weights, [`clip`]ping,
//! [`EarlyStopping`], [`FiniteGuard`]; schedules of the rate are in [`schedule`](crate::schedule).
//!
//! An optimizer is its hyper-parameters and an [`OptimizerState`]; training that goes on from a saved state takes the same
//! steps, to the last bit.

mod error;
mod formula;
mod state;

mod sgd;

mod exponential_momentum;

mod rms_prop;

mod adagrad;

mod adadelta;

mod adam;

mod adamax;

mod nadam;

mod radam;

mod lion;

mod rprop;

mod asgd;

mod lbfgs;
mod wolfe;

mod accumulated;
pub mod clip;
mod early_stopping;
mod ema;
mod groups;
mod guard;

pub use accumulated::Accumulated;
pub use adadelta::Adadelta;
pub use adagrad::Adagrad;
pub use adam::Adam;
pub use adamax::Adamax;
pub use asgd::Asgd;
pub use early_stopping::{EarlyStopping, Goal, Verdict};
pub use ema::Ema;
pub use error::{InvalidHyperparameter, StateError};
pub use exponential_momentum::ExponentialMomentum;
pub use groups::Groups;
pub use guard::{FiniteGuard, NonFinite, Quantity};
pub use lbfgs::{Lbfgs, LbfgsReport, LineSearch, Stop};
pub use lion::Lion;
pub use nadam::NAdam;
pub use radam::RAdam;
pub use rms_prop::{EpsilonPlace, RmsProp};
pub use rprop::Rprop;
pub use sgd::Sgd;
pub use state::{OptimizerState, Slot};

use alloc::boxed::Box;

use crate::nn::{Name, Parameter, Parameters};
use crate::real::Real;

/// Moves parameters against their gradient, step by step.
///
/// A step is [`start_step`](Self::start_step) and then [`update`](Self::update) for every run of parameters, always the
/// same runs in the same order; [`step`](Self::step) does both where there is one run.
///
/// ```
/// use autodiff_runtime::optim::{Optimizer, Sgd};
///
/// // The minimum of (x - 3)^2.
/// let mut x = [0.0_f64];
/// let mut optimizer = Sgd::new(0.1);
/// for _ in 0..100 {
///     let gradient = [2.0 * (x[0] - 3.0)];
///     optimizer.step(&mut x, &gradient);
/// }
/// assert!((x[0] - 3.0).abs() < 1e-6);
/// ```
#[diagnostic::on_unimplemented(message = "`{Self}` is not an optimizer of `{T}` parameters")]
pub trait Optimizer<T: Real> {
    /// Begins a step.
    ///
    /// # Panics
    ///
    /// If a hyper-parameter is not valid: see [`validate`](Self::validate).
    fn start_step(&mut self);

    /// Updates the next run of parameters.
    ///
    /// # Panics
    ///
    /// If the lengths differ, or if the run is not as long as in the steps before.
    fn update(&mut self, parameters: &mut [T], gradient: &[T]);

    /// Updates the next run of parameters, of which more is known: [`Groups`] treat parameters by name and kind.
    ///
    /// # Panics
    ///
    /// As [`update`](Self::update), which it is for all others.
    fn update_parameter(&mut self, _which: &Parameter<'_>, parameters: &mut [T], gradient: &[T]) {
        self.update(parameters, gradient);
    }

    /// A whole step of a model.
    ///
    /// # Panics
    ///
    /// As [`start_step`](Self::start_step) and [`update`](Self::update).
    fn step_model<M: Parameters<T>>(&mut self, model: &mut M, gradient: &M::Tangent)
    where
        Self: Sized,
    {
        self.start_step();
        model.visit_with_gradient(gradient, Name::ROOT, &mut |which, parameters, gradient| {
            self.update_parameter(&which, parameters, gradient);
        });
    }

    /// A whole step of a single run of parameters.
    ///
    /// # Panics
    ///
    /// As [`start_step`](Self::start_step) and [`update`](Self::update).
    fn step(&mut self, parameters: &mut [T], gradient: &[T]) {
        self.start_step();
        self.update(parameters, gradient);
    }

    /// The factor of a step's length.
    fn learning_rate(&self) -> T;

    /// Changes the learning rate, for schedules.
    fn set_learning_rate(&mut self, rate: T);

    /// Whether all hyper-parameters are valid.
    ///
    /// # Errors
    ///
    /// The first that is not, and what it must be.
    fn validate(&self) -> Result<(), InvalidHyperparameter>;

    /// A copy of all that the optimizer has learned: the steps taken, the rate, and what it remembers of the parameters.
    fn state(&self) -> OptimizerState<T>;

    /// Whether it could go on from a state.
    ///
    /// # Errors
    ///
    /// If the state is one of another optimizer, of other options, or of other parameters than those it has seen.
    fn accepts(&self, state: &OptimizerState<T>) -> Result<(), StateError>;

    /// Goes on from a state. The hyper-parameters, but for the rate, stay those that it was made with.
    ///
    /// # Errors
    ///
    /// As [`accepts`](Self::accepts); then nothing has changed.
    fn restore(&mut self, state: &OptimizerState<T>) -> Result<(), StateError>;
}

macro_rules! forwarding {
    ($($Pointer:ty)*) => {$(
        impl<T: Real, O: Optimizer<T> + ?Sized> Optimizer<T> for $Pointer {
            fn start_step(&mut self) {
                (**self).start_step();
            }

            fn update(&mut self, parameters: &mut [T], gradient: &[T]) {
                (**self).update(parameters, gradient);
            }

            fn update_parameter(&mut self, which: &Parameter<'_>, x: &mut [T], gradient: &[T]) {
                (**self).update_parameter(which, x, gradient);
            }

            fn learning_rate(&self) -> T {
                (**self).learning_rate()
            }

            fn set_learning_rate(&mut self, rate: T) {
                (**self).set_learning_rate(rate);
            }

            fn validate(&self) -> Result<(), InvalidHyperparameter> {
                (**self).validate()
            }

            fn state(&self) -> OptimizerState<T> {
                (**self).state()
            }

            fn accepts(&self, state: &OptimizerState<T>) -> Result<(), StateError> {
                (**self).accepts(state)
            }

            fn restore(&mut self, state: &OptimizerState<T>) -> Result<(), StateError> {
                (**self).restore(state)
            }
        }
    )*};
}

forwarding!(&mut O Box<O>);
