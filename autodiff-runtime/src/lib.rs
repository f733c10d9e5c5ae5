//! Automatic differentiation at compile time.
//!
//! `#[differentiate]` writes the derivatives of a function beside it; this crate holds what the written code calls:
//! the traits [`Differentiable`] and [`Tangent`], the scalar bound [`Real`], the dual numbers, and a derivative rule
//! for every primitive operation. There is no syntax in here, and no numerics in the macro crate.
//!
//! Features: `std` (default), `alloc`, `nn` (default), `rand` (random initializers), `serde` (states that can be written to
//! disk), `data` (data sets; `gzip` for compressed ones), `train`, `safetensors` (models on disk), `argmin` (its problems).
//! Without features nothing allocates.
#![no_std]
#![deny(unsafe_code)]
#![warn(missing_docs)]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;
// So that emitted paths (`::autodiff_runtime::..`) work in this crate's own tests and items.
extern crate self as autodiff_runtime;

mod coordinates;
mod differentiable;
mod tangent;

mod containers;
mod matrix;

mod real;

mod accumulate;
mod behind;
mod carriers;
mod function;
#[cfg(feature = "alloc")]
mod growth;
mod hessian;
mod jacobian;
mod residual;
mod second_order;
mod sequences;
mod slots;
mod support;
mod variants;

mod dual;
pub mod rules;
mod tape;

#[cfg(feature = "alloc")]
pub mod analysis;
#[cfg(feature = "argmin")]
pub mod argmin;
#[cfg(feature = "alloc")]
pub mod check;
#[cfg(feature = "data")]
pub mod data;
#[cfg(feature = "alloc")]
pub mod implicit;
#[cfg(feature = "nn")]
pub mod init;
#[cfg(feature = "nn")]
pub mod metrics;
#[cfg(feature = "nn")]
pub mod nn;
#[cfg(all(feature = "nn", feature = "alloc"))]
pub mod optim;
#[cfg(feature = "safetensors")]
pub mod save;
#[cfg(feature = "nn")]
pub mod schedule;
#[cfg(feature = "alloc")]
pub mod sparse;
#[cfg(feature = "train")]
pub mod train;

#[cfg(feature = "nn")]
pub use autodiff_macros::Network;
#[cfg(feature = "alloc")]
pub use autodiff_macros::{check_gradient, gradient_report, lint_gradient};
pub use autodiff_macros::{differentiate, Differentiable};
pub use nalgebra;

pub use crate::accumulate::{stop_gradient, Accumulate};
pub use crate::coordinates::Coordinates;
pub use crate::differentiable::Differentiable;
pub use crate::dual::Dual;
pub use crate::function::DifferentiableFn;
pub use crate::jacobian::{JacobianShape, JacobianVector};
pub use crate::real::{Real, SameReal, Scalar};
pub use crate::tangent::{ScalarSlice, ScalarSliceMut, Tangent};
pub use crate::tape::ArrayTape;
#[cfg(feature = "alloc")]
pub use crate::tape::Tape;

/// What most programs import: `use autodiff_runtime::prelude::*;`.
pub mod prelude {
    pub use crate::{
        differentiate, stop_gradient, Differentiable, DifferentiableFn, Real, Tangent,
    };

    #[cfg(feature = "nn")]
    pub use crate::nn::Parameters;
    #[cfg(all(feature = "nn", feature = "rand"))]
    pub use crate::nn::Random;
    #[cfg(all(feature = "nn", feature = "alloc"))]
    pub use crate::optim::Optimizer;
    #[cfg(feature = "nn")]
    pub use crate::schedule::Schedule;
    #[cfg(feature = "nn")]
    pub use crate::Network;
}

/// The flat list of names that emitted code uses. Not public interface.
#[doc(hidden)]
pub mod __rt {
    pub use crate::__residual as residual;
    pub use crate::accumulate::*;
    pub use crate::behind::{Behind, BehindBox, RefBehind};
    pub use crate::carriers::*;
    pub use crate::function::*;
    #[cfg(feature = "alloc")]
    pub use crate::growth::*;
    pub use crate::hessian::*;
    pub use crate::jacobian::*;
    pub use crate::residual::Captures;
    pub use crate::rules::methods::methods;
    pub use crate::rules::nalgebra::*;
    pub use crate::rules::*;
    pub use crate::second_order::*;
    pub use crate::sequences::*;
    pub use crate::slots::*;
    pub use crate::support::*;
    pub use crate::tape::*;
    pub use crate::variants::*;
    pub use crate::{Differentiable, Real, SameReal, Scalar, Tangent};
    #[cfg(feature = "alloc")]
    pub use alloc::{boxed::Box, vec};
}
