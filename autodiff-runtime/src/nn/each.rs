//! One function for every sample of a batch, or every step of its sequences.
//!
//! The function is a differentiated method `of_sample` of a layer: `#[differentiate]` writes its derivatives. Here is only
//! the loop around it. In the reverse sweep the samples run again one by one, so that nothing is kept but the batch.

use autodiff_macros::differentiate;

use super::batch::{Batch, Images, Samples, Sequences};
use super::place::{Place, Sample};
use crate::differentiable::Differentiable;
use crate::real::Real;

/// A layer that makes a `V` of each `U`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not make a `{V}` of each `{U}`",
    note = "a layer for single samples implements `SampleMap`, one for batches has a differentiated method `forward`"
)]
pub trait SampleMap<U: Sample, V: Sample>: Differentiable {
    /// `f(x)`
    fn map_sample(&self, x: &U) -> V;

    /// Adds to the adjoints of the layer and of `x` what `dy` gives.
    fn add_vjp(&self, x: &U, dy: V, own: &mut Self::Tangent, dx: &mut U);

    /// `f(x)` and its tangent.
    fn map_jvp(&self, x: &U, own: &Self::Tangent, dx: &U) -> (V, V);
}

/// A batch that is a run of `U`s.
///
/// ```
/// use autodiff_runtime::nn::{Sequences, Units};
///
/// // A sequence of two steps is one unit, or two.
/// let x = Sequences::<f64, 3, 2, 4>::zeros();
/// assert_eq!(Units::<[[f64; 3]; 2]>::units(&x).len(), 4);
/// assert_eq!(Units::<[f64; 3]>::units(&x).len(), 8);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no batch of `{U}`",
    note = "a batch is `Samples`, `Images` or `Sequences`"
)]
pub trait Units<U: Sample>: Batch {
    /// How many there are.
    const COUNT: usize;

    /// The run.
    fn units(&self) -> &[U];

    /// The run, for writing.
    fn units_mut(&mut self) -> &mut [U];
}

macro_rules! units {
    ($([$($generics:tt)*] $count:expr, $Batch:ty, $U:ty $(, $flat:ident, $flat_mut:ident)?;)*) => {$(
        impl<T: Real, $($generics)*, P: Place> Units<$U> for $Batch {
            const COUNT: usize = $count;

            #[inline]
            fn units(&self) -> &[$U] {
                self.samples()$(.$flat())?
            }

            #[inline]
            fn units_mut(&mut self) -> &mut [$U] {
                self.samples_mut()$(.$flat_mut())?
            }
        }
    )*};
}

units! {
    [const F: usize, const B: usize] B, Samples<T, F, B, P>, [T; F];
    [const F: usize, const L: usize, const B: usize] B, Sequences<T, F, L, B, P>, [[T; F]; L];
    [const F: usize, const L: usize, const B: usize] B * L, Sequences<T, F, L, B, P>, [T; F], as_flattened, as_flattened_mut;
    [const C: usize, const H: usize, const W: usize, const B: usize] B, Images<T, C, H, W, B, P>, [[[T; W]; H]; C];
    [const C: usize, const H: usize, const W: usize, const B: usize] B * C, Images<T, C, H, W, B, P>, [[T; W]; H], as_flattened, as_flattened_mut;
}

/// The layer's function of each unit of a batch.
#[differentiate(vjp = each_vjp, jvp = each_jvp)]
pub(super) fn each<M, U, V, X, Y>(layer: &M, x: &X) -> Y
where
    M: SampleMap<U, V>,
    U: Sample,
    V: Sample,
    X: Units<U>,
    Y: Units<V>,
{
    let mut y = Y::room();
    let pairs = y.units_mut().iter_mut().zip(x.units());
    pairs.for_each(|(y, x)| *y = layer.map_sample(x));
    y
}

fn each_vjp<M, U, V, X, Y>(layer: &M, x: &X, seed: Y, own: &mut M::Tangent, adjoint: &mut X)
where
    M: SampleMap<U, V>,
    U: Sample,
    V: Sample,
    X: Units<U>,
    Y: Units<V>,
{
    let triples = x.units().iter().zip(seed.units()).zip(adjoint.units_mut());
    triples.for_each(|((x, dy), dx)| layer.add_vjp(x, *dy, own, dx));
}

fn each_jvp<M, U, V, X, Y>(layer: &M, x: &X, own: &M::Tangent, dx: &X) -> (Y, Y)
where
    M: SampleMap<U, V>,
    U: Sample,
    V: Sample,
    X: Units<U>,
    Y: Units<V>,
{
    let (mut y, mut dy) = (Y::room(), Y::room());
    let results = y.units_mut().iter_mut().zip(dy.units_mut());
    for ((y, dy), (x, dx)) in results.zip(x.units().iter().zip(dx.units())) {
        (*y, *dy) = layer.map_jvp(x, own, dx);
    }
    (y, dy)
}

/// [`SampleMap`] of a layer by its differentiated method `of_sample`.
macro_rules! sample_map {
    ([$($generics:tt)*] $Layer:ty, $U:ty => $V:ty) => {
        impl<T: Real, $($generics)*> $crate::nn::each::SampleMap<$U, $V> for $Layer {
            #[inline]
            fn map_sample(&self, x: &$U) -> $V {
                self.of_sample(x)
            }

            #[inline]
            fn add_vjp(&self, x: &$U, dy: $V, own: &mut Self::Tangent, dx: &mut $U) {
                let _ = self.of_sample_accumulate_vjp(x, dy, own, dx);
            }

            #[inline]
            fn map_jvp(&self, x: &$U, own: &Self::Tangent, dx: &$U) -> ($V, $V) {
                self.of_sample_jvp(x, own, dx)
            }
        }
    };
}

pub(super) use sample_map;
