//! Constructors from elements and slices. The rules are numbered by where the values stand among the sizes.
//!
//! - `Y = from_element(x)`: `dx += sum(dY)`.
//! - `Y = from_diagonal_element(x)`: `dx += trace(dY)`.
//! - `Y = from_column_slice(xs)`: `dxs` is `dY` column by column, from `from_row_slice` row by row.

use nalgebra::allocator::Allocator;
use nalgebra::storage::Storage;
use nalgebra::{DefaultAllocator, Dim, Matrix, OMatrix};

use crate::{Accumulate, Differentiable, Real, Scalar};

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

/// A matrix as the adjoint of the slice that it was made of, row by row.
#[derive(Clone, Debug)]
pub struct RowMajor<M>(pub M);

/// A matrix as the adjoint of the slice that it was made of, column by column.
#[derive(Clone, Debug)]
pub struct ColumnMajor<M>(pub M);

/// The entry of that number in the order of the slice; 0 for what a longer slice holds.
trait InOrder<T> {
    fn entry(&self, k: usize) -> T;
}

impl<T: Real, R: Dim, C: Dim> InOrder<T> for RowMajor<OMatrix<T, R, C>>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn entry(&self, k: usize) -> T {
        let columns = self.0.ncols();
        if k < self.0.len() {
            self.0[(k / columns, k % columns)]
        } else {
            T::zero()
        }
    }
}

impl<T: Real, R: Dim, C: Dim> InOrder<T> for ColumnMajor<OMatrix<T, R, C>>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn entry(&self, k: usize) -> T {
        self.0.as_slice().get(k).copied().unwrap_or_else(T::zero)
    }
}

/// What a matrix can be made of: slices, arrays, `Vec`s, other matrices.
#[diagnostic::on_unimplemented(
    message = "a matrix of `{T}` cannot be made of `{Self}`",
    note = "give it a slice, an array, a `Vec` or a matrix"
)]
pub trait MadeOf<T: Real> {
    /// The adjoint, made from a matrix in some order.
    type Adjoint<L>;
    /// The adjoint: of a slice the matrix itself, to be added in.
    fn adjoint<L>(&self, matrix: L, entry: impl Fn(&L, usize) -> T) -> Self::Adjoint<L>;
}

impl<T: Real, X: MadeOf<T> + ?Sized> MadeOf<T> for &X {
    type Adjoint<L> = X::Adjoint<L>;

    #[inline]
    fn adjoint<L>(&self, matrix: L, entry: impl Fn(&L, usize) -> T) -> X::Adjoint<L> {
        X::adjoint(self, matrix, entry)
    }
}

impl<T: Real> MadeOf<T> for [T] {
    type Adjoint<L> = L;

    #[inline]
    fn adjoint<L>(&self, matrix: L, _entry: impl Fn(&L, usize) -> T) -> L {
        matrix
    }
}

impl<T: Real, const N: usize> MadeOf<T> for [T; N] {
    type Adjoint<L> = [T; N];

    #[inline]
    fn adjoint<L>(&self, matrix: L, entry: impl Fn(&L, usize) -> T) -> [T; N] {
        core::array::from_fn(|k| entry(&matrix, k))
    }
}

impl<T: Real, const M: usize, const N: usize> MadeOf<T> for [[T; M]; N] {
    type Adjoint<L> = [[T; M]; N];

    #[inline]
    fn adjoint<L>(&self, matrix: L, entry: impl Fn(&L, usize) -> T) -> [[T; M]; N] {
        core::array::from_fn(|j| core::array::from_fn(|i| entry(&matrix, j * M + i)))
    }
}

#[cfg(feature = "alloc")]
impl<T: Real> MadeOf<T> for alloc::vec::Vec<T> {
    type Adjoint<L> = alloc::vec::Vec<T>;

    #[inline]
    fn adjoint<L>(&self, matrix: L, entry: impl Fn(&L, usize) -> T) -> alloc::vec::Vec<T> {
        (0..self.len()).map(|k| entry(&matrix, k)).collect()
    }
}

impl<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>> MadeOf<T> for Matrix<T, R, C, S>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Adjoint<L> = OMatrix<T, R, C>;

    #[inline]
    fn adjoint<L>(&self, matrix: L, entry: impl Fn(&L, usize) -> T) -> OMatrix<T, R, C> {
        let mut adjoint = self.zero_tangent();
        adjoint.iter_mut().enumerate().for_each(|(k, to)| *to = entry(&matrix, k));
        adjoint
    }
}

impl<T: Real, D: nalgebra::DimName> MadeOf<T> for nalgebra::OPoint<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    type Adjoint<L> = nalgebra::OVector<T, D>;

    #[inline]
    fn adjoint<L>(&self, matrix: L, entry: impl Fn(&L, usize) -> T) -> nalgebra::OVector<T, D> {
        self.coords.adjoint(matrix, entry)
    }
}

/// The tangents of what a matrix can be made of, number by number.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no entries of `{T}`",
    note = "give it a slice, an array, a `Vec` or a matrix"
)]
pub trait EntryTangents<T: Real> {
    /// Visits all numbers in order.
    fn each_entry(&self, visit: impl FnMut(usize, T));
}

macro_rules! flat_tangents {
    ($($(#[$attribute:meta])* [$($generics:tt)*] $D:ty, |$d:ident| $entries:expr;)*) => {$(
        $(#[$attribute])*
        impl<T: Real, $($generics)*> EntryTangents<T> for $D {
            #[inline]
            fn each_entry(&self, mut visit: impl FnMut(usize, T)) {
                let $d = self;
                $entries.iter().enumerate().for_each(|(k, x)| visit(k, *x));
            }
        }
    )*};
}

flat_tangents! {
    [] [T], |d| d;
    [const N: usize] [T; N], |d| d;
    [const M: usize, const N: usize] [[T; M]; N], |d| d.as_flattened();
    #[cfg(feature = "alloc")]
    [] alloc::vec::Vec<T>, |d| d;
}

impl<T: Real, R: Dim, C: Dim> EntryTangents<T> for OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn each_entry(&self, mut visit: impl FnMut(usize, T)) {
        self.iter().enumerate().for_each(|(k, x)| visit(k, *x));
    }
}

macro_rules! slices {
    ($($column:ident $column_tangent:ident $row:ident $row_tangent:ident)*) => {$(
        /// The adjoint of the entries, column by column.
        #[inline]
        pub fn $column<X: MadeOf<T> + ?Sized, Y, T: Real, R: Dim, C: Dim>(
            x: &X,
            _y: &Y,
            ct: &OMatrix<T, R, C>,
        ) -> X::Adjoint<ColumnMajor<OMatrix<T, R, C>>>
        where
            Y: Differentiable<Tangent = OMatrix<T, R, C>>,
            DefaultAllocator: Allocator<R, C>,
        {
            x.adjoint(ColumnMajor(ct.clone()), InOrder::entry)
        }

        /// The tangent of the matrix, column by column.
        #[inline]
        pub fn $column_tangent<X: ?Sized, D: EntryTangents<T> + ?Sized, Y, T: Real, R: Dim, C: Dim>(
            _x: &X,
            y: &Y,
            dx: &D,
        ) -> OMatrix<T, R, C>
        where
            Y: Differentiable<Tangent = OMatrix<T, R, C>>,
            DefaultAllocator: Allocator<R, C>,
        {
            let mut out = y.zero_tangent();
            let entries = out.as_mut_slice();
            dx.each_entry(|k, dx| {
                if let Some(entry) = entries.get_mut(k) {
                    *entry = dx;
                }
            });
            out
        }

        /// The adjoint of the entries, row by row.
        #[inline]
        pub fn $row<X: MadeOf<T> + ?Sized, T: Real, R: Dim, C: Dim>(
            x: &X,
            _y: &OMatrix<T, R, C>,
            ct: &OMatrix<T, R, C>,
        ) -> X::Adjoint<RowMajor<OMatrix<T, R, C>>>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            x.adjoint(RowMajor(ct.clone()), InOrder::entry)
        }

        /// The tangent of the matrix, row by row.
        #[inline]
        pub fn $row_tangent<X: ?Sized, D: EntryTangents<T> + ?Sized, T: Real, R: Dim, C: Dim>(
            _x: &X,
            y: &OMatrix<T, R, C>,
            dx: &D,
        ) -> OMatrix<T, R, C>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            let mut out = y.zero_tangent();
            let (columns, count) = (out.ncols(), out.len());
            dx.each_entry(|k, dx| {
                if k < count {
                    out[(k / columns, k % columns)] = dx;
                }
            });
            out
        }
    )*};
}

slices! {
    from_column_slice_adjoint_0 from_column_slice_tangent_0 from_row_slice_adjoint_0 from_row_slice_tangent_0
    from_column_slice_adjoint_1 from_column_slice_tangent_1 from_row_slice_adjoint_1 from_row_slice_tangent_1
    from_column_slice_adjoint_2 from_column_slice_tangent_2 from_row_slice_adjoint_2 from_row_slice_tangent_2
}

macro_rules! vectors {
    ($($adjoint:ident $tangent:ident)*) => {$(
        /// `from_vec(x)`: the adjoint of the `Vec`, column by column.
        #[cfg(feature = "alloc")]
        #[inline]
        pub fn $adjoint<T: Real, R: Dim, C: Dim>(
            _y: &OMatrix<T, R, C>,
            ct: &OMatrix<T, R, C>,
        ) -> alloc::vec::Vec<T>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            ct.as_slice().to_vec()
        }

        /// `from_vec(x)`: the tangent of the matrix.
        #[inline]
        pub fn $tangent<D: EntryTangents<T> + ?Sized, T: Real, R: Dim, C: Dim>(
            y: &OMatrix<T, R, C>,
            dx: &D,
        ) -> OMatrix<T, R, C>
        where
            DefaultAllocator: Allocator<R, C>,
        {
            from_column_slice_tangent_0(&(), y, dx)
        }
    )*};
}

vectors! {
    from_vec_adjoint_0 from_vec_tangent_0
    from_vec_adjoint_1 from_vec_tangent_1
    from_vec_adjoint_2 from_vec_tangent_2
}

macro_rules! into_slices {
    ($($(#[$attribute:meta])* [$($generics:tt)*] $Adjoint:ty, |$a:ident| $entries:expr;)*) => {$(
        $(#[$attribute])*
        impl<T: Real, R: Dim, C: Dim, $($generics)*> Accumulate<RowMajor<OMatrix<T, R, C>>> for $Adjoint
        where
            DefaultAllocator: Allocator<R, C>,
        {
            #[inline]
            fn accumulate(&mut self, contribution: RowMajor<OMatrix<T, R, C>>) {
                let $a = self;
                super::accumulate_row_major($entries, &contribution.0);
            }
        }

        $(#[$attribute])*
        impl<T: Real, R: Dim, C: Dim, $($generics)*> Accumulate<ColumnMajor<OMatrix<T, R, C>>> for $Adjoint
        where
            DefaultAllocator: Allocator<R, C>,
        {
            #[inline]
            fn accumulate(&mut self, contribution: ColumnMajor<OMatrix<T, R, C>>) {
                let $a = self;
                super::accumulate_column_major($entries, &contribution.0);
            }
        }
    )*};
}

into_slices! {
    [] [T], |a| a;
    [const N: usize] [T; N], |a| a;
    #[cfg(feature = "alloc")]
    [] alloc::vec::Vec<T>, |a| a;
}
