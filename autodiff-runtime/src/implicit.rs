//! Derivatives of what is defined by an equation: roots and fixed points, by the implicit function theorem.
//!
//! An iteration that finds `x` with `r(x, p) = 0` need not be differentiated step by step: the derivative at the
//! solution follows from those of `r` there. These functions are what a custom rule of a solver calls.
//!
//! ```
//! use autodiff_runtime::{implicit, prelude::*};
//!
//! #[differentiate]
//! fn residual(x: f64, a: f64) -> f64 {
//!     x * x * x + x - a
//! }
//!
//! /// Newton's method, for the root of the residual.
//! #[differentiate(vjp = root_vjp, jvp = root_jvp)]
//! fn root(a: f64) -> f64 {
//!     let mut x = a;
//!     for _ in 0..100 {
//!         let (r, (slope, _)) = residual::value_and_grad(x, a);
//!         x -= r / slope;
//!         if r.abs() < 1e-15 {
//!             break;
//!         }
//!     }
//!     x
//! }
//!
//! fn root_vjp(a: f64, seed: f64, ga: &mut f64) {
//!     *ga += implicit::root_vjp(&residual {}, root(a), a, &seed);
//! }
//!
//! fn root_jvp(a: f64, da: f64) -> (f64, f64) {
//!     let x = root(a);
//!     (x, implicit::root_jvp(&residual {}, x, a, da))
//! }
//!
//! let x = root(2.0);
//! assert!((root::grad(2.0) - 1.0 / (3.0 * x * x + 1.0)).abs() < 1e-12);
//! assert_eq!(root::jvp(2.0, 1.0).1, root::grad(2.0));
//! ```

use alloc::vec::Vec;

use nalgebra::{DMatrix, DVector};

use crate::{Differentiable, DifferentiableFn, ScalarSlice, ScalarSliceMut, Tangent};

/// The cotangent of `p` for the cotangent `seed` of the root `x` of `residual(x, p) = 0`.
///
/// With `J` the Jacobian of the residual by `x`, it is the gradient by `p` for the seed `-J^-T seed`. The result of
/// the residual has as many scalars as `x`.
///
/// # Panics
///
/// If the Jacobian is singular: then the root is no differentiable function of `p`.
///
/// ```
/// use autodiff_runtime::{implicit, prelude::*};
///
/// #[differentiate]
/// fn residual(x: f64, a: f64) -> f64 {
///     x * x - a
/// }
///
/// // The root of a = 9 is 3, and its derivative 1 / (2 * 3).
/// assert_eq!(implicit::root_vjp(&residual {}, 3.0, 9.0, &1.0), 1.0 / 6.0);
/// ```
pub fn root_vjp<X, P, F>(residual: &F, x: X, p: P, seed: &X::Tangent) -> P::Tangent
where
    X: Differentiable + Clone,
    P: Differentiable + Clone,
    F: DifferentiableFn<(X, P)>,
    F::Output: Differentiable<Tangent = X::Tangent>,
{
    let rows = rows(residual, &x, &p, seed);
    let right = -DVector::from_vec(scalars(seed));
    let solved = rows.transpose().lu().solve(&right).expect(SINGULAR);
    let mut weights = seed.zero_like();
    set_scalars(&mut weights, solved.as_slice());
    residual.vjp((x, p), weights).1 .1
}

/// The tangent of the root `x` of `residual(x, p) = 0` for the tangent `dp`.
///
/// # Panics
///
/// If the Jacobian by `x` is singular.
///
/// ```
/// use autodiff_runtime::{implicit, prelude::*};
///
/// #[differentiate]
/// fn residual(x: f64, a: f64) -> f64 {
///     x * x - a
/// }
///
/// assert_eq!(implicit::root_jvp(&residual {}, 3.0, 9.0, 1.0), 1.0 / 6.0);
/// ```
pub fn root_jvp<X, P, F>(residual: &F, x: X, p: P, dp: P::Tangent) -> X::Tangent
where
    X: Differentiable + Clone,
    P: Differentiable + Clone,
    F: DifferentiableFn<(X, P)>,
    F::Output: Differentiable<Tangent = X::Tangent>,
{
    let zero = x.zero_tangent();
    let rows = rows(residual, &x, &p, &zero);
    let moved = residual.jvp((x, p), (zero, dp)).1;
    let right = -DVector::from_vec(scalars(&moved));
    let solved = rows.lu().solve(&right).expect(SINGULAR);
    let mut tangent = moved;
    set_scalars(&mut tangent, solved.as_slice());
    tangent
}

/// The cotangent of `p` for the cotangent `seed` of the fixed point `x = map(x, p)`.
///
/// # Panics
///
/// If 1 is an eigenvalue of the map's Jacobian by `x`.
///
/// ```
/// use autodiff_runtime::{implicit, prelude::*};
///
/// /// A step of Heron's method: its fixed point is the root of `a`.
/// #[differentiate]
/// fn step(x: f64, a: f64) -> f64 {
///     0.5 * (x + a / x)
/// }
///
/// assert_eq!(implicit::fixed_point_vjp(&step {}, 3.0, 9.0, &1.0), 1.0 / 6.0);
/// ```
pub fn fixed_point_vjp<X, P, F>(map: &F, x: X, p: P, seed: &X::Tangent) -> P::Tangent
where
    X: Differentiable + Clone,
    P: Differentiable + Clone,
    F: DifferentiableFn<(X, P)>,
    F::Output: Differentiable<Tangent = X::Tangent>,
{
    let rows = rows(map, &x, &p, seed);
    let right = DVector::from_vec(scalars(seed));
    let own = DMatrix::identity(right.len(), right.len()) - rows;
    let solved = own.transpose().lu().solve(&right).expect(SINGULAR);
    let mut weights = seed.zero_like();
    set_scalars(&mut weights, solved.as_slice());
    map.vjp((x, p), weights).1 .1
}

/// The tangent of the fixed point `x = map(x, p)` for the tangent `dp`.
///
/// # Panics
///
/// If 1 is an eigenvalue of the map's Jacobian by `x`.
///
/// ```
/// use autodiff_runtime::{implicit, prelude::*};
///
/// #[differentiate]
/// fn step(x: f64, a: f64) -> f64 {
///     0.5 * (x + a / x)
/// }
///
/// assert_eq!(implicit::fixed_point_jvp(&step {}, 3.0, 9.0, 6.0), 1.0);
/// ```
pub fn fixed_point_jvp<X, P, F>(map: &F, x: X, p: P, dp: P::Tangent) -> X::Tangent
where
    X: Differentiable + Clone,
    P: Differentiable + Clone,
    F: DifferentiableFn<(X, P)>,
    F::Output: Differentiable<Tangent = X::Tangent>,
{
    let zero = x.zero_tangent();
    let rows = rows(map, &x, &p, &zero);
    let moved = map.jvp((x, p), (zero, dp)).1;
    let right = DVector::from_vec(scalars(&moved));
    let own = DMatrix::identity(right.len(), right.len()) - rows;
    let solved = own.lu().solve(&right).expect(SINGULAR);
    let mut tangent = moved;
    set_scalars(&mut tangent, solved.as_slice());
    tangent
}

const SINGULAR: &str =
    "the equation does not determine its solution here: its Jacobian is singular";

/// The Jacobian by `x`, one reverse sweep per row.
fn rows<X, P, F>(function: &F, x: &X, p: &P, shape: &X::Tangent) -> DMatrix<f64>
where
    X: Differentiable + Clone,
    P: Differentiable + Clone,
    F: DifferentiableFn<(X, P)>,
    F::Output: Differentiable<Tangent = X::Tangent>,
{
    let n = scalars(shape).len();
    let mut unit = alloc::vec![0.0; n];
    let mut rows = DMatrix::zeros(n, n);
    for i in 0..n {
        unit[i] = 1.0;
        let mut seed = shape.zero_like();
        set_scalars(&mut seed, &unit);
        unit[i] = 0.0;
        let gradient = function.vjp((x.clone(), p.clone()), seed).1 .0;
        rows.row_mut(i).copy_from_slice(&scalars(&gradient));
    }
    rows
}

/// All scalars of a tangent.
fn scalars<T: Tangent>(tangent: &T) -> Vec<f64> {
    let mut all = Vec::new();
    tangent.for_each_slice(&mut |slice| match slice {
        ScalarSlice::F32(slice) => all.extend(slice.iter().map(|x| f64::from(*x))),
        ScalarSlice::F64(slice) => all.extend_from_slice(slice),
    });
    all
}

/// Sets all scalars of a tangent.
fn set_scalars<T: Tangent>(tangent: &mut T, values: &[f64]) {
    let mut rest = values;
    tangent.for_each_slice_mut(&mut |slice| {
        let n = match &slice {
            ScalarSliceMut::F32(slice) => slice.len(),
            ScalarSliceMut::F64(slice) => slice.len(),
        };
        let (own, after) = rest.split_at(n);
        rest = after;
        match slice {
            ScalarSliceMut::F32(slice) => {
                slice.iter_mut().zip(own).for_each(|(x, value)| *x = *value as f32);
            }
            ScalarSliceMut::F64(slice) => slice.copy_from_slice(own),
        }
    });
}
