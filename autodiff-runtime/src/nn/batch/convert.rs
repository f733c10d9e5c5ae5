//! Between batches, arrays, and nalgebra's matrices.

use autodiff_macros::differentiate;
use nalgebra::{SMatrix, SMatrixView};

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
    /// The samples as the columns of a matrix, in place.
    ///
    /// ```
    /// use autodiff_runtime::nn::Samples;
    ///
    /// let x = Samples::<f64, 2, 2>::from([[1.0, 2.0], [3.0, 4.0]]);
    /// assert_eq!(x.as_matrix().row_sum()[1], 7.0);
    /// ```
    #[must_use]
    pub fn as_matrix(&self) -> SMatrixView<'_, T, F, B> {
        SMatrixView::from_slice(self.as_slice())
    }
}

/// To and from nalgebra's matrices, with derivatives: a differentiated function may take and give matrices.
#[differentiate]
impl<T: Real, const F: usize, const B: usize, P: Place> Samples<T, F, B, P> {
    /// The matrix whose columns are the samples.
    ///
    /// ```
    /// use autodiff_runtime::nalgebra::SMatrix;
    /// use autodiff_runtime::nn::{Linear, Samples};
    /// use autodiff_runtime::prelude::*;
    ///
    /// #[differentiate]
    /// fn energy(layer: &Linear<f64, 2, 3>, x: &SMatrix<f64, 2, 4>) -> f64 {
    ///     let y: SMatrix<f64, 3, 4> = layer.forward(&Samples::<f64, 2, 4>::from_matrix(x)).to_matrix();
    ///     0.5 * y.norm_squared()
    /// }
    ///
    /// let layer = Linear::new([[1.0, 0.0], [0.0, 2.0], [0.0, 0.0]], [0.0; 3]);
    /// let x = SMatrix::from_element(1.0);
    /// let (_, by_x) = energy::grad(&layer, &x);
    /// assert_eq!(by_x.column(3).as_slice(), [1.0, 4.0]);
    /// ```
    #[differentiate(vjp = Self::to_matrix_rule, jvp = Self::to_matrix_tangent)]
    #[must_use]
    pub fn to_matrix(&self) -> SMatrix<T, F, B> {
        SMatrix::from_column_slice(self.as_slice())
    }

    /// The columns of a matrix as samples.
    #[differentiate(vjp = Self::from_matrix_rule, jvp = Self::from_matrix_tangent)]
    #[must_use]
    pub fn from_matrix(matrix: &SMatrix<T, F, B>) -> Self {
        Self::from(matrix)
    }
}

impl<T: Real, const F: usize, const B: usize, P: Place> Samples<T, F, B, P> {
    fn to_matrix_rule(&self, seed: SMatrix<T, F, B>, own: &mut Self) {
        own.as_mut_slice().iter_mut().zip(&seed).for_each(|(sum, d)| *sum += *d);
    }

    fn to_matrix_tangent(&self, own: &Self) -> (SMatrix<T, F, B>, SMatrix<T, F, B>) {
        (self.to_matrix(), own.to_matrix())
    }

    fn from_matrix_rule(_matrix: &SMatrix<T, F, B>, seed: Self, adjoint: &mut SMatrix<T, F, B>) {
        adjoint.iter_mut().zip(seed.as_slice()).for_each(|(sum, d)| *sum += *d);
    }

    fn from_matrix_tangent(matrix: &SMatrix<T, F, B>, tangent: &SMatrix<T, F, B>) -> (Self, Self) {
        (Self::from_matrix(matrix), Self::from_matrix(tangent))
    }
}
