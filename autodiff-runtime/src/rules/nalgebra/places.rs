//! Views of matrices as places: what emitted code writes into them and takes out. No rules in this file.

use nalgebra::allocator::Allocator;
use nalgebra::storage::{RawStorage, RawStorageMut, StorageMut};
use nalgebra::{DefaultAllocator, Dim, Matrix, OMatrix};

use crate::Real;

/// `view = value`.
#[inline]
#[track_caller]
pub fn assign_view<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    view: &mut Matrix<T, R, C, S>,
    value: &Matrix<T, R2, C2, S2>,
) where
    S: RawStorageMut<T, R, C>,
    S2: RawStorage<T, R2, C2>,
{
    assert_eq!(
        view.shape(),
        value.shape(),
        "the shapes of a matrix and of what is copied into it differ"
    );
    view.iter_mut().zip(value.iter()).for_each(|(to, from)| *to = *from);
}

/// The old value, as a matrix of its own; the view becomes `value`.
#[inline]
#[track_caller]
pub fn replace_view<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    view: &mut Matrix<T, R, C, S>,
    value: &Matrix<T, R2, C2, S2>,
) -> OMatrix<T, R, C>
where
    S: StorageMut<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    DefaultAllocator: Allocator<R, C>,
{
    let old = view.clone_owned();
    assign_view(view, value);
    old
}

/// The old value, as a matrix of its own; the view becomes zeros.
#[inline]
pub fn take_view<T: Real, R: Dim, C: Dim, S>(view: &mut Matrix<T, R, C, S>) -> OMatrix<T, R, C>
where
    S: StorageMut<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    let old = view.clone_owned();
    view.fill(T::zero());
    old
}

/// Zero of the type of the elements.
#[inline]
pub fn zero_of<T: Real, R: Dim, C: Dim, S>(_m: &Matrix<T, R, C, S>) -> T {
    T::zero()
}

/// One of the type of the elements.
#[inline]
pub fn one_of<T: Real, R: Dim, C: Dim, S>(_m: &Matrix<T, R, C, S>) -> T {
    T::one()
}
