//! Shapes of cotangents: elementwise helpers which write a value into the shape of another, and transposed views.
//!
//! nalgebra lets a static and a dynamic shape meet in one operation (`SVector<f64, 3> + DVector<f64>`); the result has
//! the static one where there is a choice. The contribution to an operand always has the operand's own shape, so all
//! rules build their contributions through the helpers here. No mathematics in this file.

use nalgebra::allocator::Allocator;
use nalgebra::storage::{IsContiguous, RawStorage, RawStorageMut, Storage, StorageMut};
use nalgebra::{Const, DefaultAllocator, Dim, Matrix, MatrixView, MatrixViewMut, OMatrix, U1};

use crate::Real;

/// Panics unless `value` has the shape of `like`.
#[inline]
#[track_caller]
pub(super) fn check_shape<T, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    like: &Matrix<T, R, C, S>,
    value: &Matrix<T, R2, C2, S2>,
) where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
{
    assert_eq!(
        like.shape(),
        value.shape(),
        "the shapes of a value and its tangent or cotangent differ"
    );
}

/// The zero matrix of the shape of `like`.
#[inline]
pub(super) fn zeros_like<T: Real, R: Dim, C: Dim, S>(like: &Matrix<T, R, C, S>) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    fill_like(like, T::zero())
}

/// The matrix of the shape of `like` with all entries equal to `value`.
#[inline]
pub(super) fn fill_like<T: Real, R: Dim, C: Dim, S>(
    like: &Matrix<T, R, C, S>,
    value: T,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    let (rows, columns) = like.shape_generic();
    OMatrix::from_element_generic(rows, columns, value)
}

/// `value` as an owned matrix with the (static or dynamic) shape of `like`.
#[inline]
#[track_caller]
pub(super) fn copy_like<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    like: &Matrix<T, R, C, S>,
    value: &Matrix<T, R2, C2, S2>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    DefaultAllocator: Allocator<R, C>,
{
    map_like(like, value, |x| x)
}

/// `f(value_ij)` in the shape of `like`.
#[inline]
#[track_caller]
pub(super) fn map_like<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    like: &Matrix<T, R, C, S>,
    value: &Matrix<T, R2, C2, S2>,
    mut f: impl FnMut(T) -> T,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    DefaultAllocator: Allocator<R, C>,
{
    check_shape(like, value);
    let mut result = zeros_like(like);
    with_shape_mut(&mut result, value).zip_apply(value, |out, x| *out = f(x));
    result
}

/// `f(a_ij, b_ij)` in the shape of `like`.
#[inline]
#[track_caller]
pub(super) fn zip_like<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, R3: Dim, C3: Dim, S3>(
    like: &Matrix<T, R, C, S>,
    a: &Matrix<T, R2, C2, S2>,
    b: &Matrix<T, R3, C3, S3>,
    mut f: impl FnMut(T, T) -> T,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    S3: RawStorage<T, R3, C3>,
    DefaultAllocator: Allocator<R, C>,
{
    check_shape(like, b);
    let mut result = copy_like(like, a);
    with_shape_mut(&mut result, b).zip_apply(b, |out, y| *out = f(*out, y));
    result
}

/// `sum_ij f(a_ij, b_ij)`.
#[inline]
#[track_caller]
pub(super) fn zip_sum<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    mut f: impl FnMut(T, T) -> T,
) -> T
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
{
    check_shape(a, b);
    let mut sum = T::zero();
    for (x, y) in a.iter().zip(b.iter()) {
        sum += f(*x, *y);
    }
    sum
}

/// The entries of `m` under the dimension types of `like`, which has the same shape.
#[inline]
pub(super) fn with_shape_mut<'a, T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    m: &'a mut Matrix<T, R, C, S>,
    like: &Matrix<T, R2, C2, S2>,
) -> MatrixViewMut<'a, T, R2, C2, U1, R2>
where
    S: RawStorageMut<T, R, C> + IsContiguous,
    S2: RawStorage<T, R2, C2>,
{
    let (rows, columns) = like.shape_generic();
    with_dims_mut(m, rows, columns)
}

/// The entries of `m` under other dimension types of the same values.
#[inline]
pub(super) fn with_dims_mut<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim>(
    m: &mut Matrix<T, R, C, S>,
    rows: R2,
    columns: C2,
) -> MatrixViewMut<'_, T, R2, C2, U1, R2>
where
    S: RawStorageMut<T, R, C> + IsContiguous,
{
    debug_assert_eq!(m.shape(), (rows.value(), columns.value()));
    MatrixViewMut::from_slice_generic(m.as_mut_slice(), rows, columns)
}

/// The transpose of an owned matrix, without a copy.
#[inline]
pub(super) fn transposed<T: Real, R: Dim, C: Dim, S>(
    m: &Matrix<T, R, C, S>,
) -> MatrixView<'_, T, C, R, R, U1>
where
    S: Storage<T, R, C> + IsContiguous,
{
    let (rows, columns) = m.shape_generic();
    MatrixView::from_slice_with_strides_generic(m.as_slice(), columns, rows, rows, Const::<1>)
}

/// The transpose of an owned matrix, without a copy, as a `columns` by `rows` matrix of other dimension types.
#[inline]
pub(super) fn transposed_mut<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim>(
    m: &mut Matrix<T, R, C, S>,
    rows: R2,
    columns: C2,
) -> MatrixViewMut<'_, T, C2, R2, R, U1>
where
    S: StorageMut<T, R, C> + IsContiguous,
{
    debug_assert_eq!(m.shape(), (rows.value(), columns.value()));
    let stride = m.shape_generic().0;
    MatrixViewMut::from_slice_with_strides_generic(
        m.as_mut_slice(),
        columns,
        rows,
        stride,
        Const::<1>,
    )
}
