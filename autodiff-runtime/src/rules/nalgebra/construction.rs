//! Building matrices from scalars, slices and diagonals, and taking them apart: `new`, `from_diagonal`, `diagonal`,
//! `from_row_slice`, `from_column_slice`, `transpose`.
//!
//! `from_element` and `repeat` are the transpose of `sum`: their rule is [`sum_of`](super::sum_of).

use nalgebra::allocator::Allocator;
use nalgebra::storage::{RawStorage, RawStorageMut, Storage};
use nalgebra::{DefaultAllocator, Dim, Matrix, OMatrix, OVector, U1};

use super::shape::{check_shape, zeros_like};
use crate::Real;

/// The `k`-th entry in row-major order: the cotangent of the `k`-th argument of `MatrixN::new`, `VectorN::new` and
/// `PointN::new`.
#[inline]
pub fn row_major_get<T: Real, R: Dim, C: Dim, S>(m: &Matrix<T, R, C, S>, k: usize) -> T
where
    S: RawStorage<T, R, C>,
{
    let columns = m.ncols();
    m[(k / columns, k % columns)]
}

/// Adds `value` to the `k`-th entry in row-major order: the tangent of the `k`-th argument of `MatrixN::new`.
#[inline]
pub fn row_major_add<T: Real, R: Dim, C: Dim, S>(m: &mut Matrix<T, R, C, S>, k: usize, value: T)
where
    S: RawStorageMut<T, R, C>,
{
    let columns = m.ncols();
    m[(k / columns, k % columns)] += value;
}

/// Adds the entries of `ct` in row-major order: `m = from_row_slice(x)`; `dx_k += dm_(k / c, k % c)`
#[inline]
pub fn accumulate_row_major<T: Real, R: Dim, C: Dim, S>(adjoint: &mut [T], ct: &Matrix<T, R, C, S>)
where
    S: RawStorage<T, R, C>,
{
    assert!(adjoint.len() >= ct.len(), "the adjoint of `from_row_slice` is too short");
    let columns = ct.ncols();
    for i in 0..ct.nrows() {
        for j in 0..columns {
            adjoint[i * columns + j] += ct[(i, j)];
        }
    }
}

/// Adds the entries of `ct` in column-major order: `m = from_column_slice(x)`; `dx_k += dm_(k % r, k / r)`
#[inline]
pub fn accumulate_column_major<T: Real, R: Dim, C: Dim, S>(
    adjoint: &mut [T],
    ct: &Matrix<T, R, C, S>,
) where
    S: RawStorage<T, R, C>,
{
    assert!(adjoint.len() >= ct.len(), "the adjoint of `from_column_slice` is too short");
    for (x, dx) in adjoint.iter_mut().zip(ct.iter()) {
        *x += *dx;
    }
}

/// `Y = diag(x)`; `dx_i += dY_ii`
#[inline]
pub fn from_diagonal_adjoint_0<T: Real, D: Dim, S, S2>(
    x: &Matrix<T, D, U1, S>,
    ct: &Matrix<T, D, D, S2>,
) -> OVector<T, D>
where
    S: RawStorage<T, D, U1>,
    S2: RawStorage<T, D, D>,
    DefaultAllocator: Allocator<D>,
{
    let mut contribution = zeros_like(x);
    for i in 0..contribution.len() {
        contribution[i] = ct[(i, i)];
    }
    contribution
}

/// `Ẏ = diag(ẋ)`
#[inline]
pub fn from_diagonal_tangent_0<T: Real, D: Dim, S, S2>(
    x: &Matrix<T, D, U1, S>,
    dx: &Matrix<T, D, U1, S2>,
) -> OMatrix<T, D, D>
where
    S: RawStorage<T, D, U1>,
    S2: RawStorage<T, D, U1>,
    DefaultAllocator: Allocator<D, D>,
{
    check_shape(x, dx);
    let (dim, _) = dx.shape_generic();
    let mut result = OMatrix::zeros_generic(dim, dim);
    for i in 0..dx.nrows() {
        result[(i, i)] = dx[i];
    }
    result
}

/// `y_i = m_ii`; `dm_ii += dy_i`
#[inline]
pub fn diagonal_adjoint_0<T: Real, R: Dim, C: Dim, S, D: Dim, S2>(
    m: &Matrix<T, R, C, S>,
    ct: &Matrix<T, D, U1, S2>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, D, U1>,
    DefaultAllocator: Allocator<R, C>,
{
    let mut contribution = zeros_like(m);
    for i in 0..ct.nrows() {
        contribution[(i, i)] = ct[i];
    }
    contribution
}

/// `ẏ_i = ṁ_ii`
#[inline]
pub fn diagonal_tangent_0<T: Real, D: Dim, S, S2>(
    _m: &Matrix<T, D, D, S>,
    dm: &Matrix<T, D, D, S2>,
) -> OVector<T, D>
where
    S: RawStorage<T, D, D>,
    S2: RawStorage<T, D, D>,
    DefaultAllocator: Allocator<D>,
{
    dm.diagonal()
}

/// `Y = Mᵀ`; `dM += dYᵀ`
#[inline]
pub fn transpose_adjoint_0<T: Real, R: Dim, C: Dim, S, S2>(
    _m: &Matrix<T, R, C, S>,
    ct: &Matrix<T, C, R, S2>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: Storage<T, C, R>,
    DefaultAllocator: Allocator<R, C>,
{
    ct.transpose()
}

/// `Ẏ = Ṁᵀ`
#[inline]
pub fn transpose_tangent_0<T: Real, R: Dim, C: Dim, S, S2>(
    _m: &Matrix<T, R, C, S>,
    dm: &Matrix<T, R, C, S2>,
) -> OMatrix<T, C, R>
where
    S: RawStorage<T, R, C>,
    S2: Storage<T, R, C>,
    DefaultAllocator: Allocator<C, R>,
{
    dm.transpose()
}
