//! Rates that fall as half a wave of the cosine.

use super::{number, Schedule};
use crate::real::Real;

/// Half a wave from the rate to the floor in `steps`, and back again; `CosineAnnealingLR`, in its closed form.
///
/// ```text
/// floor + (rate - floor) (1 + cos(pi step / steps)) / 2
/// ```
///
/// Default: floor 0. With [`held`](Self::held) it stays at the floor instead of coming back.
///
/// ```
/// use autodiff_runtime::schedule::{Cosine, Schedule};
///
/// let schedule = Cosine::new(1.0, 10).floor(0.1);
/// assert_eq!(schedule.rate(0), 1.0);
/// assert!((schedule.rate(5) - 0.55_f64).abs() < 1e-15);
/// assert_eq!(schedule.rate(20), 1.0);
/// assert_eq!(schedule.held().rate(20), 0.1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Cosine<T> {
    rate: T,
    floor: T,
    steps: u64,
    held: bool,
}

impl<T: Real> Cosine<T> {
    /// From a rate, in a number of steps.
    ///
    /// # Panics
    ///
    /// If there are no steps.
    pub fn new(rate: T, steps: u64) -> Self {
        assert!(steps > 0, "half a wave has at least one step");
        Self { rate, floor: T::zero(), steps, held: false }
    }

    /// To another rate than zero.
    #[must_use]
    pub fn floor(mut self, floor: T) -> Self {
        self.floor = floor;
        self
    }

    /// Without coming back.
    #[must_use]
    pub fn held(mut self) -> Self {
        self.held = true;
        self
    }
}

impl<T: Real> Schedule<T> for Cosine<T> {
    fn rate(&self, step: u64) -> T {
        // By whole waves less, and mirrored in the second half: the same number at every distance.
        let place = if self.held {
            step.min(self.steps)
        } else {
            let place = step % (2 * self.steps);
            place.min(2 * self.steps - place)
        };
        fall(self.rate, self.floor, number::<T>(place) / number(self.steps))
    }
}

/// Half waves of which each is longer than the one before; `CosineAnnealingWarmRestarts` (SGDR, Loshchilov and Hutter, 2017).
///
/// Defaults: all of one length, floor 0.
///
/// ```
/// use autodiff_runtime::schedule::{CosineRestarts, Schedule};
///
/// let schedule = CosineRestarts::new(1.0_f64, 4).growth(2);
/// assert_eq!((schedule.rate(0), schedule.rate(4), schedule.rate(12)), (1.0, 1.0, 1.0));
/// assert!((schedule.rate(8) - 0.5).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CosineRestarts<T> {
    rate: T,
    floor: T,
    steps: u64,
    growth: u64,
}

impl<T: Real> CosineRestarts<T> {
    /// From a rate, with the number of steps of the first half wave.
    ///
    /// # Panics
    ///
    /// If there are no steps.
    pub fn new(rate: T, steps: u64) -> Self {
        assert!(steps > 0, "half a wave has at least one step");
        Self { rate, floor: T::zero(), steps, growth: 1 }
    }

    /// With half waves that are so many times as long as the one before.
    ///
    /// # Panics
    ///
    /// If that is zero.
    #[must_use]
    pub fn growth(mut self, growth: u64) -> Self {
        assert!(growth > 0, "half waves cannot become shorter");
        self.growth = growth;
        self
    }

    /// To another rate than zero.
    #[must_use]
    pub fn floor(mut self, floor: T) -> Self {
        self.floor = floor;
        self
    }
}

impl<T: Real> Schedule<T> for CosineRestarts<T> {
    fn rate(&self, step: u64) -> T {
        let (mut place, mut length) = (step, self.steps);
        if self.growth == 1 {
            place %= length;
        }
        while place >= length {
            place -= length;
            length = length.saturating_mul(self.growth);
        }
        fall(self.rate, self.floor, number::<T>(place) / number(length))
    }
}

/// From `high` to `low`, as half a wave.
pub(super) fn fall<T: Real>(high: T, low: T, part: T) -> T {
    low + (high - low) * (T::one() + (T::pi() * part).cos()) / T::lit(2.0)
}
