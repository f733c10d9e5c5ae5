//! The Moré-Garbow-Hillstrom collection: 35 sums of squares on which optimizers are measured (ACM TOMS 7, 1981).
//!
//! Each problem is written as its residuals; Jacobians of them, gradients and Hessians of their sum of squares come from
//! the macro.

#[allow(
    missing_docs,
    clippy::approx_constant,
    clippy::excessive_precision,
    reason = "the published values"
)]
pub mod data;
#[macro_use]
mod problems;
pub mod solve;

use autodiff_runtime::nalgebra::DMatrix;

/// A problem of the collection.
pub struct Problem {
    /// Its number in the collection.
    pub number: usize,
    /// Its name.
    pub name: &'static str,
    /// The standard starting point.
    pub start: Vec<f64>,
    /// The published minima of the sum of squares.
    pub minima: &'static [f64],
    /// The residuals.
    pub residuals: fn(&[f64]) -> Vec<f64>,
    /// Their Jacobian.
    pub jacobian: fn(&[f64]) -> DMatrix<f64>,
    /// The sum of their squares.
    pub objective: fn(&[f64]) -> f64,
    /// Its gradient.
    pub gradient: fn(&[f64]) -> Vec<f64>,
    /// Its Hessian.
    pub hessian: fn(&[f64]) -> DMatrix<f64>,
}

macro_rules! problems {
    ($(
        $number:literal $module:ident $name:literal, start $start:expr, minima [$($minimum:expr),*];
        |$x:ident| $body:tt
    )*) => {
        $(
            #[doc = $name]
            #[allow(clippy::needless_range_loop, clippy::suspicious_arithmetic_impl, clippy::erasing_op, reason = "as published")]
            pub mod $module {
                #[allow(unused_imports, reason = "most problems have no measurements")]
                use super::data::*;
                use autodiff_runtime::prelude::*;

                /// The residuals.
                #[differentiate(second_order)]
                pub fn residuals($x: &[f64]) -> Vec<f64> $body

                /// The sum of their squares.
                #[differentiate(second_order)]
                pub fn objective(x: &[f64]) -> f64 {
                    residuals(x).iter().map(|r| r * r).sum()
                }
            }
        )*

        /// All of them.
        pub fn problems() -> Vec<Problem> {
            use data::boundary_start;
            vec![$(
                Problem {
                    number: $number,
                    name: $name,
                    start: $start,
                    minima: &[$($minimum),*],
                    residuals: $module::residuals,
                    jacobian: |x| $module::residuals::jacobian(x),
                    objective: $module::objective,
                    gradient: |x| $module::objective::grad(x),
                    hessian: |x| $module::objective::hessian(x),
                }
            ),*]
        }
    };
}

for_each_problem!(problems);
