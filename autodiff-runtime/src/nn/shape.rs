//! Layers that change the shape of a batch alone.

use autodiff_macros::{differentiate, Differentiable};

use super::batch::{Batch, Samples, Sequences};
use super::each::{each, sample_map};
use super::layer::parameterless;
use super::place::Place;
use crate::real::Real;

/// Any batch as [`Samples`]: the numbers of a sample one after the other.
///
/// The number of features is that of the type that is asked for; a network that is derived computes it.
///
/// ```
/// use autodiff_runtime::nn::{Flatten, Images, Samples};
///
/// let x = Images::<f64, 1, 2, 2, 1>::from([[[[1.0, 2.0], [3.0, 4.0]]]]);
/// let y: Samples<f64, 4, 1> = Flatten {}.forward(&x);
/// assert_eq!(y[0], [1.0, 2.0, 3.0, 4.0]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
pub struct Flatten {}

#[differentiate]
impl Flatten {
    /// The samples.
    pub fn forward<X: Flat<F, B, P>, const F: usize, const B: usize, P: Place>(
        &self,
        x: &X,
    ) -> Samples<X::Scalar, F, B, P> {
        reshaped(x)
    }
}

/// A batch of `B` samples that is at `P`, and can be seen as samples of `F` features.
///
/// ```
/// use autodiff_runtime::nn::{Flat, Flatten, Images, Samples, Stack};
///
/// fn flat<X: Flat<4, 1, Stack, Scalar = f64>>(x: &X) -> [f64; 4] {
///     let y: Samples<f64, 4, 1> = Flatten {}.forward(x);
///     y[0]
/// }
/// assert_eq!(flat(&Images::<f64, 1, 2, 2, 1>::filled(2.0)), [2.0; 4]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a batch of {B} samples at `{P}`",
    label = "cannot become `Samples` of that batch"
)]
pub trait Flat<const F: usize, const B: usize, P: Place>: Batch {
    /// Holds if a sample has `F` numbers; else the program does not compile.
    #[doc(hidden)]
    const FITS: ();
}

macro_rules! flat {
    ($($Name:ident[$($axis:ident)*];)*) => {$(
        impl<T: Real, $(const $axis: usize,)* const F: usize, const B: usize, P: Place> Flat<F, B, P>
            for super::batch::$Name<T, $($axis,)* B, P>
        {
            const FITS: () = assert!(F == 1 $(* $axis)*, "the samples have another number of features");
        }
    )*};
}

flat! {
    Images[C H W];
    Sequences[N L];
}

/// Samples are flat as they are.
impl<T: Real, const N: usize, const F: usize, const B: usize, P: Place> Flat<F, B, P>
    for Samples<T, N, B, P>
{
    const FITS: () = assert!(F == N, "the samples have another number of features");
}

#[differentiate(vjp = reshaped_vjp, jvp = reshaped_jvp)]
fn reshaped<X: Flat<F, B, P>, const F: usize, const B: usize, P: Place>(
    x: &X,
) -> Samples<X::Scalar, F, B, P> {
    const { X::FITS };
    let mut y = Samples::room();
    y.as_mut_slice().copy_from_slice(x.as_slice());
    y
}

fn reshaped_vjp<X: Flat<F, B, P>, const F: usize, const B: usize, P: Place>(
    _x: &X,
    seed: Samples<X::Scalar, F, B, P>,
    adjoint: &mut X,
) {
    let pairs = adjoint.as_mut_slice().iter_mut().zip(seed.as_slice());
    pairs.for_each(|(dx, dy)| *dx += *dy);
}

fn reshaped_jvp<X: Flat<F, B, P>, const F: usize, const B: usize, P: Place>(
    x: &X,
    dx: &X,
) -> (Samples<X::Scalar, F, B, P>, Samples<X::Scalar, F, B, P>) {
    (reshaped(x), reshaped(dx))
}

/// The last step of each sequence: what a recurrent layer has made of all of it.
///
/// ```
/// use autodiff_runtime::nn::{LastStep, Sequences};
///
/// let x = Sequences::<f64, 1, 3, 1>::from([[[1.0], [2.0], [3.0]]]);
/// assert_eq!(LastStep {}.forward(&x)[0], [3.0]);
/// ```
///
/// # Panics
///
/// If the sequences are empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Differentiable)]
pub struct LastStep {}

#[differentiate]
impl LastStep {
    /// The last step of each sequence.
    pub fn forward<T: Real, const F: usize, const L: usize, const B: usize, P: Place>(
        &self,
        x: &Sequences<T, F, L, B, P>,
    ) -> Samples<T, F, B, P> {
        each::<Self, [[T; F]; L], [T; F], _, _>(self, x)
    }

    fn of_sample<T: Real, const F: usize, const L: usize>(&self, x: &[[T; F]; L]) -> [T; F] {
        x[L - 1]
    }
}

sample_map!([const F: usize, const L: usize] LastStep, [[T; F]; L] => [T; F]);

parameterless!([] Flatten[]);
parameterless!([] LastStep[]);
