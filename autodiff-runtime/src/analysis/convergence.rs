//! Plain gradient descent on least squares.

use alloc::vec::Vec;
use nalgebra::DMatrix;

use crate::real::Real;

/// The squared singular values of a matrix, the largest first: the eigenvalues of `X^T X`.
///
/// ```
/// use autodiff_runtime::analysis::squared_singular_values;
/// use autodiff_runtime::nalgebra::DMatrix;
///
/// let x = DMatrix::<f64>::from_row_slice(3, 2, &[3.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
/// let squares = squared_singular_values(&x);
/// assert!((squares[0] - 9.0_f64).abs() < 1e-14 && (squares[1] - 4.0_f64).abs() < 1e-14);
/// ```
#[must_use]
pub fn squared_singular_values<T: Real>(x: &DMatrix<T>) -> Vec<T> {
    let eigenvalues = x.tr_mul(x).symmetric_eigenvalues();
    // Rounding may leave those of a singular matrix below zero.
    let mut squares: Vec<T> = eigenvalues.iter().map(|s| s.max(T::zero())).collect();
    squares.sort_by(|a, b| b.partial_cmp(a).unwrap_or(core::cmp::Ordering::Equal));
    squares
}

/// The factor by which a step shrinks the error along each singular direction: `|1 - 2 rate s^2|`.
///
/// Step by step, `w' - w* = (I - 2 rate X^T X) (w - w*)`.
///
/// ```
/// use autodiff_runtime::analysis::mode_rates;
///
/// assert_eq!(mode_rates(0.125, &[4.0, 1.0]), [0.0, 0.75]);
/// ```
#[must_use]
pub fn mode_rates<T: Real>(rate: T, squares: &[T]) -> Vec<T> {
    squares.iter().map(|s| (T::one() - T::lit(2.0) * rate * *s).abs()).collect()
}

/// The factor by which the slowest error shrinks with each step of a learning rate: the largest of [`mode_rates`]. Descent
/// converges if it is less than one.
///
/// ```
/// use autodiff_runtime::analysis::convergence_rate;
///
/// assert_eq!(convergence_rate(0.125, &[4.0, 1.0]), 0.75_f64);
/// assert_eq!(convergence_rate(0.25, &[4.0, 1.0]), 1.0_f64);
/// ```
///
/// # Panics
///
/// If there are no singular values.
#[must_use]
pub fn convergence_rate<T: Real>(rate: T, squares: &[T]) -> T {
    largest(&mode_rates(rate, squares))
}

/// The learning rate below which descent converges: `1 / s_max^2`.
///
/// # Panics
///
/// If there are no singular values.
///
/// ```
/// use autodiff_runtime::analysis::{convergence_rate, stable_learning_rate};
///
/// let squares = [4.0_f64, 1.0];
/// let rate = stable_learning_rate(&squares);
/// assert_eq!(rate, 0.25);
/// assert!(convergence_rate(0.99 * rate, &squares) < 1.0 && convergence_rate(1.01 * rate, &squares) > 1.0);
/// ```
#[must_use]
pub fn stable_learning_rate<T: Real>(squares: &[T]) -> T {
    T::one() / largest(squares)
}

/// The learning rate of the fastest convergence: `1 / (s_max^2 + s_min^2)`, with which the errors along the steepest and the flattest
/// direction shrink alike.
///
/// ```
/// use autodiff_runtime::analysis::{convergence_rate, optimal_learning_rate, optimal_rate};
///
/// let squares = [9.0_f64, 1.0];
/// let rate = optimal_learning_rate(&squares);
/// assert_eq!(rate, 0.1);
/// assert!((convergence_rate(rate, &squares) - optimal_rate(&squares)).abs() < 1e-15);
/// ```
///
/// # Panics
///
/// If there are no singular values.
#[must_use]
pub fn optimal_learning_rate<T: Real>(squares: &[T]) -> T {
    T::one() / (largest(squares) + smallest(squares))
}

/// The factor of each step with [`optimal_learning_rate`]: `(kappa - 1) / (kappa + 1)`, where `kappa = s_max^2 / s_min^2`.
///
/// # Panics
///
/// If there are no singular values.
///
/// ```
/// use autodiff_runtime::analysis::optimal_rate;
///
/// assert_eq!(optimal_rate(&[9.0_f64, 1.0]), 0.8);
/// ```
#[must_use]
pub fn optimal_rate<T: Real>(squares: &[T]) -> T {
    let (most, least) = (largest(squares), smallest(squares));
    (most - least) / (most + least)
}

/// How many steps, not rounded, an error needs that shrinks by a factor in each until only a share is left: `ln share / ln factor`.
///
/// ```
/// use autodiff_runtime::analysis::steps_to;
///
/// assert!((steps_to(0.125, 0.5_f64) - 3.0).abs() < 1e-12);
/// ```
#[must_use]
pub fn steps_to<T: Real>(share: T, factor: T) -> T {
    share.ln() / factor.ln()
}

pub(super) fn largest<T: Real>(values: &[T]) -> T {
    values.iter().copied().reduce(T::max).expect("there are singular values")
}

pub(super) fn smallest<T: Real>(values: &[T]) -> T {
    values.iter().copied().reduce(T::min).expect("there are singular values")
}
