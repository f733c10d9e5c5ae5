//! A rate that falls where a metric stays.

use crate::real::Real;

/// Falls by a factor once a metric has not improved for a while; `ReduceLROnPlateau`.
///
/// Defaults: for a metric that is to be small, factor 0.1, patience 10, a relative threshold of 1e-4, no cool-down, no smallest
/// rate. Changes below 1e-8 are not made.
///
/// ```
/// use autodiff_runtime::schedule::ReduceOnPlateau;
///
/// let mut schedule = ReduceOnPlateau::new(1.0).patience(1).factor(0.5);
/// let rates = [3.0, 2.0, 2.0, 2.0, 1.0].map(|loss| schedule.observe(loss));
/// assert_eq!(rates, [1.0, 1.0, 1.0, 0.5, 0.5]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ReduceOnPlateau<T> {
    rate: T,
    largest_is_best: bool,
    factor: T,
    patience: u64,
    threshold: Threshold,
    cool_down: u64,
    smallest: T,
    best: Option<f64>,
    waited: u64,
    cooling: u64,
}

/// How much better a metric must be to count as an improvement.
///
/// ```
/// use autodiff_runtime::schedule::{ReduceOnPlateau, Threshold};
///
/// let mut schedule = ReduceOnPlateau::new(1.0).patience(0).threshold(Threshold::Absolute(0.5));
/// // From 3.0 to 2.8 is no improvement.
/// assert_eq!([3.0, 2.0, 1.8].map(|loss| schedule.observe(loss)), [1.0, 1.0, 0.1]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Threshold {
    /// By this part of the best so far.
    Relative(f64),
    /// By this number.
    Absolute(f64),
}

impl<T: Real> ReduceOnPlateau<T> {
    /// From a rate.
    pub fn new(rate: T) -> Self {
        Self {
            rate,
            largest_is_best: false,
            factor: T::lit(0.1),
            patience: 10,
            threshold: Threshold::Relative(1e-4),
            cool_down: 0,
            smallest: T::zero(),
            best: None,
            waited: 0,
            cooling: 0,
        }
    }

    /// For a metric that is to be large.
    #[must_use]
    pub fn largest_is_best(mut self) -> Self {
        self.largest_is_best = true;
        self
    }

    /// With another factor.
    #[must_use]
    pub fn factor(mut self, factor: T) -> Self {
        self.factor = factor;
        self
    }

    /// With another number of observations without an improvement that are waited for.
    #[must_use]
    pub fn patience(mut self, patience: u64) -> Self {
        self.patience = patience;
        self
    }

    /// With another threshold.
    #[must_use]
    pub fn threshold(mut self, threshold: Threshold) -> Self {
        self.threshold = threshold;
        self
    }

    /// With a number of observations after a fall that do not count.
    #[must_use]
    pub fn cool_down(mut self, observations: u64) -> Self {
        self.cool_down = observations;
        self
    }

    /// With a smallest rate.
    #[must_use]
    pub fn smallest(mut self, rate: T) -> Self {
        self.smallest = rate;
        self
    }

    /// The rate now.
    pub fn rate(&self) -> T {
        self.rate
    }

    /// Takes the metric of an epoch in, and gives the rate of the next.
    pub fn observe(&mut self, metric: f64) -> T {
        if self.improves(metric) {
            self.best = Some(metric);
            self.waited = 0;
        } else {
            self.waited += 1;
        }
        if self.cooling > 0 {
            self.cooling -= 1;
            self.waited = 0;
        }
        if self.waited > self.patience {
            let lower = self.rate * self.factor;
            let lower = if lower < self.smallest { self.smallest } else { lower };
            if self.rate - lower > T::lit(1e-8) {
                self.rate = lower;
            }
            self.cooling = self.cool_down;
            self.waited = 0;
        }
        self.rate
    }

    fn improves(&self, metric: f64) -> bool {
        let Some(best) = self.best else { return !metric.is_nan() };
        match (self.threshold, self.largest_is_best) {
            (Threshold::Relative(part), false) => metric < best * (1.0 - part),
            (Threshold::Relative(part), true) => metric > best * (1.0 + part),
            (Threshold::Absolute(change), false) => metric < best - change,
            (Threshold::Absolute(change), true) => metric > best + change,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cool_down_does_not_count() {
        let mut schedule = ReduceOnPlateau::new(1.0_f64).patience(0).cool_down(2).factor(0.5);
        let rates = [1.0; 6].map(|metric| schedule.observe(metric));
        assert_eq!(rates, [1.0, 0.5, 0.5, 0.5, 0.25, 0.25]);
    }

    #[test]
    fn there_is_a_smallest_rate_and_a_metric_may_be_large() {
        let mut schedule =
            ReduceOnPlateau::new(1.0_f64).patience(0).smallest(0.05).largest_is_best();
        let rates = [0.5, 0.6, 0.6, 0.6, f64::NAN, 0.7].map(|metric| schedule.observe(metric));
        assert_eq!(rates, [1.0, 1.0, 0.1, 0.05, 0.05, 0.05]);
    }
}
