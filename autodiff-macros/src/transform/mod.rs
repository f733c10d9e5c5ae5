//! Transforms: IR to IR. They report no errors.

mod adjoint;
pub(crate) mod anf;
pub(crate) mod pullback;
pub(crate) mod pushforward;
pub(crate) mod second_order;
pub(crate) mod simplify;
pub(crate) mod spent;

use crate::ir::LocalFunction;

/// A closure that is passed to a function, with its derivatives.
pub(crate) struct LocalParts {
    pub(crate) local: LocalFunction,
    pub(crate) pullback: pullback::Pullback,
    pub(crate) pushforward: pushforward::Pushforward,
}
