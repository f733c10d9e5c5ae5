//! The derivative rules of nalgebra's operations, one family per file.
//!
//! Every rule takes all operands by reference, then the result where it needs it, then the cotangent of the result
//! (`_adjoint_k`) or the tangent of the operand (`_tangent_k`). Matrices may have any storage; contributions and
//! tangents are owned. `Ẏ` is the tangent of `Y`, `dY` its cotangent.

mod shape;

#[cfg(feature = "alloc")]
mod mixed;

mod operators;
mod points;
mod product;

mod dual;

mod elementwise;
mod norms;
mod reductions;
mod scaling;

mod kernels;
mod places;

mod construction;
mod constructors;
mod lines;

mod inverse;

mod cholesky;
mod lu;
mod qr;

pub use construction::*;
pub use constructors::*;
pub use elementwise::*;
pub use kernels::*;
pub use lines::*;
pub use norms::*;
pub use places::*;
pub use product::*;
pub use reductions::*;
pub use scaling::*;

pub use cholesky::*;
pub use inverse::*;
pub use lu::*;
pub use qr::*;
