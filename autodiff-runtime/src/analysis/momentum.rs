//! Gradient descent with momentum on least squares.

use alloc::vec::Vec;

use super::convergence::{largest, smallest};
use crate::real::Real;

/// How descent with momentum moves along one singular direction. See [`momentum_mode`].
///
/// ```
/// use autodiff_runtime::analysis::{momentum_mode, MomentumRegime};
///
/// let mode = momentum_mode(0.5, 0.25, 1.0_f64);
/// assert_eq!((mode.trace, mode.determinant), (1.25, 0.5));
/// assert!(matches!(mode.regime, MomentumRegime::Complex { .. }));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MomentumMode<T> {
    /// The sum of the eigenvalues.
    pub trace: T,
    /// Their product.
    pub determinant: T,
    /// The eigenvalues.
    pub regime: MomentumRegime<T>,
}

/// The eigenvalues of a direction.
///
/// ```
/// use autodiff_runtime::analysis::{momentum_mode, MomentumRegime};
///
/// // A step that is too short to swing: the two eigenvalues have the trace as their sum.
/// let mode = momentum_mode(0.75, 0.03125, 1.0_f64);
/// let MomentumRegime::Real { slow, fast } = mode.regime else { panic!("it swings") };
/// assert!((slow + fast - mode.trace).abs() < 1e-15 && (slow * fast - mode.determinant).abs() < 1e-15);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum MomentumRegime<T> {
    /// Two real ones: the error shrinks without turning back, or changes sign with each step.
    Real {
        /// That of the larger modulus.
        slow: T,
        /// The other.
        fast: T,
    },
    /// Two conjugate complex ones: the error swings.
    Complex {
        /// The factor of each step: the root of `1 - beta`, whatever the learning rate.
        modulus: T,
        /// How far each step turns, in radians.
        angle: T,
    },
}

impl<T: Real> MomentumMode<T> {
    /// The factor by which the error shrinks with each step, in the long run.
    pub fn modulus(&self) -> T {
        match self.regime {
            MomentumRegime::Real { slow, .. } => slow.abs(),
            MomentumRegime::Complex { modulus, .. } => modulus,
        }
    }

    /// Whether the error swings.
    pub fn is_complex(&self) -> bool {
        matches!(self.regime, MomentumRegime::Complex { .. })
    }
}

/// How `z' = (1 - beta) z + beta g`, `w' = w - rate z'` moves along a singular direction of the squared singular value `square`: by the matrix
///
/// ```text
/// (      1 - beta             2 beta s^2     )      determinant  1 - beta
/// ( -rate (1 - beta)   1 - 2 rate beta s^2   )      trace        2 - beta - 2 rate beta s^2
/// ```
///
/// This is [`ExponentialMomentum`](crate::optim::ExponentialMomentum); in [`Sgd`](crate::optim::Sgd) momentum and dampening are `1 - beta`.
///
/// ```
/// use autodiff_runtime::analysis::momentum_mode;
///
/// let mode = momentum_mode(0.75, 1.0, 1.0_f64);
/// assert!(mode.is_complex());
/// assert_eq!(mode.modulus(), 0.5);
/// // With beta = 1 it is plain descent.
/// assert_eq!(momentum_mode(1.0, 0.125, 1.0_f64).modulus(), 0.75);
/// ```
#[must_use]
pub fn momentum_mode<T: Real>(beta: T, rate: T, square: T) -> MomentumMode<T> {
    let two = T::lit(2.0);
    let determinant = T::one() - beta;
    let trace = two - beta - two * rate * beta * square;
    let half = trace / two;
    let under_root = half * half - determinant;
    let regime = if under_root < T::zero() {
        let modulus = determinant.sqrt();
        MomentumRegime::Complex { modulus, angle: (-under_root).sqrt().atan2(half) }
    } else {
        let root = under_root.sqrt();
        // The sum has no cancellation; the other follows from the product.
        let slow = if half < T::zero() { half - root } else { half + root };
        let fast = if slow == T::zero() { T::zero() } else { determinant / slow };
        MomentumRegime::Real { slow, fast }
    };
    MomentumMode { trace, determinant, regime }
}

/// [`momentum_mode`] of each direction.
///
/// ```
/// use autodiff_runtime::analysis::momentum_modes;
///
/// let modes = momentum_modes(0.6, 1e-4, &[9372.65, 500.18_f64]);
/// assert!(modes[0].is_complex() && !modes[1].is_complex());
/// ```
#[must_use]
pub fn momentum_modes<T: Real>(beta: T, rate: T, squares: &[T]) -> Vec<MomentumMode<T>> {
    squares.iter().map(|square| momentum_mode(beta, rate, *square)).collect()
}

/// The learning rates between which a direction swings: `(1 -+ sqrt(1 - beta))^2 / (2 beta s^2)`. At both, the eigenvalues are equal.
///
/// ```
/// use autodiff_runtime::analysis::{momentum_complex_rates, momentum_mode};
///
/// let (low, high) = momentum_complex_rates(0.75, 1.0_f64);
/// assert!(momentum_mode(0.75, 0.5 * (low + high), 1.0).is_complex());
/// assert!(!momentum_mode(0.75, 0.99 * low, 1.0).is_complex());
/// ```
#[must_use]
pub fn momentum_complex_rates<T: Real>(beta: T, square: T) -> (T, T) {
    let root = (T::one() - beta).sqrt();
    let scale = T::lit(2.0) * beta * square;
    let (low, high) = (T::one() - root, T::one() + root);
    (low * low / scale, high * high / scale)
}

/// The learning rate below which descent with momentum converges: `(2 - beta) / (beta s_max^2)`.
///
/// # Panics
///
/// If there are no singular values.
///
/// ```
/// use autodiff_runtime::analysis::{momentum_mode, momentum_stable_learning_rate};
///
/// let rate = momentum_stable_learning_rate(0.5, &[4.0, 1.0_f64]);
/// assert_eq!(rate, 0.75);
/// assert!(momentum_mode(0.5, 0.99 * rate, 4.0).modulus() < 1.0);
/// assert!(momentum_mode(0.5, 1.01 * rate, 4.0).modulus() > 1.0);
/// ```
#[must_use]
pub fn momentum_stable_learning_rate<T: Real>(beta: T, squares: &[T]) -> T {
    (T::lit(2.0) - beta) / (beta * largest(squares))
}

/// The smallest learning rate of the fastest convergence for a `beta`.
///
/// Where there are rates with which all directions swing, it is the least of them: each step then shrinks every error by the root of
/// `1 - beta`. Otherwise the flattest and the steepest direction are made to shrink alike.
///
/// ```
/// use autodiff_runtime::analysis::{momentum_modes, momentum_optimal_learning_rate};
///
/// let squares = [5.0_f64, 0.05];
/// let rate = momentum_optimal_learning_rate(0.1, &squares);
/// assert!((rate - 0.26334).abs() < 1e-5);
/// assert!(momentum_modes(0.1, rate, &squares).iter().all(|mode| (mode.modulus() - 0.948683).abs() < 1e-5));
/// ```
///
/// # Panics
///
/// If there are no singular values.
#[must_use]
pub fn momentum_optimal_learning_rate<T: Real>(beta: T, squares: &[T]) -> T {
    let (flat, steep) = (smallest(squares), largest(squares));
    let swings = momentum_complex_rates(beta, flat).0;
    if swings <= momentum_complex_rates(beta, steep).1 {
        return swings;
    }
    // Traces of opposite sign have eigenvalues of the same moduli.
    (T::lit(2.0) - beta) / (beta * (flat + steep))
}
