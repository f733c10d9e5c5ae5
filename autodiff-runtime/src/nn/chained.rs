//! Layers as values of one trait, for layers that hold others.

use autodiff_macros::differentiate;

use super::batch::Batch;
use crate::differentiable::Differentiable;

/// Anything with a differentiated `forward` from batches `X` to batches `Y`.
///
/// It is what [`Residual`](super::Residual) asks of the layer in it. All layers implement it, `#[derive(Network)]` does; by hand,
/// call the functions that `#[differentiate]` writes beside `forward`. `Y` is no associated type, since a convolution's output has a size
/// that its type does not say.
///
/// ```
/// use autodiff_runtime::nn::{Batch, Layer, Linear, Samples, Tanh};
///
/// /// Any two layers that fit.
/// fn both<X: Batch, Y: Batch, Z: Batch>(a: &impl Layer<X, Y>, b: &impl Layer<Y, Z>, x: &X) -> Z {
///     b.run(&a.run(x))
/// }
///
/// let layer = Linear::<f64, 2, 1>::new([[1.0, -1.0]], [0.0]);
/// let y: Samples<f64, 1, 1> = both(&layer, &Tanh {}, &Samples::<f64, 2, 1>::from([[3.0, 3.0]]));
/// assert_eq!(y[0], [0.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer from `{X}` to `{Y}`",
    label = "cannot take `{X}` and give `{Y}`"
)]
pub trait Layer<X: Batch, Y: Batch = X>: Differentiable {
    /// `forward`
    fn run(&self, x: &X) -> Y;

    /// Adds to the adjoints of the layer and of `x`: `forward_accumulate_vjp`.
    fn add_vjp(&self, x: &X, seed: Y, own: &mut Self::Tangent, dx: &mut X);

    /// `forward_jvp`
    fn run_jvp(&self, x: &X, own: &Self::Tangent, dx: &X) -> (Y, Y);
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
        impl<$($generics)*> $crate::nn::chained::Layer<$X, $Y> for $Layer {
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
