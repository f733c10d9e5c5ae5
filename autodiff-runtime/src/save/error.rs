//! Why a model cannot be written or read.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

/// Why a model cannot be written.
#[derive(Debug)]
#[non_exhaustive]
pub enum SaveError {
    /// The file cannot be written.
    Write {
        /// The file.
        path: PathBuf,
        /// The reason.
        error: io::Error,
    },
    /// Two runs of numbers of the model have the same name.
    SameName {
        /// The name.
        tensor: String,
    },
    /// The list of tensors is longer than the format allows.
    TooLarge,
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Write { path, error } => write!(f, "cannot write `{}`: {error}", path.display()),
            Self::SameName { tensor } => write!(f, "the model has two tensors `{tensor}`"),
            Self::TooLarge => write!(f, "the model has more tensors than a file can list"),
        }
    }
}

impl Error for SaveError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Write { error, .. } => Some(error),
            Self::SameName { .. } | Self::TooLarge => None,
        }
    }
}

/// Why a model cannot be read: the file, if it comes from one, and the problem. The model is as it was.
#[derive(Debug)]
pub struct LoadError {
    path: Option<PathBuf>,
    problem: Problem,
}

/// What is wrong with a file.
#[derive(Debug)]
#[non_exhaustive]
pub enum Problem {
    /// It cannot be opened or read.
    Read(io::Error),
    /// It is no file of the format, or only a part of one.
    Damaged {
        /// What is wrong with it.
        reason: String,
    },
    /// A tensor of the model is not in it.
    Missing {
        /// The tensor.
        tensor: String,
        /// Its shape.
        expected: Vec<usize>,
    },
    /// It has a tensor that the model has not.
    Unknown {
        /// The tensor.
        tensor: String,
        /// Its shape.
        found: Vec<usize>,
    },
    /// A tensor has another shape.
    Shape {
        /// The tensor.
        tensor: String,
        /// Its shape in the model.
        expected: Vec<usize>,
        /// Its shape in the file.
        found: Vec<usize>,
    },
    /// A tensor has numbers of a type that do not all fit into the model's.
    Type {
        /// The tensor.
        tensor: String,
        /// The type in the model.
        expected: &'static str,
        /// The type in the file.
        found: String,
    },
    /// A state is not what it should be, such as that of another optimizer.
    State {
        /// What is wrong with it.
        reason: String,
    },
}

impl LoadError {
    pub(crate) fn in_file(mut self, path: &Path) -> Self {
        self.path = Some(path.to_path_buf());
        self
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

impl From<Problem> for LoadError {
    fn from(problem: Problem) -> Self {
        Self { path: None, problem }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "cannot load `{}`: ", path.display())?;
        }
        write!(f, "{}", self.problem)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => write!(f, "{error}"),
            Self::Damaged { reason } => write!(f, "it is damaged: {reason}"),
            Self::Missing { tensor, expected } => {
                write!(f, "tensor `{tensor}` of shape {expected:?} is not in the file")
            }
            Self::Unknown { tensor, found } => {
                write!(f, "tensor `{tensor}` of shape {found:?} is not in the model")
            }
            Self::Shape { tensor, expected, found } => {
                write!(
                    f,
                    "tensor `{tensor}`: the model's shape is {expected:?}, the file's {found:?}"
                )
            }
            Self::Type { tensor, expected, found } => {
                write!(
                    f,
                    "tensor `{tensor}`: numbers {found} do not fit into the model's {expected}"
                )
            }
            Self::State { reason } => write!(f, "{reason}"),
        }
    }
}

impl Error for LoadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.problem {
            Problem::Read(error) => Some(error),
            Problem::Damaged { .. }
            | Problem::Missing { .. }
            | Problem::Unknown { .. }
            | Problem::Shape { .. }
            | Problem::Type { .. }
            | Problem::State { .. } => None,
        }
    }
}
