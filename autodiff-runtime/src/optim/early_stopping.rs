//! When to stop: once a metric has not improved for a while.

/// Watches a metric, and says when it has not improved for too long; Keras' `EarlyStopping`.
///
/// ```
/// use autodiff_runtime::optim::{EarlyStopping, Verdict};
///
/// let mut stopping = EarlyStopping::new(2).min_change(0.01);
/// assert_eq!(stopping.observe(1.0), Verdict::Improved);
/// assert_eq!(stopping.observe(0.995), Verdict::Waiting { left: 1 });
/// assert_eq!(stopping.observe(0.5), Verdict::Improved);
/// assert_eq!(stopping.observe(f64::NAN), Verdict::Waiting { left: 1 });
/// assert_eq!(stopping.observe(0.6), Verdict::Stop);
/// assert_eq!(stopping.best(), Some((2, 0.5)));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct EarlyStopping {
    goal: Goal,
    patience: u64,
    min_change: f64,
    observed: u64,
    waited: u64,
    best: Option<(u64, f64)>,
}

/// Whether a metric is to be small or large.
///
/// ```
/// use autodiff_runtime::optim::Goal;
///
/// assert!(Goal::Max.improves(0.9, 0.8, 0.05) && !Goal::Min.improves(0.9, 0.8, 0.0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Goal {
    /// Small, as a loss.
    #[default]
    Min,
    /// Large, as an accuracy.
    Max,
}

impl Goal {
    /// Whether `new` is better than `old` by more than `change`. A NaN is never better.
    pub fn improves(self, new: f64, old: f64, change: f64) -> bool {
        match self {
            Goal::Min => new < old - change,
            Goal::Max => new > old + change,
        }
    }
}

/// What an observation means.
///
/// ```
/// use autodiff_runtime::optim::{EarlyStopping, Goal, Verdict};
///
/// let mut stopping = EarlyStopping::new(1).goal(Goal::Max);
/// assert_eq!(stopping.observe(0.5), Verdict::Improved);
/// assert_eq!(stopping.observe(0.4), Verdict::Stop);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the best so far: the weights are worth keeping.
    Improved,
    /// It is not.
    Waiting {
        /// After how many more of this kind training should stop.
        left: u64,
    },
    /// There has been no better one for as many observations as the patience.
    Stop,
}

impl EarlyStopping {
    /// With the number of observations in a row without an improvement that end the training.
    pub const fn new(patience: u64) -> Self {
        Self { goal: Goal::Min, patience, min_change: 0.0, observed: 0, waited: 0, best: None }
    }

    /// For a metric that is to be small or large.
    #[must_use]
    pub const fn goal(mut self, goal: Goal) -> Self {
        self.goal = goal;
        self
    }

    /// With a change below which an improvement is none.
    #[must_use]
    pub const fn min_change(mut self, change: f64) -> Self {
        self.min_change = change;
        self
    }

    /// Takes the metric of an epoch in.
    pub fn observe(&mut self, metric: f64) -> Verdict {
        let improved = match self.best {
            None => !metric.is_nan(),
            Some((_, best)) => self.goal.improves(metric, best, self.min_change),
        };
        let now = self.observed;
        self.observed += 1;
        if improved {
            self.best = Some((now, metric));
            self.waited = 0;
            return Verdict::Improved;
        }
        self.waited += 1;
        match self.patience.saturating_sub(self.waited) {
            0 => Verdict::Stop,
            left => Verdict::Waiting { left },
        }
    }

    /// The best observation, and its number from 0.
    pub const fn best(&self) -> Option<(u64, f64)> {
        self.best
    }
}
