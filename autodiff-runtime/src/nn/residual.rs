//! Layers beside a shortcut.

use autodiff_macros::{differentiate, Differentiable};

use super::batch::Batch;
use super::chained::{runs, Layer};
use super::layer::Mode;
use super::parameters::{Name, Parameter, Parameters};
use crate::differentiable::Differentiable;
use crate::real::Real;

/// `y = x + f(x)`, with a layer or a network `f` whose output has the shape of its input (He et al. 2016).
///
/// In the reverse sweep `f` runs again.
///
/// ```
/// use autodiff_runtime::nn::{Linear, Residual, Samples};
///
/// let layer = Residual { inner: Linear::<f64, 1, 1>::new([[2.0]], [0.5]) };
/// assert_eq!(layer.forward(&Samples::<f64, 1, 1>::from([[3.0]]))[0], [9.5]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
pub struct Residual<L> {
    /// What is added to its input.
    pub inner: L,
}

#[differentiate]
impl<L: Differentiable> Residual<L> {
    /// The sum of a batch and what the layer makes of it.
    pub fn forward<X: Batch>(&self, x: &X) -> X
    where
        L: Layer<X>,
    {
        shortcut(&self.inner, x)
    }
}

#[differentiate(vjp = shortcut_vjp, jvp = shortcut_jvp)]
fn shortcut<L: Layer<X>, X: Batch>(layer: &L, x: &X) -> X {
    let mut y = layer.run(x);
    y.add_assign(x);
    y
}

fn shortcut_vjp<L: Layer<X>, X: Batch>(
    layer: &L,
    x: &X,
    seed: X,
    own: &mut L::Tangent,
    adjoint: &mut X,
) {
    if !adjoint.is_discarded() {
        adjoint.add_assign(&seed);
    }
    layer.add_vjp(x, seed, own, adjoint);
}

fn shortcut_jvp<L: Layer<X>, X: Batch>(layer: &L, x: &X, own: &L::Tangent, dx: &X) -> (X, X) {
    let (mut y, mut dy) = layer.run_jvp(x, own, dx);
    y.add_assign(x);
    dy.add_assign(dx);
    (y, dy)
}

impl<T: Real, L: Parameters<T>> Parameters<T> for Residual<L> {
    fn visit(&self, name: Name<'_>, visitor: &mut dyn FnMut(Parameter<'_>, &[T])) {
        self.inner.visit(name.child("inner"), visitor);
    }

    fn visit_mut(&mut self, name: Name<'_>, visitor: &mut dyn FnMut(Parameter<'_>, &mut [T])) {
        self.inner.visit_mut(name.child("inner"), visitor);
    }

    fn visit_with_gradient(
        &mut self,
        gradient: &Self::Tangent,
        name: Name<'_>,
        visitor: &mut dyn FnMut(Parameter<'_>, &mut [T], &[T]),
    ) {
        self.inner.visit_with_gradient(&gradient.inner, name.child("inner"), visitor);
    }

    fn visit_gradient(
        &self,
        gradient: &Self::Tangent,
        name: Name<'_>,
        visitor: &mut dyn FnMut(Parameter<'_>, &[T]),
    ) {
        self.inner.visit_gradient(&gradient.inner, name.child("inner"), visitor);
    }

    fn visit_gradient_mut(
        &self,
        gradient: &mut Self::Tangent,
        name: Name<'_>,
        visitor: &mut dyn FnMut(Parameter<'_>, &mut [T]),
    ) {
        self.inner.visit_gradient_mut(&mut gradient.inner, name.child("inner"), visitor);
    }

    fn set_mode(&mut self, mode: Mode, position: u64) {
        self.inner.set_mode(mode, position.wrapping_mul(256).wrapping_add(1));
    }
}

#[cfg(feature = "rand")]
impl<L: super::Random> super::Random for Residual<L> {
    fn random(rng: &mut dyn rand::Rng) -> Self {
        Self { inner: L::random(rng) }
    }
}

runs!([X: Batch, L: Layer<X>] Residual<L>: X => X);
