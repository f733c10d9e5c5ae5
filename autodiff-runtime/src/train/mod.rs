//! Training: a [`Trainer`] that goes through the epochs, and the pieces it is made of, for a loop of one's own.

mod history;

pub use history::{History, HistoryError};
