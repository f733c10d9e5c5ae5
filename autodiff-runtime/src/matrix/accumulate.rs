//! [`Accumulate`] into mutable views of matrices, and between matrices and arrays (by columns).

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use nalgebra::allocator::Allocator;
use nalgebra::{ArrayStorage, Const, DefaultAllocator, Dim, Matrix, OMatrix, ViewStorageMut};
#[cfg(feature = "alloc")]
use nalgebra::{Storage, VecStorage};

use crate::accumulate::Accumulate;
use crate::containers::add_assign_slice;
#[cfg(feature = "alloc")]
use crate::matrix::check_shapes;
use crate::real::Real;

/// Into a mutable view of an adjoint.
impl<T, RS, CS, const R: usize, const C: usize>
    Accumulate<Matrix<T, Const<R>, Const<C>, ArrayStorage<T, R, C>>>
    for Matrix<T, Const<R>, Const<C>, ViewStorageMut<'_, T, Const<R>, Const<C>, RS, CS>>
where
    T: Real,
    RS: Dim,
    CS: Dim,
{
    #[inline]
    fn accumulate(&mut self, contribution: Matrix<T, Const<R>, Const<C>, ArrayStorage<T, R, C>>) {
        *self += contribution;
    }
}

/// Into a mutable view of an adjoint.
#[cfg(feature = "alloc")]
impl<T, R, C, RS, CS> Accumulate<Matrix<T, R, C, VecStorage<T, R, C>>>
    for Matrix<T, R, C, ViewStorageMut<'_, T, R, C, RS, CS>>
where
    T: Real,
    R: Dim,
    C: Dim,
    RS: Dim,
    CS: Dim,
    VecStorage<T, R, C>: Storage<T, R, C>,
{
    #[inline]
    fn accumulate(&mut self, contribution: Matrix<T, R, C, VecStorage<T, R, C>>) {
        check_shapes(self.shape(), contribution.shape());
        let columns = self.column_iter_mut().zip(contribution.column_iter());
        for (mut to, from) in columns {
            to.iter_mut().zip(&from).for_each(|(to, from)| *to += *from);
        }
    }
}

macro_rules! by_columns {
    ($($(#[$attribute:meta])* [$($generics:tt)*] $Flat:ty, $as_slice:ident, $as_mut_slice:ident;)*) => {$(
        $(#[$attribute])*
        impl<T, R, C, $($generics)*> Accumulate<OMatrix<T, R, C>> for $Flat
        where
            T: Real,
            R: Dim,
            C: Dim,
            DefaultAllocator: Allocator<R, C>,
        {
            #[inline]
            fn accumulate(&mut self, contribution: OMatrix<T, R, C>) {
                add_assign_slice(self.$as_mut_slice(), contribution.as_slice());
            }
        }

        $(#[$attribute])*
        impl<T, R, C, $($generics)*> Accumulate<$Flat> for OMatrix<T, R, C>
        where
            T: Real,
            R: Dim,
            C: Dim,
            DefaultAllocator: Allocator<R, C>,
        {
            #[inline]
            fn accumulate(&mut self, contribution: $Flat) {
                add_assign_slice(self.as_mut_slice(), contribution.$as_slice());
            }
        }
    )*};
}

by_columns! {
    [const N: usize] [T; N], as_slice, as_mut_slice;
    [const M: usize, const N: usize] [[T; M]; N], as_flattened, as_flattened_mut;
    #[cfg(feature = "alloc")]
    [] Vec<T>, as_slice, as_mut_slice;
}

/// Into a slice, by columns.
impl<T, R, C> Accumulate<OMatrix<T, R, C>> for [T]
where
    T: Real,
    R: Dim,
    C: Dim,
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn accumulate(&mut self, contribution: OMatrix<T, R, C>) {
        add_assign_slice(self, contribution.as_slice());
    }
}
