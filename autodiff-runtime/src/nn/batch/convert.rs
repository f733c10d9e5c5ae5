//! Between batches, arrays, and nalgebra's matrices.

use nalgebra::SMatrix;

use super::{Images, Samples, Sequences};
use crate::nn::place::{Place, Stack};
use crate::real::Real;

macro_rules! from_arrays {
    ($($Name:ident[$($axis:ident)*] of $Sample:ty;)*) => {$(
        impl<T: Real, $(const $axis: usize,)* const B: usize> From<[$Sample; B]>
            for $Name<T, $($axis,)* B, Stack>
        {
            #[inline]
            fn from(samples: [$Sample; B]) -> Self {
                Self { store: samples, discarded: false }
            }
        }

        impl<T: Real, $(const $axis: usize,)* const B: usize> $Name<T, $($axis,)* B, Stack> {
            /// A batch of these samples, also in constants.
            #[must_use]
            pub const fn new(samples: [$Sample; B]) -> Self {
                Self { store: samples, discarded: false }
            }
        }
    )*};
}

from_arrays! {
    Samples[F] of [T; F];
    Images[C H W] of [[[T; W]; H]; C];
    Sequences[F L] of [[T; F]; L];
}

/// The columns of a matrix as samples.
impl<T: Real, const F: usize, const B: usize, P: Place> From<&SMatrix<T, F, B>>
    for Samples<T, F, B, P>
{
    fn from(matrix: &SMatrix<T, F, B>) -> Self {
        let mut samples = Self::room();
        samples.as_mut_slice().copy_from_slice(matrix.as_slice());
        samples
    }
}

/// The columns of a matrix as samples.
impl<T: Real, const F: usize, const B: usize, P: Place> From<SMatrix<T, F, B>>
    for Samples<T, F, B, P>
{
    fn from(matrix: SMatrix<T, F, B>) -> Self {
        Self::from(&matrix)
    }
}

impl<T: Real, const F: usize, const B: usize, P: Place> Samples<T, F, B, P> {
    /// The matrix whose columns are the samples.
    #[must_use]
    pub fn to_matrix(&self) -> SMatrix<T, F, B> {
        SMatrix::from_column_slice(self.as_slice())
    }
}
