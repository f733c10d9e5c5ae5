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
pub mod geometry;
mod matrix;

#[cfg(feature = "nn")]
mod kernel;
mod real;

mod accumulate;
mod behind;
mod carriers;
mod function;
#[cfg(feature = "alloc")]
mod growth;
mod hessian;
mod jacobian;
mod missing;
mod residual;
mod second_order;
mod sequences;
mod slots;
mod support;
mod variants;

mod dual;
#[cfg(feature = "alloc")]
mod number_tape;
// What generated code calls: no public interface, though the tests of this repository go through it.
#[doc(hidden)]
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

/// # Example
///
/// ```
/// use autodiff_runtime::check_gradient;
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn scaled_norm(x: &[f64], scale: f64) -> f64 {
///     scale * x.iter().map(|x| x * x).sum::<f64>().sqrt()
/// }
///
/// check_gradient!(scaled_norm(&[1.0, -2.0, 0.5], 3.0), tolerance = 1e-7);
/// ```
#[cfg(feature = "alloc")]
pub use autodiff_macros::check_gradient;
/// # Example
///
/// ```
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn rosenbrock(x: f64, y: f64) -> f64 {
///     (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2)
/// }
///
/// let (by_x, by_y) = rosenbrock::grad(1.2, 1.0);
/// let (value, change) = rosenbrock::jvp(1.2, 1.0, /* tangents */ 1.0, 0.0);
/// assert_eq!((value, change), (rosenbrock(1.2, 1.0), by_x));
/// assert!((by_x - 211.6).abs() < 1e-9 && (by_y + 88.0).abs() < 1e-9);
/// ```
pub use autodiff_macros::differentiate;
/// # Example
///
/// ```
/// use autodiff_runtime::gradient_report;
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn distance(x: f64) -> f64 {
///     x.abs()
/// }
///
/// assert!(gradient_report!(distance(2.0)).is_ok());
/// // At 0 there is a kink.
/// assert_eq!(gradient_report!(distance(0.0)).problems.len(), 1);
/// assert!(gradient_report!(distance(0.0), kinks = true).is_ok());
/// ```
#[cfg(feature = "alloc")]
pub use autodiff_macros::gradient_report;
/// # Example
///
/// ```
/// use autodiff_runtime::lint_gradient;
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn distance(x: &[f64], y: f64) -> f64 {
///     x.iter().map(|x| (x - y) * (x - y)).sum::<f64>().sqrt()
/// }
///
/// let lint = lint_gradient!(distance(&[0.0, 0.0], 0.0) ..= (&[1.0, 1.0], 2.0), points = 500);
/// assert!(lint.is_ok(), "{lint}");
/// ```
#[cfg(feature = "alloc")]
pub use autodiff_macros::lint_gradient;
/// # Example
///
/// ```
/// use autodiff_runtime::prelude::*;
///
/// #[derive(Differentiable)]
/// #[tangent(derive(Copy))]
/// struct Spring {
///     stiffness: f64,
///     turns: u32,
///     #[constant]
///     label: &'static str,
/// }
///
/// let spring = Spring { stiffness: 2.0, turns: 10, label: "front" };
/// let mut tangent = spring.zero_tangent();
/// tangent.stiffness += 1.0;
/// assert_eq!(tangent, SpringTangent { stiffness: 1.0, turns: () });
/// # assert_eq!((spring.stiffness, spring.turns, spring.label), (2.0, 10, "front"));
/// ```
pub use autodiff_macros::Differentiable;
/// # Example
///
/// ```
/// use autodiff_runtime::nn::*;
/// use autodiff_runtime::prelude::*;
///
/// #[derive(Network, Clone, Debug)]
/// #[network(input = [1, 28, 28])]
/// struct Digits {
///     convolution: Conv2d<f32, 1, 8, 5>,
///     relu: Relu,
///     pool: MaxPool2d<2>,
///     flatten: Flatten,
///     #[network(init = Dropout::new(0.2, 7))]
///     dropout: Dropout,
///     output: Linear<f32, 1152, 10>,
/// }
/// ```
#[cfg(feature = "nn")]
pub use autodiff_macros::Network;
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
    pub use crate::missing::*;
    #[cfg(feature = "alloc")]
    pub use crate::number_tape::NumberTape;
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
