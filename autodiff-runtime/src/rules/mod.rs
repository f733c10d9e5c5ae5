//! The derivative rules of the primitive operations, one family per file.
//!
//! For an operation `op` and its operand `k` there are two functions of the same arguments: `op_adjoint_k(.., &ct)`
//! maps the cotangent of the result to the contribution to the operand's adjoint, and `op_tangent_k(.., &d)` maps the
//! operand's tangent to its contribution to the result's tangent. Before the last argument stand the values that the
//! rule needs: operands, then the result.
//!
//! Of a scalar operation both are `partial * argument`, so one declaration makes both. A rule whose partial can be
//! infinite or NaN for finite operands gives 0 for an argument that is 0 ([`Real::chain`](crate::Real)).
//!
//! Operations which are overloaded in Rust (operators, `abs`, `max`, ..) go through a trait each; functions that only
//! real scalars have are generic over [`Scalar`](crate::Scalar), which covers references.

#[macro_use]
mod declare;

mod arithmetic;
mod cast;
mod exponential;
mod extrema;
mod hyperbolic;
mod linear;
mod power;
mod remainder;
mod rounding;
mod sign;
mod trigonometric;

#[macro_use]
pub mod methods;
pub mod nalgebra;

pub mod geometry;

pub use arithmetic::*;
pub use cast::*;
pub use exponential::*;
pub use extrema::*;
pub use hyperbolic::*;
pub use linear::*;
pub use power::*;
pub use remainder::*;
pub use rounding::*;
pub use sign::*;
pub use trigonometric::*;

/// The tangent of a type.
pub(crate) type TangentOf<T> = <T as crate::Differentiable>::Tangent;
