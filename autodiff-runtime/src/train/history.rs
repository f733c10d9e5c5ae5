//! What training came to, epoch by epoch.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use std::error::Error;
use std::io;
use std::path::Path;

use crate::save::write_atomically;

/// Numbers of every epoch, by name: loss, learning rate, what was measured.
///
/// ```
/// use autodiff_runtime::train::History;
///
/// let mut history = History::new();
/// history.record(&[("loss", 0.7), ("accuracy", 0.5)]);
/// history.record(&[("loss", 0.4), ("accuracy", 0.75)]);
/// assert_eq!(history.last("loss"), Some(0.4));
/// assert_eq!(history.column("accuracy").unwrap().collect::<Vec<_>>(), [0.5, 0.75]);
/// assert_eq!(history.to_csv(), "epoch,loss,accuracy\n1,0.7,0.5\n2,0.4,0.75\n");
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct History {
    names: Vec<String>,
    epochs: Vec<Vec<f64>>,
}

impl History {
    /// Of no epochs.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an epoch. The first one decides which numbers there are, and their order.
    ///
    /// # Panics
    ///
    /// If the names are not those of the epochs before.
    #[track_caller]
    pub fn record(&mut self, numbers: &[(&str, f64)]) {
        if self.epochs.is_empty() {
            self.names = numbers.iter().map(|(name, _)| (*name).to_string()).collect();
        }
        let same = self.names.iter().map(String::as_str).eq(numbers.iter().map(|(name, _)| *name));
        assert!(same, "the epochs before had the numbers {:?}", self.names);
        self.epochs.push(numbers.iter().map(|(_, number)| *number).collect());
    }

    /// How many epochs there are.
    pub fn len(&self) -> usize {
        self.epochs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.epochs.is_empty()
    }

    /// The names of the numbers.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The numbers of one name, epoch by epoch.
    pub fn column(&self, name: &str) -> Option<impl ExactSizeIterator<Item = f64> + Clone + '_> {
        let index = self.names.iter().position(|known| known == name)?;
        Some(self.epochs.iter().map(move |numbers| numbers[index]))
    }

    /// The number of one name in the last epoch.
    pub fn last(&self, name: &str) -> Option<f64> {
        self.column(name)?.last()
    }

    /// As text: a line of names, and a line for every epoch, numbered from 1. Numbers are exact.
    pub fn to_csv(&self) -> String {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        let header = core::iter::once("epoch").chain(self.names.iter().map(String::as_str));
        writer.write_record(header).expect("verified: memory takes all writes");
        for (epoch, numbers) in self.epochs.iter().enumerate() {
            let fields = numbers.iter().map(f64::to_string);
            let line = core::iter::once((epoch + 1).to_string()).chain(fields);
            writer.write_record(line).expect("verified: every line has as many fields");
        }
        let bytes = writer.into_inner().expect("verified: memory takes all writes");
        String::from_utf8(bytes).expect("verified: made of text alone")
    }

    /// Writes [the text](Self::to_csv) to a file, atomically.
    ///
    /// # Errors
    ///
    /// Of the file system.
    pub fn write_csv(&self, path: impl AsRef<Path>) -> io::Result<()> {
        write_atomically(path, self.to_csv().as_bytes())
    }

    /// Reads what [`to_csv`](Self::to_csv) wrote.
    ///
    /// # Errors
    ///
    /// [`HistoryError`], with the line that is wrong.
    pub fn from_csv(text: &str) -> Result<Self, HistoryError> {
        let mut history = Self::new();
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let error = |line, problem| HistoryError { line, problem };
        let header = reader.headers().map_err(|e| error(1, e.to_string()))?;
        if header.get(0) != Some("epoch") {
            return Err(error(1, "it does not begin with `epoch`".into()));
        }
        history.names = header.iter().skip(1).map(ToString::to_string).collect();
        for (index, record) in reader.records().enumerate() {
            let line = index + 2;
            let record = record.map_err(|e| error(line, e.to_string()))?;
            if record.get(0) != Some(&*(index + 1).to_string()) {
                return Err(error(line, format!("it is not that of epoch {}", index + 1)));
            }
            let numbers = record.iter().skip(1).map(|field| {
                field.parse().map_err(|_| error(line, format!("`{field}` is no number")))
            });
            history.epochs.push(numbers.collect::<Result<_, _>>()?);
        }
        Ok(history)
    }
}

/// Why a text is no history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryError {
    line: usize,
    problem: String,
}

impl fmt::Display for HistoryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {} is damaged: {}", self.line, self.problem)
    }
}

impl Error for HistoryError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_exact() {
        let mut history = History::new();
        history.record(&[("loss, mean", 0.1 + 0.2), ("a \"b\"", f64::NAN)]);
        history.record(&[("loss, mean", f64::MIN_POSITIVE / 8.0), ("a \"b\"", f64::INFINITY)]);
        let again = History::from_csv(&history.to_csv()).expect("its own text");
        assert_eq!(again.names(), history.names());
        let bits = |history: &History, name: &str| -> Vec<u64> {
            history.column(name).expect("a column").map(f64::to_bits).collect()
        };
        assert_eq!(bits(&again, "loss, mean"), bits(&history, "loss, mean"));
        assert!(again.column("a \"b\"").expect("a column").next().expect("two").is_nan());
        assert_eq!(History::from_csv(&History::new().to_csv()), Ok(History::new()));
    }

    #[test]
    fn damage_is_named() {
        let message = |text: &str| History::from_csv(text).expect_err("damaged").to_string();
        assert_eq!(message("loss\n1\n"), "line 1 is damaged: it does not begin with `epoch`");
        assert_eq!(
            message("epoch,loss\n1,0.5\n3,0.2\n"),
            "line 3 is damaged: it is not that of epoch 2"
        );
        assert_eq!(message("epoch,loss\n1,x\n"), "line 2 is damaged: `x` is no number");
        assert!(message("epoch,loss\n1\n").starts_with("line 2 is damaged: "));
    }

    #[test]
    fn other_names_are_refused() {
        let failure = std::panic::catch_unwind(|| {
            let mut history = History::new();
            history.record(&[("loss", 1.0)]);
            history.record(&[("accuracy", 1.0)]);
        });
        assert!(failure.is_err());
    }
}
