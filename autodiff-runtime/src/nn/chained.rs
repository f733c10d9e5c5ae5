//! Layers as values of one trait, for layers that hold others.

use autodiff_macros::differentiate;

use super::batch::Batch;
use crate::differentiable::Differentiable;

/// Anything with a differentiated `forward` from batches `X` to batches `Output`.
///
/// It is what [`Residual`](super::Residual) asks of the layer in it. `#[derive(Network)]` implements it; by hand, call
/// the functions that `#[differentiate]` writes beside `forward`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer for `{X}`",
    label = "cannot take `{X}`"
)]
pub trait Layer<X: Batch>: Differentiable {
    /// What the layer gives.
    type Output: Batch;

    /// `forward`
    fn run(&self, x: &X) -> Self::Output;

    /// Adds to the adjoints of the layer and of `x`: `forward_accumulate_vjp`.
    fn add_vjp(&self, x: &X, seed: Self::Output, own: &mut Self::Tangent, dx: &mut X);

    /// `forward_jvp`
    fn run_jvp(&self, x: &X, own: &Self::Tangent, dx: &X) -> (Self::Output, Self::Output);
}

/// What a network whose layers do not fit calls, so that only its own error shows.
#[doc(hidden)]
#[differentiate(vjp = misfit_vjp, jvp = misfit_jvp)]
pub fn __misfit<X: Batch, Y: Batch>(_x: &X) -> Y {
    unreachable!("the network does not compile")
}

fn misfit_vjp<X: Batch, Y: Batch>(_x: &X, _seed: Y, _adjoint: &mut X) {}

fn misfit_jvp<X: Batch, Y: Batch>(x: &X, _dx: &X) -> (Y, Y) {
    (__misfit(x), __misfit(x))
}

/// [`Layer`] by the functions beside `forward`.
macro_rules! runs {
    ([$($generics:tt)*] $Layer:ty: $X:ty => $Y:ty) => {
        impl<$($generics)*> $crate::nn::chained::Layer<$X> for $Layer {
            type Output = $Y;

            #[inline]
            fn run(&self, x: &$X) -> $Y {
                self.forward(x)
            }

            #[inline]
            fn add_vjp(&self, x: &$X, seed: $Y, own: &mut Self::Tangent, dx: &mut $X) {
                let _ = self.forward_accumulate_vjp(x, seed, own, dx);
            }

            #[inline]
            fn run_jvp(&self, x: &$X, own: &Self::Tangent, dx: &$X) -> ($Y, $Y) {
                self.forward_jvp(x, own, dx)
            }
        }
    };
}

pub(super) use runs;
