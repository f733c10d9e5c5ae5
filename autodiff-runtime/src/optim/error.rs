//! What can be wrong with an optimizer: a hyper-parameter, or a state that is not its own.

use alloc::string::String;
use core::fmt;

use crate::real::Real;

/// A hyper-parameter that an optimizer cannot work with.
///
/// ```
/// use autodiff_runtime::optim::{Adam, Optimizer};
///
/// let error = Adam::new(-1.0).validate().unwrap_err();
/// assert_eq!((error.owner, error.parameter, error.value), ("Adam", "learning_rate", -1.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct InvalidHyperparameter {
    /// The optimizer, the schedule, or what else has the parameter.
    pub owner: &'static str,
    /// The parameter.
    pub parameter: &'static str,
    /// What it is.
    pub value: f64,
    /// What it must be.
    pub requirement: &'static str,
}

impl fmt::Display for InvalidHyperparameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { owner, parameter, value, requirement } = self;
        write!(f, "`{parameter}` of `{owner}` is {value}: it must be {requirement}")
    }
}

impl core::error::Error for InvalidHyperparameter {}

/// A list of conditions on the hyper-parameters of one owner.
pub(crate) struct Conditions(pub(crate) &'static str);

impl Conditions {
    pub(crate) fn require<T: Real>(
        &self,
        parameter: &'static str,
        value: T,
        holds: bool,
        requirement: &'static str,
    ) -> Result<(), InvalidHyperparameter> {
        if holds {
            return Ok(());
        }
        Err(InvalidHyperparameter { owner: self.0, parameter, value: value.to_f64(), requirement })
    }

    pub(crate) fn not_negative<T: Real>(
        &self,
        parameter: &'static str,
        value: T,
    ) -> Result<(), InvalidHyperparameter> {
        let holds = value.is_finite() && value >= T::zero();
        self.require(parameter, value, holds, "a number of at least 0")
    }

    pub(crate) fn positive<T: Real>(
        &self,
        parameter: &'static str,
        value: T,
    ) -> Result<(), InvalidHyperparameter> {
        self.require(parameter, value, value.is_finite() && value > T::zero(), "a positive number")
    }

    /// The decay of a mean.
    pub(crate) fn below_one<T: Real>(
        &self,
        parameter: &'static str,
        value: T,
    ) -> Result<(), InvalidHyperparameter> {
        let holds = value >= T::zero() && value < T::one();
        self.require(parameter, value, holds, "at least 0 and below 1")
    }
}

/// Why an optimizer cannot go on from a state.
///
/// ```
/// use autodiff_runtime::optim::{Adam, Optimizer, Sgd, StateError};
///
/// let error = Adam::new(0.1).restore(&Sgd::new(0.1).state()).unwrap_err();
/// assert_eq!(error, StateError::Kind { expected: "Adam", found: "Sgd".to_string() });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StateError {
    /// The state belongs to another kind of optimizer.
    Kind {
        /// The kind of the optimizer.
        expected: &'static str,
        /// That of the state.
        found: String,
    },
    /// The state has other values for every parameter: it was made with other options.
    Slots {
        /// What the optimizer remembers, with commas between.
        expected: String,
        /// What the state has.
        found: String,
    },
    /// The state has other numbers besides those of the parameters, or other parts.
    Count {
        /// What there are more or fewer of.
        what: &'static str,
        /// How many the optimizer has.
        expected: usize,
        /// How many the state has.
        found: usize,
    },
    /// A run of parameters has another length.
    Length {
        /// Which run, from 0.
        run: usize,
        /// The numbers that the optimizer remembers of it.
        expected: usize,
        /// Those of the state.
        found: usize,
    },
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StateError::Kind { expected, found } => {
                write!(f, "the state is one of `{found}`, not of `{expected}`")
            }
            StateError::Slots { expected, found } => write!(
                f,
                "the state holds [{found}] of every parameter, not [{expected}]: the options differ"
            ),
            StateError::Count { what, expected, found } => {
                write!(f, "the state has {found} {what}, not {expected}")
            }
            StateError::Length { run, expected, found } => write!(
                f,
                "the state holds {found} numbers of the parameters of run {run}, not {expected}"
            ),
        }
    }
}

impl core::error::Error for StateError {}
