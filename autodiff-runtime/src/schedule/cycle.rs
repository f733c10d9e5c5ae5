//! Rates that rise and fall.

use super::cosine::fall;
use super::{fraction, number, power, Schedule};
use crate::real::Real;

/// One rise to the largest rate and one fall below the first, `OneCycleLR` (Smith and Topin, 2018).
///
/// ```text
/// first = largest / 25, last = first / 10000
/// rise: 30 % of the steps, then fall; both as half a wave of the cosine
/// ```
///
/// After all steps the rate stays at its last value (PyTorch: an error).
///
/// ```
/// use autodiff_runtime::schedule::{OneCycle, Schedule};
///
/// let schedule = OneCycle::new(1.0, 100);
/// assert!((schedule.rate(0) - 0.04_f64).abs() < 1e-15);
/// assert!((schedule.rate(29) - 1.0).abs() < 1e-15);
/// assert!((schedule.rate(99) - 0.04e-4).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct OneCycle<T> {
    largest: T,
    steps: u64,
    rising: T,
    divisors: (T, T),
    linear: bool,
}

impl<T: Real> OneCycle<T> {
    /// With the largest rate, and the number of all steps.
    pub fn new(largest: T, steps: u64) -> Self {
        let divisors = (T::lit(25.0), T::lit(1e4));
        Self { largest, steps, rising: T::lit(0.3), divisors, linear: false }
    }

    /// With another part of the steps, in `[0, 1]`, in which the rate rises.
    #[must_use]
    pub fn rising(mut self, part: T) -> Self {
        self.rising = part;
        self
    }

    /// With other quotients: of the largest rate by the first, and of the first by the last.
    #[must_use]
    pub fn divisors(mut self, first: T, last: T) -> Self {
        self.divisors = (first, last);
        self
    }

    /// In straight lines.
    #[must_use]
    pub fn linear(mut self) -> Self {
        self.linear = true;
        self
    }
}

impl<T: Real> Schedule<T> for OneCycle<T> {
    fn rate(&self, step: u64) -> T {
        let first = self.largest / self.divisors.0;
        let last = first / self.divisors.1;
        let between = |from: T, to: T, part: T| {
            if self.linear {
                from + (to - from) * part
            } else {
                fall(from, to, part)
            }
        };
        let end = number::<T>(self.steps) - T::one();
        let top = self.rising * number(self.steps) - T::one();
        let now = number::<T>(step);
        if now >= end {
            last
        } else if now < top {
            between(first, self.largest, now / top)
        } else {
            // Where nothing rises, the fall begins at the first step.
            let top = if top > T::zero() { top } else { T::zero() };
            between(self.largest, last, (now - top) / (end - top))
        }
    }
}

/// Rises and falls in straight lines, again and again; `CyclicLR` (Smith, 2017).
///
/// Defaults: as long up as down, all of one height.
///
/// ```
/// use autodiff_runtime::schedule::{Amplitude, Cyclic, Schedule};
///
/// let schedule = Cyclic::new(0.0, 1.0, 2).amplitude(Amplitude::Halved);
/// let rates = [0, 1, 2, 3, 4, 5, 6].map(|step| schedule.rate(step));
/// assert_eq!(rates, [0.0, 0.5, 1.0, 0.5, 0.0, 0.25, 0.5]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Cyclic<T> {
    base: T,
    top: T,
    up: u64,
    down: u64,
    amplitude: Amplitude<T>,
}

/// How the height of a cycle changes.
///
/// ```
/// use autodiff_runtime::schedule::{Amplitude, Cyclic, Schedule};
///
/// let schedule = Cyclic::new(0.0, 1.0, 2).amplitude(Amplitude::Halved);
/// assert_eq!([0, 1, 2, 3, 4, 6].map(|step| schedule.rate(step)), [0.0, 0.5, 1.0, 0.5, 0.0, 0.5]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Amplitude<T> {
    /// Not at all (`triangular`).
    #[default]
    Same,
    /// It is half of that of the cycle before (`triangular2`).
    Halved,
    /// By this factor in every step (`exp_range`).
    Fading(T),
}

impl<T: Real> Cyclic<T> {
    /// Between two rates, with the number of steps from the lower to the upper one.
    ///
    /// # Panics
    ///
    /// If there are no steps.
    pub fn new(base: T, top: T, steps: u64) -> Self {
        assert!(steps > 0, "a rise has at least one step");
        Self { base, top, up: steps, down: steps, amplitude: Amplitude::Same }
    }

    /// With another number of steps down.
    ///
    /// # Panics
    ///
    /// If there are none.
    #[must_use]
    pub fn down(mut self, steps: u64) -> Self {
        assert!(steps > 0, "a fall has at least one step");
        self.down = steps;
        self
    }

    /// With heights that change.
    #[must_use]
    pub fn amplitude(mut self, amplitude: Amplitude<T>) -> Self {
        self.amplitude = amplitude;
        self
    }
}

impl<T: Real> Schedule<T> for Cyclic<T> {
    fn rate(&self, step: u64) -> T {
        let length = self.up + self.down;
        let (cycle, place) = (step / length, step % length);
        let height = if place <= self.up {
            fraction::<T>(place, self.up)
        } else {
            fraction(length - place, self.down)
        };
        let amplitude = match self.amplitude {
            Amplitude::Same => T::one(),
            Amplitude::Halved => power(T::lit(0.5), cycle),
            Amplitude::Fading(factor) => power(factor, step),
        };
        self.base + (self.top - self.base) * height * amplitude
    }
}
