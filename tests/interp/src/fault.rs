//! Why a run ended early.

use std::fmt;

/// Why a run ended early, and in which statements.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    pub(crate) message: String,
    /// The statements around, innermost first.
    pub(crate) trace: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// What the program itself would do: an index out of bounds, a failed assertion.
    Panic,
    /// A broken promise of the IR: a read before any write, a record popped out of order.
    Broken,
    /// Beyond the interpreter.
    Unsupported,
}

/// What running gives.
pub(crate) type Run<T> = Result<T, Fault>;

fn fault(kind: FaultKind, message: impl Into<String>) -> Fault {
    Fault { kind, message: message.into(), trace: Vec::new() }
}

pub(crate) fn panicked<T>(message: impl Into<String>) -> Run<T> {
    Err(fault(FaultKind::Panic, message))
}

pub(crate) fn broken<T>(message: impl Into<String>) -> Run<T> {
    Err(fault(FaultKind::Broken, message))
}

pub(crate) fn unsupported<T>(message: impl Into<String>) -> Run<T> {
    Err(fault(FaultKind::Unsupported, message))
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        for statement in &self.trace {
            write!(f, "\n    in {statement}")?;
        }
        Ok(())
    }
}
