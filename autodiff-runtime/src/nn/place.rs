//! Where the numbers of parameters and batches live.

use core::fmt::Debug;

use crate::differentiable::Differentiable;
use crate::real::Real;
use crate::tangent::Tangent;

/// Where the numbers of a batch or of a layer's parameters live: [`Stack`], the default, or [`Heap`].
///
/// `Linear<f32, 64, 32>` holds its weights in itself, as an array: it needs no allocator, and is moved by copying.
/// `Linear<f32, 784, 512, Heap>` holds them in memory of their own, which is filled in place: a debug build with its copies of
/// copies does not overflow a thread's stack. A batch that is on the heap, `Samples<f32, 784, 32, Heap>`, makes all
/// activations after it live there too.
///
/// Memory on the heap is used again: what one batch gives back the next one of the same shape takes, thread by thread
/// (with the feature `std`), so that a training step allocates nothing after the first.
///
/// ```
/// use autodiff_runtime::nn::{Heap, Place, Samples};
///
/// /// The mean of a batch, wherever it lives.
/// fn mean<P: Place>(x: &Samples<f64, 2, 2, P>) -> f64 {
///     x.as_slice().iter().sum::<f64>() / 4.0
/// }
/// let x = Samples::from([[1.0, 2.0], [3.0, 6.0]]);
/// assert_eq!(mean(&x), mean(&x.to_place::<Heap>()));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no place for numbers",
    note = "write `Stack` or `Heap`"
)]
pub trait Place: Copy + Debug + Default + PartialEq + 'static {
    /// `N` samples.
    type Store<S: Sample, const N: usize>: AsRef<[S]> + AsMut<[S]> + Clone + Debug;

    /// Room for samples that are written before they are read. What it holds at first is not specified.
    fn room<S: Sample, const N: usize>() -> Self::Store<S, N>;
}

/// In the value itself, as arrays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stack;

impl Place for Stack {
    type Store<S: Sample, const N: usize> = [S; N];

    #[inline]
    fn room<S: Sample, const N: usize>() -> [S; N] {
        [S::zeros(); N]
    }
}

/// In memory of its own.
#[cfg(feature = "alloc")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heap;

#[cfg(feature = "alloc")]
impl Place for Heap {
    type Store<S: Sample, const N: usize> = super::recycled::Recycled<S, N>;

    #[inline]
    fn room<S: Sample, const N: usize>() -> Self::Store<S, N> {
        super::recycled::Recycled::new()
    }
}

/// What a batch consists of: a real number, or an array of samples.
///
/// ```
/// use autodiff_runtime::nn::Sample;
///
/// let samples = [[1.0, 2.0], [3.0, 4.0]];
/// assert_eq!(Sample::scalars(&samples), [1.0, 2.0, 3.0, 4.0]);
/// assert_eq!(<[[f64; 2]; 2]>::zeros(), [[0.0; 2]; 2]);
/// ```
#[diagnostic::on_unimplemented(
    message = "a batch cannot consist of `{Self}`",
    note = "a sample is a real number, or an array of samples"
)]
pub trait Sample:
    Differentiable<Tangent = Self> + Tangent + Copy + Debug + PartialEq + 'static
{
    /// The numbers in it.
    type Scalar: Real;

    /// How many numbers there are in one.
    const COUNT: usize;

    /// Zeros.
    fn zeros() -> Self;

    /// A run of numbers as samples; what is left over is not in it.
    ///
    /// # Panics
    ///
    /// If a sample has no numbers.
    fn grouped(numbers: &[Self::Scalar]) -> &[Self];

    /// A run of numbers as samples, for writing.
    ///
    /// # Panics
    ///
    /// If a sample has no numbers.
    fn grouped_mut(numbers: &mut [Self::Scalar]) -> &mut [Self];

    /// The numbers of a run of samples.
    fn scalars(samples: &[Self]) -> &[Self::Scalar];

    /// The numbers of a run of samples, for writing.
    fn scalars_mut(samples: &mut [Self]) -> &mut [Self::Scalar];
}

impl<T: Real> Sample for T {
    type Scalar = T;

    const COUNT: usize = 1;

    #[inline]
    fn zeros() -> T {
        T::zero()
    }

    #[inline]
    fn grouped(numbers: &[T]) -> &[T] {
        numbers
    }

    #[inline]
    fn grouped_mut(numbers: &mut [T]) -> &mut [T] {
        numbers
    }

    #[inline]
    fn scalars(samples: &[T]) -> &[T] {
        samples
    }

    #[inline]
    fn scalars_mut(samples: &mut [T]) -> &mut [T] {
        samples
    }
}

impl<S: Sample, const N: usize> Sample for [S; N] {
    type Scalar = S::Scalar;

    const COUNT: usize = N * S::COUNT;

    #[inline]
    fn zeros() -> Self {
        [S::zeros(); N]
    }

    #[inline]
    fn grouped(numbers: &[S::Scalar]) -> &[Self] {
        S::grouped(numbers).as_chunks().0
    }

    #[inline]
    fn grouped_mut(numbers: &mut [S::Scalar]) -> &mut [Self] {
        S::grouped_mut(numbers).as_chunks_mut().0
    }

    #[inline]
    fn scalars(samples: &[Self]) -> &[S::Scalar] {
        S::scalars(samples.as_flattened())
    }

    #[inline]
    fn scalars_mut(samples: &mut [Self]) -> &mut [S::Scalar] {
        S::scalars_mut(samples.as_flattened_mut())
    }
}
