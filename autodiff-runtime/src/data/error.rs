//! Why data cannot be used.

use alloc::string::String;
use core::fmt;
use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

/// Why data cannot be used: the file, if it comes from one, and the problem.
#[derive(Debug)]
pub struct DataError {
    path: Option<PathBuf>,
    problem: Problem,
}

/// What is wrong with data.
#[derive(Debug)]
#[non_exhaustive]
pub enum Problem {
    /// The file cannot be opened.
    Open(io::Error),
    /// The file cannot be read to its end, or not decompressed.
    Read(io::Error),
    /// The file is compressed, and the feature `gzip` is off.
    Compressed,
    /// The file does not begin as its format does.
    Format {
        /// What is wrong with it.
        found: String,
    },
    /// The file ends too early or too late.
    Length {
        /// How many bytes its beginning promises.
        expected: u64,
        /// How many there are, or one more than promised where there are more.
        found: u64,
    },
    /// The samples are of another size than the type says.
    Features {
        /// The line of the text, from 1, if it is one.
        line: Option<u64>,
        /// How many numbers a sample of the type has (a line: with its target).
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// There are not as many targets as samples.
    Count {
        /// How many samples there are.
        samples: usize,
        /// How many targets there are.
        targets: usize,
    },
    /// A field of a text is not what it should be.
    Field {
        /// The line, from 1.
        line: u64,
        /// The column, from 1.
        column: usize,
        /// The beginning of what stands there.
        found: String,
        /// What should stand there.
        expected: &'static str,
    },
    /// A target is no class.
    Class {
        /// The number of the sample, from 0.
        sample: usize,
        /// What stands there.
        found: f64,
    },
}

impl DataError {
    pub(super) fn new(problem: Problem) -> Self {
        Self { path: None, problem }
    }

    pub(super) fn in_file(path: &Path, problem: Problem) -> Self {
        Self { path: Some(path.to_path_buf()), problem }
    }

    /// The file that was read, if any.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// What is wrong.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.path, &self.problem) {
            (Some(path), Problem::Open(_)) => write!(f, "cannot open `{}`: ", path.display())?,
            (Some(path), Problem::Compressed) => write!(f, "cannot read `{}`: ", path.display())?,
            (Some(path), _) => write!(f, "`{}` is damaged: ", path.display())?,
            (None, _) => {}
        }
        write!(f, "{}", self.problem)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(error) | Self::Read(error) => write!(f, "{error}"),
            Self::Compressed => write!(f, "it is compressed, which needs the feature `gzip`"),
            Self::Format { found } => write!(f, "{found}"),
            Self::Length { expected, found } if found < expected => {
                write!(f, "it ends after {found} of {expected} bytes")
            }
            Self::Length { expected, .. } => write!(f, "it goes on after its {expected} bytes"),
            Self::Features { line: Some(line), expected, found } => {
                write!(f, "line {line} has {found} fields instead of {expected}")
            }
            Self::Features { line: None, expected, found } => {
                write!(f, "a sample has {found} numbers instead of {expected}")
            }
            Self::Count { samples, targets } => {
                write!(f, "there are {samples} samples but {targets} targets")
            }
            Self::Field { line, column, found, expected } => {
                write!(f, "`{found}` on line {line}, column {column} is no {expected}")
            }
            Self::Class { sample, found } => {
                write!(f, "the target {found} of sample {sample} is no class")
            }
        }
    }
}

impl Error for DataError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.problem {
            Problem::Open(error) | Problem::Read(error) => Some(error),
            Problem::Compressed
            | Problem::Format { .. }
            | Problem::Length { .. }
            | Problem::Features { .. }
            | Problem::Count { .. }
            | Problem::Field { .. }
            | Problem::Class { .. } => None,
        }
    }
}
