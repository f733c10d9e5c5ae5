//! Rates that stay, or go in a line or a power from one value to another.

use super::{fraction, Schedule};
use crate::real::Real;

/// One rate, which may be smaller in the first steps; `ConstantLR` is `Constant::new(rate).reduced(1.0 / 3.0, 5)`.
///
/// ```
/// use autodiff_runtime::schedule::{Constant, Schedule};
///
/// let schedule = Constant::new(1.0).reduced(0.25, 5);
/// assert_eq!((schedule.rate(4), schedule.rate(5)), (0.25, 1.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Constant<T> {
    rate: T,
    factor: T,
    steps: u64,
}

impl<T: Real> Constant<T> {
    /// One rate.
    pub fn new(rate: T) -> Self {
        Self { rate, factor: T::one(), steps: 0 }
    }

    /// Times a factor in the first steps.
    #[must_use]
    pub fn reduced(mut self, factor: T, steps: u64) -> Self {
        self.factor = factor;
        self.steps = steps;
        self
    }
}

impl<T: Real> Schedule<T> for Constant<T> {
    fn rate(&self, step: u64) -> T {
        if step < self.steps {
            self.rate * self.factor
        } else {
            self.rate
        }
    }
}

/// In a line from one factor of the rate to another; `LinearLR`. Defaults: from 1/3 to 1.
///
/// ```
/// use autodiff_runtime::schedule::{Linear, Schedule};
///
/// let schedule = Linear::new(2.0, 4).factors(1.0, 0.0);
/// assert_eq!([0, 1, 4, 9].map(|step| schedule.rate(step)), [2.0, 1.5, 0.0, 0.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Linear<T> {
    rate: T,
    steps: u64,
    factors: (T, T),
}

impl<T: Real> Linear<T> {
    /// With a rate, and the number of steps.
    pub fn new(rate: T, steps: u64) -> Self {
        Self { rate, steps, factors: (T::one() / T::lit(3.0), T::one()) }
    }

    /// With other factors at first and at last.
    #[must_use]
    pub fn factors(mut self, first: T, last: T) -> Self {
        self.factors = (first, last);
        self
    }
}

impl<T: Real> Schedule<T> for Linear<T> {
    fn rate(&self, step: u64) -> T {
        let (first, last) = self.factors;
        let part: T = fraction(step, self.steps);
        if part == T::one() {
            return self.rate * last;
        }
        self.rate * (first + (last - first) * part)
    }
}

/// To zero as a power: `rate (1 - step / steps)^power`; `PolynomialLR`. Default: power 1.
///
/// ```
/// use autodiff_runtime::schedule::{Polynomial, Schedule};
///
/// let schedule = Polynomial::new(1.0, 10).power(2.0);
/// assert_eq!((schedule.rate(5), schedule.rate(10), schedule.rate(11)), (0.25, 0.0, 0.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Polynomial<T> {
    rate: T,
    steps: u64,
    power: T,
}

impl<T: Real> Polynomial<T> {
    /// From a rate, in a number of steps.
    pub fn new(rate: T, steps: u64) -> Self {
        Self { rate, steps, power: T::one() }
    }

    /// With another power.
    #[must_use]
    pub fn power(mut self, power: T) -> Self {
        self.power = power;
        self
    }
}

impl<T: Real> Schedule<T> for Polynomial<T> {
    fn rate(&self, step: u64) -> T {
        if step >= self.steps {
            return T::zero();
        }
        let left: T = fraction(self.steps - step, self.steps);
        self.rate * left.powf(self.power)
    }
}
