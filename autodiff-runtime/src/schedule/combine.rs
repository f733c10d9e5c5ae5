//! Schedules made of others: one after the other, with a warm-up, times a number.

use super::{fraction, Schedule};
use crate::real::Real;

/// One schedule after another: see [`Schedule::then`].
///
/// ```
/// use autodiff_runtime::schedule::{Constant, Schedule, Then};
///
/// let schedule: Then<Constant<f64>, Constant<f64>> = Constant::new(0.1).then(10, Constant::new(0.01));
/// assert_eq!((schedule.rate(9), schedule.rate(10)), (0.1, 0.01));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Then<A, B> {
    pub(super) first: A,
    pub(super) steps: u64,
    pub(super) next: B,
}

impl<T: Real, A: Schedule<T>, B: Schedule<T>> Schedule<T> for Then<A, B> {
    fn rate(&self, step: u64) -> T {
        match step.checked_sub(self.steps) {
            Some(step) => self.next.rate(step),
            None => self.first.rate(step),
        }
    }
}

/// A warm-up before a schedule: see [`Schedule::warm_up`].
///
/// ```
/// use autodiff_runtime::schedule::{Constant, Schedule, WarmUp};
///
/// let schedule: WarmUp<Constant<f64>> = Constant::new(1.0).warm_up(2);
/// assert_eq!([0, 1, 2].map(|step| schedule.rate(step)), [0.5, 1.0, 1.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct WarmUp<S> {
    pub(super) steps: u64,
    pub(super) then: S,
}

impl<T: Real, S: Schedule<T>> Schedule<T> for WarmUp<S> {
    fn rate(&self, step: u64) -> T {
        match step.checked_sub(self.steps) {
            Some(step) => self.then.rate(step),
            None => fraction::<T>(step + 1, self.steps) * self.then.rate(0),
        }
    }
}

/// A schedule times a number: see [`Schedule::scaled`].
///
/// ```
/// use autodiff_runtime::schedule::{Constant, Scaled, Schedule};
///
/// let schedule: Scaled<f64, Constant<f64>> = Constant::new(1.0).scaled(0.1);
/// assert_eq!(schedule.rate(0), 0.1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Scaled<T, S> {
    pub(super) factor: T,
    pub(super) schedule: S,
}

impl<T: Real, S: Schedule<T>> Schedule<T> for Scaled<T, S> {
    fn rate(&self, step: u64) -> T {
        self.factor * self.schedule.rate(step)
    }
}
