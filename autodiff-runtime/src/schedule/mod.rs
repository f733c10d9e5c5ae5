//! Schedules: the learning rate of every step.
//!
//! A schedule is a function of the number of the step, from 0; there is nothing to save, and training that goes on asks for
//! the step where it stopped. [`ReduceOnPlateau`] alone watches a metric. Formulas and defaults are PyTorch's, whose
//! classes are named in parentheses; a step is an epoch or a batch, as the caller counts.
//!
//! | | |
//! |---|---|
//! | [`Constant`] (`ConstantLR`), [`Linear`] (`LinearLR`), [`Polynomial`] (`PolynomialLR`) | |
//! | [`StepDecay`] (`StepLR`), [`MultiStep`] (`MultiStepLR`), [`Exponential`] (`ExponentialLR`) | by a factor |
//! | [`Cosine`] (`CosineAnnealingLR`), [`CosineRestarts`] (`CosineAnnealingWarmRestarts`) | |
//! | [`OneCycle`] (`OneCycleLR`), [`Cyclic`] (`CyclicLR`) | up and down |
//! | [`InverseRoot`] | of "Attention is all you need" |
//! | [`ReduceOnPlateau`] (`ReduceLROnPlateau`) | by a metric |
//! | [`Schedule::then`] (`SequentialLR`), [`Schedule::warm_up`], [`Schedule::scaled`], closures (`LambdaLR`) | |
//!
//! ```
//! use autodiff_runtime::optim::{Adam, Optimizer};
//! use autodiff_runtime::schedule::{Cosine, Schedule};
//!
//! let schedule = Cosine::new(0.01, 1000).warm_up(100);
//! let mut optimizer = Adam::new(0.01);
//! for step in 0..1100 {
//!     optimizer.set_learning_rate(schedule.rate(step));
//!     // .. and a step.
//! }
//! assert!(optimizer.learning_rate() < 1e-7);
//! assert_eq!(schedule.rate(100), 0.01);
//! ```

mod combine;
mod cosine;
mod cycle;
mod decay;
mod plateau;
mod ramp;

pub use combine::{Scaled, Then, WarmUp};
pub use cosine::{Cosine, CosineRestarts};
pub use cycle::{Amplitude, Cyclic, OneCycle};
#[cfg(feature = "alloc")]
pub use decay::MultiStep;
pub use decay::{Exponential, InverseRoot, StepDecay};
pub use plateau::{ReduceOnPlateau, Threshold};
pub use ramp::{Constant, Linear, Polynomial};

use crate::real::Real;

/// The learning rate as a function of the step.
///
/// ```
/// use autodiff_runtime::schedule::Schedule;
///
/// // A closure is one.
/// let schedule = |step: u64| 0.1 / (1.0 + step as f64);
/// assert_eq!(schedule.rate(1), 0.05);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a schedule of learning rates of the type `{T}`",
    note = "the schedules are in `autodiff_runtime::schedule`; a closure `|step: u64| ..` is one too"
)]
pub trait Schedule<T: Real> {
    /// The rate of a step, counted from 0.
    fn rate(&self, step: u64) -> T;

    /// This schedule for a number of steps, and then another one, from its own step 0.
    ///
    /// ```
    /// use autodiff_runtime::schedule::{Constant, Exponential, Schedule};
    ///
    /// let schedule = Constant::new(0.1).then(10, Exponential::new(0.1, 0.5));
    /// assert_eq!((schedule.rate(9), schedule.rate(10), schedule.rate(11)), (0.1, 0.1, 0.05));
    /// ```
    fn then<S: Schedule<T>>(self, steps: u64, next: S) -> Then<Self, S>
    where
        Self: Sized,
    {
        Then { first: self, steps, next }
    }

    /// A number of steps in which the rate grows from zero in equal parts, and then this schedule from its step 0.
    ///
    /// ```
    /// use autodiff_runtime::schedule::{Constant, Schedule};
    ///
    /// let schedule = Constant::new(1.0).warm_up(4);
    /// assert_eq!([0, 1, 2, 3, 4].map(|step| schedule.rate(step)), [0.25, 0.5, 0.75, 1.0, 1.0]);
    /// ```
    fn warm_up(self, steps: u64) -> WarmUp<Self>
    where
        Self: Sized,
    {
        WarmUp { steps, then: self }
    }

    /// This schedule times a number.
    ///
    /// ```
    /// use autodiff_runtime::schedule::{Constant, Schedule};
    ///
    /// assert_eq!(Constant::new(0.5).scaled(0.5).rate(3), 0.25);
    /// ```
    fn scaled(self, factor: T) -> Scaled<T, Self>
    where
        Self: Sized,
    {
        Scaled { factor, schedule: self }
    }
}

impl<T: Real, F: Fn(u64) -> T> Schedule<T> for F {
    fn rate(&self, step: u64) -> T {
        self(step)
    }
}

/// A number of steps as a real number.
fn number<T: Real>(steps: u64) -> T {
    T::lit(steps as f64)
}

/// Which part of `whole` is `part`.
fn fraction<T: Real>(part: u64, whole: u64) -> T {
    if part >= whole {
        T::one()
    } else {
        number::<T>(part) / number(whole)
    }
}

/// `factor` to the power of a number of steps.
fn power<T: Real>(factor: T, steps: u64) -> T {
    factor.powi(i32::try_from(steps).unwrap_or(i32::MAX))
}
