//! Why training ends before its time.

use alloc::string::String;
use core::fmt;
use std::error::Error;

use crate::optim::{InvalidHyperparameter, NonFinite, StateError};
use crate::save::{LoadError, SaveError};

use super::history::HistoryError;

/// Why training ends before its time.
#[derive(Debug)]
#[non_exhaustive]
pub enum TrainError {
    /// There are no samples to train on, or fewer than a batch where the remainder is dropped.
    NoSamples,
    /// The optimizer cannot work with one of its numbers.
    Invalid(InvalidHyperparameter),
    /// A number is infinite or NaN.
    NonFinite(NonFinite),
    /// A checkpoint or the best model cannot be written.
    Save(SaveError),
    /// A checkpoint cannot be read. The model is as it was.
    Load(LoadError),
    /// The optimizer cannot go on from the checkpoint. The model is as it was.
    State(StateError),
    /// The history of the checkpoint is damaged. The model is as it was.
    History(HistoryError),
    /// The model has running statistics, which several threads would write in any order: train it with `fit`.
    RunningStatistics {
        /// Their name.
        name: String,
    },
    /// What training is to watch is not measured.
    NoMeasure {
        /// Its name.
        name: String,
    },
}

impl fmt::Display for TrainError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSamples => {
                write!(f, "there are no samples to train on, or not enough for a batch")
            }
            Self::Invalid(error) => error.fmt(f),
            Self::NonFinite(error) => error.fmt(f),
            Self::Save(error) => error.fmt(f),
            Self::Load(error) => error.fmt(f),
            Self::State(error) => write!(f, "the checkpoint does not fit: {error}"),
            Self::History(error) => write!(f, "the history of the checkpoint is damaged: {error}"),
            Self::RunningStatistics { name } => write!(
                f,
                "several threads would write the running statistics `{name}` in any order: train with `fit`"
            ),
            Self::NoMeasure { name } => {
                write!(f, "training is to watch `{name}`, which is not measured")
            }
        }
    }
}

impl Error for TrainError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NoSamples | Self::RunningStatistics { .. } | Self::NoMeasure { .. } => None,
            Self::Invalid(error) => Some(error),
            Self::NonFinite(error) => Some(error),
            Self::Save(error) => Some(error),
            Self::Load(error) => Some(error),
            Self::State(error) => Some(error),
            Self::History(error) => Some(error),
        }
    }
}

macro_rules! from {
    ($($Variant:ident($Error:ty))*) => {$(
        impl From<$Error> for TrainError {
            fn from(error: $Error) -> Self {
                Self::$Variant(error)
            }
        }
    )*};
}

from! {
    Invalid(InvalidHyperparameter)
    NonFinite(NonFinite)
    Save(SaveError)
    Load(LoadError)
    State(StateError)
    History(HistoryError)
}
