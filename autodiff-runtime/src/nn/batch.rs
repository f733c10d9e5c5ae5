//! Batches: [`Samples`], [`Images`] and [`Sequences`], what flows between layers, and what weights are made of.

mod convert;

use core::fmt;
use core::ops::{Index, IndexMut};

use super::layer::Numbers;
use super::parameters::{Name, Parameter, ParameterKind, Parameters};
use super::place::{Place, Sample, Stack};
use crate::coordinates::Coordinates;
use crate::differentiable::Differentiable;
use crate::real::Real;
use crate::sequences::Sequence;
use crate::tangent::{ScalarSlice, ScalarSliceMut, Tangent};

/// The weights of a dense layer: for each of `O` outputs, a row of `I` factors. PyTorch's `[out, in]`.
///
/// ```
/// use autodiff_runtime::nn::Weights;
///
/// let weight = Weights::<f64, 2, 3>::new([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
/// assert_eq!(weight.as_slice()[3], 4.0);
/// ```
pub type Weights<T, const O: usize, const I: usize, P = Stack> = Samples<T, I, O, P>;

/// The weights of a convolution: for each of `O` outputs, `I` kernels of `H` rows and `W` columns. PyTorch's `[out, in,
/// height, width]`.
///
/// ```
/// use autodiff_runtime::nn::Kernels;
///
/// // One output of one input, by a kernel of 1 x 2.
/// let kernels = Kernels::<f64, 1, 1, 1, 2>::new([[[[-1.0, 1.0]]]]);
/// assert_eq!(kernels[0][0][0], [-1.0, 1.0]);
/// ```
pub type Kernels<T, const O: usize, const I: usize, const H: usize, const W: usize, P = Stack> =
    Images<T, I, H, W, O, P>;

/// Any batch: what activations and dropout work on, whatever its shape.
///
/// ```
/// use autodiff_runtime::nn::{Batch, Images, Samples};
///
/// fn largest<X: Batch<Scalar = f64>>(x: &X) -> f64 {
///     x.as_slice().iter().copied().fold(f64::MIN, f64::max)
/// }
/// assert_eq!(largest(&Samples::<f64, 3, 2>::filled(2.0)), 2.0);
/// assert_eq!(largest(&Images::<f64, 1, 2, 2, 1>::zeros()), 0.0);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no batch",
    note = "a batch is `Samples`, `Images` or `Sequences`"
)]
pub trait Batch: Differentiable<Tangent = Self> + Tangent {
    /// The type of its numbers.
    type Scalar: Real;

    /// All numbers, sample after sample.
    fn as_slice(&self) -> &[Self::Scalar];

    /// All numbers, sample after sample, for writing.
    fn as_mut_slice(&mut self) -> &mut [Self::Scalar];

    /// A batch of the same shape that is written before it is read. What it holds at first is not specified.
    #[must_use]
    fn room() -> Self;

    /// Whether this is an adjoint that is thrown away: nobody asked for it.
    #[doc(hidden)]
    fn is_discarded(&self) -> bool;
}

macro_rules! batch {
    ($(
        $(#[$doc:meta])*
        $Name:ident[$($axis:ident)*] of $B:ident $Sample:ty, $shape:expr;
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $Name<T: Real, $(const $axis: usize,)* const $B: usize, P: Place = Stack> {
            store: P::Store<$Sample, $B>,
            discarded: bool,
        }

        impl<T: Real, $(const $axis: usize,)* const $B: usize, P: Place> $Name<T, $($axis,)* $B, P> {
            /// Zeros.
            #[must_use]
            pub fn zeros() -> Self {
                Self::filled(T::zero())
            }

            /// The same number everywhere.
            #[must_use]
            pub fn filled(number: T) -> Self {
                let mut batch = Self::room();
                batch.as_mut_slice().fill(number);
                batch
            }

            /// A batch of the samples that `sample` gives.
            #[must_use]
            pub fn from_fn(mut sample: impl FnMut(usize) -> $Sample) -> Self {
                let mut batch = Self::room();
                let samples = batch.store.as_mut().iter_mut().enumerate();
                samples.for_each(|(index, place)| *place = sample(index));
                batch
            }

            /// The samples.
            #[inline]
            #[must_use]
            pub fn samples(&self) -> &[$Sample] {
                self.store.as_ref()
            }

            /// The samples, for writing.
            #[inline]
            #[must_use]
            pub fn samples_mut(&mut self) -> &mut [$Sample] {
                self.store.as_mut()
            }

            /// All numbers, sample after sample.
            #[inline]
            #[must_use]
            pub fn as_slice(&self) -> &[T] {
                Sample::scalars(self.store.as_ref())
            }

            /// All numbers, sample after sample, for writing.
            #[inline]
            #[must_use]
            pub fn as_mut_slice(&mut self) -> &mut [T] {
                Sample::scalars_mut(self.store.as_mut())
            }

            /// A batch that is written before it is read. What it holds at first is not specified.
            #[inline]
            #[must_use]
            pub fn room() -> Self {
                Self { store: P::room(), discarded: false }
            }

            /// The same batch somewhere else.
            #[must_use]
            pub fn to_place<Q: Place>(&self) -> $Name<T, $($axis,)* $B, Q> {
                let mut batch = $Name::room();
                batch.as_mut_slice().copy_from_slice(self.as_slice());
                batch
            }
        }

        impl<T: Real, $(const $axis: usize,)* const $B: usize, P: Place> Batch
            for $Name<T, $($axis,)* $B, P>
        {
            type Scalar = T;

            #[inline]
            fn as_slice(&self) -> &[T] {
                Self::as_slice(self)
            }

            #[inline]
            fn as_mut_slice(&mut self) -> &mut [T] {
                Self::as_mut_slice(self)
            }

            #[inline]
            fn room() -> Self {
                Self::room()
            }

            #[inline]
            fn is_discarded(&self) -> bool {
                self.discarded
            }
        }

        impl<T: Real, $(const $axis: usize,)* const $B: usize, P: Place> Index<usize>
            for $Name<T, $($axis,)* $B, P>
        {
            type Output = $Sample;

            #[inline]
            fn index(&self, sample: usize) -> &$Sample {
                &self.store.as_ref()[sample]
            }
        }

        impl<T: Real, $(const $axis: usize,)* const $B: usize, P: Place> IndexMut<usize>
            for $Name<T, $($axis,)* $B, P>
        {
            #[inline]
            fn index_mut(&mut self, sample: usize) -> &mut $Sample {
                &mut self.store.as_mut()[sample]
            }
        }

        impl<T: Real, $(const $axis: usize,)* const $B: usize, P: Place> Sequence
            for $Name<T, $($axis,)* $B, P>
        {
            #[inline]
            fn length(&self) -> usize {
                $B
            }
        }

        impl<T: Real, $(const $axis: usize,)* const $B: usize, P: Place, Q: Place>
            PartialEq<$Name<T, $($axis,)* $B, Q>> for $Name<T, $($axis,)* $B, P>
        {
            fn eq(&self, other: &$Name<T, $($axis,)* $B, Q>) -> bool {
                self.as_slice() == other.as_slice()
            }
        }

        impl<T: Real, $(const $axis: usize,)* const $B: usize, P: Place> fmt::Debug
            for $Name<T, $($axis,)* $B, P>
        {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($Name))?;
                f.debug_list().entries(self.samples()).finish()
            }
        }

        impl<T: Real, $(const $axis: usize,)* const $B: usize, P: Place> Default
            for $Name<T, $($axis,)* $B, P>
        {
            fn default() -> Self {
                Self::zeros()
            }
        }

        impl<T: Real, $(const $axis: usize,)* const $B: usize, P: Place> Differentiable
            for $Name<T, $($axis,)* $B, P>
        {
            type Tangent = Self;

            #[inline]
            fn zero_tangent(&self) -> Self {
                Self::zeros()
            }

            #[inline]
            fn discarded_tangent(&self) -> Self {
                Self { discarded: true, ..Self::room() }
            }
        }

        impl<T: Real, $(const $axis: usize,)* const $B: usize, P: Place> Tangent
            for $Name<T, $($axis,)* $B, P>
        {
            #[inline]
            fn zero_like(&self) -> Self {
                Self::zeros()
            }

            #[inline]
            fn add_assign(&mut self, rhs: &Self) {
                let pairs = self.as_mut_slice().iter_mut().zip(rhs.as_slice());
                pairs.for_each(|(a, b)| *a += *b);
            }

            #[inline]
            fn scale(&mut self, factor: f64) {
                let factor = T::lit(factor);
                self.as_mut_slice().iter_mut().for_each(|x| *x *= factor);
            }

            #[inline]
            fn dot(&self, rhs: &Self) -> f64 {
                let pairs = self.as_slice().iter().zip(rhs.as_slice());
                pairs.map(|(a, b)| Tangent::dot(a, b)).sum()
            }

            #[inline]
            fn for_each_slice(&self, visit: &mut dyn FnMut(ScalarSlice<'_>)) {
                T::for_each_slice_of(self.as_slice(), visit);
            }

            #[inline]
            fn for_each_slice_mut(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
                T::for_each_slice_of_mut(self.as_mut_slice(), visit);
            }
        }

        impl<T: Real, $(const $axis: usize,)* const $B: usize, P: Place> Numbers<T>
            for $Name<T, $($axis,)* $B, P>
        {
            fn numbers(&self) -> &[T] {
                self.as_slice()
            }

            fn numbers_mut(&mut self) -> &mut [T] {
                self.as_mut_slice()
            }
        }

        impl<T: Real, $(const $axis: usize,)* const $B: usize, P: Place> Coordinates
            for $Name<T, $($axis,)* $B, P>
        {
            fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
                self.for_each_slice_mut(visit);
            }
        }

        /// As a parameter it is one run of weights under the name it is given.
        impl<T: Real, $(const $axis: usize,)* const $B: usize, P: Place> Parameters<T>
            for $Name<T, $($axis,)* $B, P>
        {
            fn visit(&self, name: Name<'_>, visitor: &mut dyn FnMut(Parameter<'_>, &[T])) {
                visitor(Parameter { name, shape: &$shape, kind: ParameterKind::Weight }, self.as_slice());
            }

            fn visit_mut(&mut self, name: Name<'_>, visitor: &mut dyn FnMut(Parameter<'_>, &mut [T])) {
                let parameter = Parameter { name, shape: &$shape, kind: ParameterKind::Weight };
                visitor(parameter, self.as_mut_slice());
            }

            fn visit_with_gradient(
                &mut self,
                gradient: &Self,
                name: Name<'_>,
                visitor: &mut dyn FnMut(Parameter<'_>, &mut [T], &[T]),
            ) {
                let parameter = Parameter { name, shape: &$shape, kind: ParameterKind::Weight };
                visitor(parameter, self.as_mut_slice(), gradient.as_slice());
            }

            fn visit_gradient(
                &self,
                gradient: &Self,
                name: Name<'_>,
                visitor: &mut dyn FnMut(Parameter<'_>, &[T]),
            ) {
                gradient.visit(name, visitor);
            }

            fn visit_gradient_mut(
                &self,
                gradient: &mut Self,
                name: Name<'_>,
                visitor: &mut dyn FnMut(Parameter<'_>, &mut [T]),
            ) {
                gradient.visit_mut(name, visitor);
            }
        }
    )*};
}

batch! {
    /// A batch of `B` samples of `F` features each: `x[b]` is the array of the features of sample `b`.
    ///
    /// As a matrix it is `F` x `B`, a sample a column. It is its own tangent.
    ///
    /// ```
    /// use autodiff_runtime::nn::Samples;
    ///
    /// let x = Samples::<f64, 3, 2>::from([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
    /// assert_eq!(x[1], [4.0, 5.0, 6.0]);
    /// assert_eq!(x.as_slice(), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    /// assert_eq!(x.to_matrix()[(2, 0)], 3.0);
    /// ```
    Samples[F] of B [T; F], [B, F];

    /// A batch of `B` images of `C` channels, each of `H` rows of `W` pixels: `x[b][c][i][j]`.
    ///
    /// It is its own tangent.
    Images[C H W] of B [[[T; W]; H]; C], [B, C, H, W];

    /// A batch of `B` sequences of `L` steps of `F` features each: `x[b][t]` is the array of the features of step `t`.
    ///
    /// It is its own tangent.
    Sequences[F L] of B [[T; F]; L], [B, L, F];
}
