//! Rates that fall by factors.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use super::{number, power, Schedule};
use crate::real::Real;

/// Falls by a factor every so many steps: `rate gamma^floor(step / every)`; `StepLR`. Default: gamma 0.1.
///
/// ```
/// use autodiff_runtime::schedule::{Schedule, StepDecay};
///
/// let schedule = StepDecay::new(1.0, 3).gamma(0.5);
/// assert_eq!([0, 2, 3, 6].map(|step| schedule.rate(step)), [1.0, 1.0, 0.5, 0.25]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct StepDecay<T> {
    rate: T,
    every: u64,
    gamma: T,
}

impl<T: Real> StepDecay<T> {
    /// From a rate, with the number of steps between two falls.
    ///
    /// # Panics
    ///
    /// If that is zero.
    pub fn new(rate: T, every: u64) -> Self {
        assert!(every > 0, "there is at least one step between two falls");
        Self { rate, every, gamma: T::lit(0.1) }
    }

    /// With another factor.
    #[must_use]
    pub fn gamma(mut self, gamma: T) -> Self {
        self.gamma = gamma;
        self
    }
}

impl<T: Real> Schedule<T> for StepDecay<T> {
    fn rate(&self, step: u64) -> T {
        self.rate * power(self.gamma, step / self.every)
    }
}

/// Falls by a factor at certain steps; `MultiStepLR`. Default: gamma 0.1. A step that is named twice counts twice.
///
/// ```
/// use autodiff_runtime::schedule::{MultiStep, Schedule};
///
/// let schedule = MultiStep::new(1.0, [5, 12]).gamma(0.5);
/// assert_eq!([4, 5, 12].map(|step| schedule.rate(step)), [1.0, 0.5, 0.25]);
/// ```
#[cfg(feature = "alloc")]
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct MultiStep<T> {
    rate: T,
    milestones: Vec<u64>,
    gamma: T,
}

#[cfg(feature = "alloc")]
impl<T: Real> MultiStep<T> {
    /// From a rate, with the steps at which it falls.
    pub fn new(rate: T, milestones: impl Into<Vec<u64>>) -> Self {
        Self { rate, milestones: milestones.into(), gamma: T::lit(0.1) }
    }

    /// With another factor.
    #[must_use]
    pub fn gamma(mut self, gamma: T) -> Self {
        self.gamma = gamma;
        self
    }
}

#[cfg(feature = "alloc")]
impl<T: Real> Schedule<T> for MultiStep<T> {
    fn rate(&self, step: u64) -> T {
        let passed = self.milestones.iter().filter(|milestone| **milestone <= step).count();
        self.rate * power(self.gamma, passed as u64)
    }
}

/// Falls by a factor in every step: `rate gamma^step`; `ExponentialLR`.
///
/// ```
/// use autodiff_runtime::schedule::{Exponential, Schedule};
///
/// assert_eq!(Exponential::new(1.0, 0.5).rate(3), 0.125);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Exponential<T> {
    rate: T,
    gamma: T,
}

impl<T: Real> Exponential<T> {
    /// From a rate, with the factor.
    pub fn new(rate: T, gamma: T) -> Self {
        Self { rate, gamma }
    }
}

impl<T: Real> Schedule<T> for Exponential<T> {
    fn rate(&self, step: u64) -> T {
        self.rate * power(self.gamma, step)
    }
}

/// Rises in straight line, then falls as the inverse root of the step: the schedule of "Attention is all you need" (Vaswani
/// et al., 2017), with `rate` as the largest one.
///
/// ```text
/// rate min((step + 1) / warm_up, sqrt(warm_up / (step + 1)))
/// ```
///
/// ```
/// use autodiff_runtime::schedule::{InverseRoot, Schedule};
///
/// let schedule = InverseRoot::new(1.0, 4);
/// assert_eq!([0, 3, 15].map(|step| schedule.rate(step)), [0.25, 1.0, 0.5]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct InverseRoot<T> {
    rate: T,
    warm_up: u64,
}

impl<T: Real> InverseRoot<T> {
    /// With the largest rate, and the number of steps to it.
    ///
    /// # Panics
    ///
    /// If that is zero.
    pub fn new(rate: T, warm_up: u64) -> Self {
        assert!(warm_up > 0, "the warm-up has at least one step");
        Self { rate, warm_up }
    }
}

impl<T: Real> Schedule<T> for InverseRoot<T> {
    fn rate(&self, step: u64) -> T {
        let (now, top) = (number::<T>(step) + T::one(), number::<T>(self.warm_up));
        self.rate * if now < top { now / top } else { (top / now).sqrt() }
    }
}
