//! Schedules made of others: one after the other, with a warm-up, times a number.

use super::{fraction, Schedule};
use crate::real::Real;

/// One schedule after another: see [`Schedule::then`].
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
