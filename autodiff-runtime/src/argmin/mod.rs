//! Differentiated functions as problems of `argmin` 0.11, on nalgebra's vectors.
//!
//! An [`Objective`] is a `CostFunction` and `Gradient`, whose value and gradient at a point are computed together and once;
//! with [`with_hessian`](Objective::with_hessian) it is a `Hessian` too. [`Residuals`] are an `Operator` and `Jacobian`, for
//! least squares. The parameters are [`Vector`]s and [`Matrix`]es: nalgebra's, in types of this crate, since `argmin-math`
//! knows nalgebra up to 0.34 only.
//!
//! ```
//! use autodiff_runtime::argmin::argmin::core::Executor;
//! use autodiff_runtime::argmin::argmin::solver::linesearch::MoreThuenteLineSearch;
//! use autodiff_runtime::argmin::argmin::solver::quasinewton::LBFGS;
//! use autodiff_runtime::argmin::{Objective, Vector};
//! use autodiff_runtime::nalgebra::{vector, SVector};
//! use autodiff_runtime::prelude::*;
//!
//! #[differentiate]
//! fn rosenbrock(x: SVector<f64, 2>) -> f64 {
//!     (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2)
//! }
//!
//! let solver = LBFGS::new(MoreThuenteLineSearch::new(), 7);
//! let result = Executor::new(Objective::new(rosenbrock {}), solver)
//!     .configure(|state| state.param(Vector::from(vector![-1.2, 1.0])).max_iters(100))
//!     .run()
//!     .unwrap();
//! let minimum = result.state.best_param.unwrap();
//! assert!((minimum[0] - 1.0).abs() < 1e-6 && (minimum[1] - 1.0).abs() < 1e-6);
//! ```

mod matrix;
mod vector;

mod objective;
mod residuals;

pub use ::argmin;
pub use ::argmin_math;

pub use matrix::Matrix;
pub use objective::{Closure, Objective, ObjectiveFunction, Owned, Shared};
pub use residuals::{ResidualFunction, Residuals};
pub use vector::Vector;
