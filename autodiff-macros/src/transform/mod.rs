//! Transforms: IR to IR. They report no errors.

mod adjoint;
pub(crate) mod anf;
pub(crate) mod pullback;
pub(crate) mod pushforward;
pub(crate) mod second_order;
pub(crate) mod simplify;
