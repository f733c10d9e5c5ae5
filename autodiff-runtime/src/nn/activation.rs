//! Activations: layers that change each number by itself.

mod functions;
mod layers;

pub use functions::*;
pub use layers::*;

use autodiff_macros::differentiate;

use super::batch::Batch;
use crate::real::Real;

/// A function of one number that [`elementwise()`] applies to all numbers of a batch.
///
/// ```
/// use autodiff_runtime::nn::{elementwise, Activation, Samples};
/// use autodiff_runtime::prelude::*;
///
/// /// `x²` for positive `x`, else 0.
/// #[differentiate]
/// fn squared<T: Real>(x: T) -> T {
///     if x > T::zero() { x * x } else { T::zero() }
/// }
///
/// struct Squared;
///
/// impl<T: Real> Activation<T> for Squared {
///     fn value(&self, x: T) -> T {
///         squared(x)
///     }
///
///     fn derivative(&self, x: T, d: T) -> T {
///         squared::vjp(x, d).1
///     }
/// }
///
/// let x = Samples::<f64, 2, 1>::from([[3.0, -3.0]]);
/// assert_eq!(elementwise(&Squared, &x)[0], [9.0, 0.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no activation of `{T}`",
    note = "implement `Activation`, or write a layer with a differentiated method `forward`"
)]
pub trait Activation<T: Real> {
    /// `f(x)`
    fn value(&self, x: T) -> T;

    /// `f'(x) d`
    fn derivative(&self, x: T, d: T) -> T;
}

/// `f(x)` of each number `x` of a batch.
///
/// ```
/// use autodiff_runtime::nn::{elementwise, Relu, Samples};
///
/// let x = Samples::<f64, 2, 2>::from([[-1.0, 2.0], [0.5, -3.0]]);
/// assert_eq!(elementwise(&Relu {}, &x).as_slice(), [0.0, 2.0, 0.5, 0.0]);
/// ```
#[differentiate(vjp = elementwise_vjp, jvp = elementwise_jvp)]
pub fn elementwise<F: Activation<X::Scalar>, X: Batch>(#[constant] f: &F, x: &X) -> X {
    let mut y = X::room();
    map(f, x.as_slice(), y.as_mut_slice());
    y
}

fn elementwise_vjp<F: Activation<X::Scalar>, X: Batch>(f: &F, x: &X, seed: X, adjoint: &mut X) {
    if !adjoint.is_discarded() {
        add_derivatives(f, x.as_slice(), seed.as_slice(), adjoint.as_mut_slice());
    }
}

fn elementwise_jvp<F: Activation<X::Scalar>, X: Batch>(f: &F, x: &X, dx: &X) -> (X, X) {
    let mut tangent = X::room();
    let pairs = x.as_slice().iter().zip(dx.as_slice());
    let tangents = tangent.as_mut_slice().iter_mut();
    tangents.zip(pairs).for_each(|(dy, (x, dx))| *dy = f.derivative(*x, *dx));
    (elementwise(f, x), tangent)
}

/// Not generic in the shape: the same function is one for all layers.
fn map<T: Real, F: Activation<T>>(f: &F, x: &[T], y: &mut [T]) {
    x.iter().zip(y).for_each(|(x, y)| *y = f.value(*x));
}

fn add_derivatives<T: Real, F: Activation<T>>(f: &F, x: &[T], dy: &[T], dx: &mut [T]) {
    let pairs = x.iter().zip(dy);
    dx.iter_mut().zip(pairs).for_each(|(dx, (x, dy))| *dx += f.derivative(*x, *dy));
}
