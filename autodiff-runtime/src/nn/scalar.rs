//! Layers of a single number, for residual stacks without normalization: see `init::Fixup`.

use autodiff_macros::{differentiate, Differentiable};

use super::batch::Batch;
use super::chained::runs;
use super::layer::layer;
use crate::real::Real;

/// `y = x + bias`, with one number for all.
///
/// ```
/// use autodiff_runtime::nn::{Samples, ScalarBias};
///
/// let layer = ScalarBias { bias: 0.5 };
/// assert_eq!(layer.forward(&Samples::from([[1.0, 2.0]]))[0], [1.5, 2.5]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct ScalarBias<T: Real> {
    /// What is added.
    pub bias: T,
}

/// `y = scale x`, with one number for all.
///
/// ```
/// use autodiff_runtime::nn::{Samples, ScalarScale};
///
/// let layer = ScalarScale { scale: 0.5 };
/// assert_eq!(layer.forward(&Samples::from([[1.0, 2.0]]))[0], [0.5, 1.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct ScalarScale<T: Real> {
    /// The factor.
    pub scale: T,
}

impl<T: Real> Default for ScalarBias<T> {
    fn default() -> Self {
        Self { bias: T::zero() }
    }
}

impl<T: Real> Default for ScalarScale<T> {
    fn default() -> Self {
        Self { scale: T::one() }
    }
}

#[differentiate]
impl<T: Real> ScalarBias<T> {
    /// The batch with the bias.
    pub fn forward<X: Batch<Scalar = T>>(&self, x: &X) -> X {
        shifted(self.bias, x)
    }
}

#[differentiate]
impl<T: Real> ScalarScale<T> {
    /// The batch times the factor.
    pub fn forward<X: Batch<Scalar = T>>(&self, x: &X) -> X {
        scaled(self.scale, x)
    }
}

#[differentiate(vjp = shifted_vjp, jvp = shifted_jvp)]
fn shifted<T: Real, X: Batch<Scalar = T>>(bias: T, x: &X) -> X {
    let mut y = x.clone();
    y.as_mut_slice().iter_mut().for_each(|y| *y += bias);
    y
}

fn shifted_vjp<T: Real, X: Batch<Scalar = T>>(_: T, _: &X, seed: X, bias: &mut T, x: &mut X) {
    *bias += seed.as_slice().iter().fold(T::zero(), |sum, dy| sum + *dy);
    if !x.is_discarded() {
        x.add_assign(&seed);
    }
}

fn shifted_jvp<T: Real, X: Batch<Scalar = T>>(bias: T, x: &X, d_bias: T, dx: &X) -> (X, X) {
    (shifted(bias, x), shifted(d_bias, dx))
}

#[differentiate(vjp = scaled_vjp, jvp = scaled_jvp)]
fn scaled<T: Real, X: Batch<Scalar = T>>(scale: T, x: &X) -> X {
    let mut y = x.clone();
    y.as_mut_slice().iter_mut().for_each(|y| *y *= scale);
    y
}

fn scaled_vjp<T: Real, X: Batch<Scalar = T>>(
    scale: T,
    x: &X,
    seed: X,
    scale_adjoint: &mut T,
    x_adjoint: &mut X,
) {
    let products = seed.as_slice().iter().zip(x.as_slice());
    *scale_adjoint += products.fold(T::zero(), |sum, (dy, x)| sum + *dy * *x);
    if !x_adjoint.is_discarded() {
        let pairs = x_adjoint.as_mut_slice().iter_mut().zip(seed.as_slice());
        pairs.for_each(|(dx, dy)| *dx += scale * *dy);
    }
}

fn scaled_jvp<T: Real, X: Batch<Scalar = T>>(scale: T, x: &X, d_scale: T, dx: &X) -> (X, X) {
    let mut tangent = scaled(scale, dx);
    tangent.add_assign(&scaled(d_scale, x));
    (scaled(scale, x), tangent)
}

layer! {
    [] ScalarBias[] {
        bias: Shift [1];
    }
    random(_rng) {
        Self::default()
    }
}

layer! {
    [] ScalarScale[] {
        scale: Scale [1];
    }
    random(_rng) {
        Self::default()
    }
}

runs!([T: Real, X: Batch<Scalar = T>] ScalarBias<T>: X => X);
runs!([T: Real, X: Batch<Scalar = T>] ScalarScale<T>: X => X);
