//! Constructors from elements and slices. The rules are numbered by where the values stand among the sizes.
//!
//! - `Y = from_element(x)`: `dx += sum(dY)`.
//! - `Y = from_diagonal_element(x)`: `dx += trace(dY)`.
//! - `Y = from_column_slice(xs)`: `dxs` is `dY` column by column, from `from_row_slice` row by row.

use nalgebra::allocator::Allocator;
use nalgebra::{DefaultAllocator, Dim, OMatrix};

use crate::{Accumulate, Real, Scalar};

macro_rules! filled {
    ($($adjoint:ident $tangent:ident)*) => {$(
        /// The adjoint of the repeated element: the sum of the matrix's adjoint.
        #[inline]
        pub fn $adjoint<X: Scalar, R: Dim, C: Dim>(
            _x: &X,
            _y: &OMatrix<X::Real, R, C>,
            ct: &OMatrix<X::Real, R, C>,
        ) -> X::Real
        where
            DefaultAllocator: Allocator<R, C>,
        {
            ct.sum()
        }

        /// The tangent of a matrix of one element.
        #[inline]
        pub fn $tangent<X: Scalar, R: Dim, C: Dim>(
            _x: &X,
            y: &OMatrix<X::Real, R, C>,
            dx: &X::Real,
        ) -> OMatrix<X::Real, R, C>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            let mut out = y.clone();
            out.fill(*dx);
            out
        }
    )*};
}

filled! {
    from_element_adjoint_0 from_element_tangent_0
    from_element_adjoint_1 from_element_tangent_1
    from_element_adjoint_2 from_element_tangent_2
}

macro_rules! diagonal {
    ($($adjoint:ident $tangent:ident)*) => {$(
        /// The adjoint of the element on the diagonal: the trace of the matrix's adjoint.
        #[inline]
        pub fn $adjoint<X: Scalar, R: Dim, C: Dim>(
            _x: &X,
            _y: &OMatrix<X::Real, R, C>,
            ct: &OMatrix<X::Real, R, C>,
        ) -> X::Real
        where
            DefaultAllocator: Allocator<R, C>,
        {
            let mut total = <X::Real as nalgebra::ComplexField>::from_real(nalgebra::zero());
            for i in 0..ct.nrows().min(ct.ncols()) {
                total += ct[(i, i)];
            }
            total
        }

        /// The tangent of a matrix with one element on its diagonal.
        #[inline]
        pub fn $tangent<X: Scalar, R: Dim, C: Dim>(
            _x: &X,
            y: &OMatrix<X::Real, R, C>,
            dx: &X::Real,
        ) -> OMatrix<X::Real, R, C>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            let mut out = y.clone();
            out.fill(nalgebra::zero());
            out.fill_diagonal(*dx);
            out
        }
    )*};
}

diagonal! {
    from_diagonal_element_adjoint_0 from_diagonal_element_tangent_0
    from_diagonal_element_adjoint_2 from_diagonal_element_tangent_2
}

/// A matrix that is added into a slice row by row.
#[derive(Clone, Debug)]
pub struct RowMajor<M>(pub M);

macro_rules! slices {
    ($($column:ident $column_tangent:ident $row:ident $row_tangent:ident)*) => {$(
        /// The adjoint of the slice, column by column.
        #[inline]
        pub fn $column<X: ?Sized, T: Real, R: Dim, C: Dim>(
            _x: &X,
            _y: &OMatrix<T, R, C>,
            ct: &OMatrix<T, R, C>,
        ) -> OMatrix<T, R, C>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            ct.clone()
        }

        /// The tangent of the matrix, column by column.
        #[inline]
        pub fn $column_tangent<X: ?Sized, D: AsRef<[T]> + ?Sized, T: Real, R: Dim, C: Dim>(
            _x: &X,
            y: &OMatrix<T, R, C>,
            dx: &D,
        ) -> OMatrix<T, R, C>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            let mut out = y.clone();
            out.iter_mut().zip(dx.as_ref()).for_each(|(out, dx)| *out = *dx);
            out
        }

        /// The adjoint of the slice, row by row.
        #[inline]
        pub fn $row<X: ?Sized, T: Real, R: Dim, C: Dim>(
            _x: &X,
            _y: &OMatrix<T, R, C>,
            ct: &OMatrix<T, R, C>,
        ) -> RowMajor<OMatrix<T, R, C>>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            RowMajor(ct.clone())
        }

        /// The tangent of the matrix, row by row.
        #[inline]
        pub fn $row_tangent<X: ?Sized, D: AsRef<[T]> + ?Sized, T: Real, R: Dim, C: Dim>(
            _x: &X,
            y: &OMatrix<T, R, C>,
            dx: &D,
        ) -> OMatrix<T, R, C>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            let mut out = y.clone();
            let columns = out.ncols();
            for (k, dx) in dx.as_ref().iter().enumerate().take(out.len()) {
                out[(k / columns, k % columns)] = *dx;
            }
            out
        }
    )*};
}

slices! {
    from_column_slice_adjoint_0 from_column_slice_tangent_0 from_row_slice_adjoint_0 from_row_slice_tangent_0
    from_column_slice_adjoint_1 from_column_slice_tangent_1 from_row_slice_adjoint_1 from_row_slice_tangent_1
    from_column_slice_adjoint_2 from_column_slice_tangent_2 from_row_slice_adjoint_2 from_row_slice_tangent_2
}

impl<T: Real, R: Dim, C: Dim> Accumulate<RowMajor<OMatrix<T, R, C>>> for [T]
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn accumulate(&mut self, contribution: RowMajor<OMatrix<T, R, C>>) {
        super::accumulate_row_major(self, &contribution.0);
    }
}

impl<T: Real, R: Dim, C: Dim, const N: usize> Accumulate<RowMajor<OMatrix<T, R, C>>> for [T; N]
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn accumulate(&mut self, contribution: RowMajor<OMatrix<T, R, C>>) {
        super::accumulate_row_major(self, &contribution.0);
    }
}

#[cfg(feature = "alloc")]
impl<T: Real, R: Dim, C: Dim> Accumulate<RowMajor<OMatrix<T, R, C>>> for alloc::vec::Vec<T>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn accumulate(&mut self, contribution: RowMajor<OMatrix<T, R, C>>) {
        super::accumulate_row_major(self, &contribution.0);
    }
}
