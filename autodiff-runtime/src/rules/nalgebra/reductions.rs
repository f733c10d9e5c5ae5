//! Reductions of a matrix to a scalar, a row or a column: sums, means, traces, inner products, extrema.
//!
//! Norms are in `norms.rs`.

use nalgebra::allocator::Allocator;
use nalgebra::constraint::{DimEq, ShapeConstraint};
use nalgebra::storage::RawStorage;
use nalgebra::{DefaultAllocator, Dim, Matrix, OMatrix, OVector, RowOVector, U1};

use super::shape::{check_shape, fill_like, map_like, zeros_like};
use crate::Real;

/// `y = sum_ij m_ij`; `dm_ij += dy`
#[inline]
pub fn sum_adjoint_0<T: Real, R: Dim, C: Dim, S>(m: &Matrix<T, R, C, S>, ct: &T) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    fill_like(m, *ct)
}

/// `ẏ = sum_ij ṁ_ij`
#[inline]
pub fn sum_tangent_0<T: Real, R: Dim, C: Dim, S, S2>(
    _m: &Matrix<T, R, C, S>,
    dm: &Matrix<T, R, C, S2>,
) -> T
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
{
    sum_of(dm)
}

/// The sum of all entries: the contribution to `e` in `from_element(e)` and `repeat(e)`.
#[inline]
pub fn sum_of<T: Real, R: Dim, C: Dim, S>(m: &Matrix<T, R, C, S>) -> T
where
    S: RawStorage<T, R, C>,
{
    let mut sum = T::zero();
    for x in m.iter() {
        sum += *x;
    }
    sum
}

/// `y = sum_ij m_ij / n`, `n` the number of entries; `dm_ij += dy / n`
#[inline]
pub fn mean_adjoint_0<T: Real, R: Dim, C: Dim, S>(
    m: &Matrix<T, R, C, S>,
    ct: &T,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    fill_like(m, *ct / count::<T>(m.len()))
}

/// `ẏ = sum_ij ṁ_ij / n`; 0 for an empty matrix, as the mean
#[inline]
pub fn mean_tangent_0<T: Real, R: Dim, C: Dim, S, S2>(
    _m: &Matrix<T, R, C, S>,
    dm: &Matrix<T, R, C, S2>,
) -> T
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
{
    if dm.is_empty() {
        return T::zero();
    }
    sum_of(dm) / count::<T>(dm.len())
}

/// `y = sum_i m_ii`; `dm_ii += dy`
#[inline]
pub fn trace_adjoint_0<T: Real, D: Dim, S>(m: &Matrix<T, D, D, S>, ct: &T) -> OMatrix<T, D, D>
where
    S: RawStorage<T, D, D>,
    DefaultAllocator: Allocator<D, D>,
{
    let mut contribution = zeros_like(m);
    contribution.fill_diagonal(*ct);
    contribution
}

/// `ẏ = sum_i ṁ_ii`
#[inline]
pub fn trace_tangent_0<T: Real, D: Dim, S, S2>(
    _m: &Matrix<T, D, D, S>,
    dm: &Matrix<T, D, D, S2>,
) -> T
where
    S: RawStorage<T, D, D>,
    S2: RawStorage<T, D, D>,
{
    let mut sum = T::zero();
    for i in 0..dm.nrows() {
        sum += dm[(i, i)];
    }
    sum
}

/// `y = sum_ij a_ij b_ij`; `da += dy b`
#[inline]
pub fn dot_adjoint_0<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &T,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    DefaultAllocator: Allocator<R, C>,
{
    map_like(a, b, |y| y * *ct)
}

/// `y = sum_ij a_ij b_ij`; `db += dy a`
#[inline]
pub fn dot_adjoint_1<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &T,
) -> OMatrix<T, R2, C2>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    DefaultAllocator: Allocator<R2, C2>,
{
    map_like(b, a, |x| x * *ct)
}

/// `ẏ = sum_ij ȧ_ij b_ij`
#[inline]
pub fn dot_tangent_0<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, S3>(
    _a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    da: &Matrix<T, R, C, S3>,
) -> T
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    S3: RawStorage<T, R, C>,
    ShapeConstraint: DimEq<R, R2> + DimEq<C, C2>,
{
    da.dot(b)
}

/// `ẏ = sum_ij a_ij ḃ_ij`
#[inline]
pub fn dot_tangent_1<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, S3>(
    a: &Matrix<T, R, C, S>,
    _b: &Matrix<T, R2, C2, S2>,
    db: &Matrix<T, R2, C2, S3>,
) -> T
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    S3: RawStorage<T, R2, C2>,
    ShapeConstraint: DimEq<R, R2> + DimEq<C, C2>,
{
    a.dot(db)
}

/// `y_i = sum_j m_ij`, the sum of the columns; `dm_ij += dy_i`
#[inline]
pub fn column_sum_adjoint_0<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    ct: &Matrix<T, R, U1, S2>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, U1>,
    DefaultAllocator: Allocator<R, C>,
{
    let mut contribution = zeros_like(m);
    for j in 0..contribution.ncols() {
        contribution.column_mut(j).copy_from(ct);
    }
    contribution
}

/// `ẏ_i = sum_j ṁ_ij`
#[inline]
pub fn column_sum_tangent_0<T: Real, R: Dim, C: Dim, S, S2>(
    _m: &Matrix<T, R, C, S>,
    dm: &Matrix<T, R, C, S2>,
) -> OVector<T, R>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R>,
{
    dm.column_sum()
}

/// `y_j = sum_i m_ij`, the sum of the rows; `dm_ij += dy_j`
#[inline]
pub fn row_sum_adjoint_0<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    ct: &Matrix<T, U1, C, S2>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, U1, C>,
    DefaultAllocator: Allocator<R, C>,
{
    let mut contribution = zeros_like(m);
    for j in 0..contribution.ncols() {
        contribution.column_mut(j).fill(ct[(0, j)]);
    }
    contribution
}

/// `ẏ_j = sum_i ṁ_ij`
#[inline]
pub fn row_sum_tangent_0<T: Real, R: Dim, C: Dim, S, S2>(
    _m: &Matrix<T, R, C, S>,
    dm: &Matrix<T, R, C, S2>,
) -> RowOVector<T, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<U1, C>,
{
    dm.row_sum()
}

/// `y = max_ij m_ij`; `dm_ij += dy / k` at each of the `k` entries equal to `y`
#[inline]
pub fn matrix_max_adjoint_0<T: Real, R: Dim, C: Dim, S>(
    m: &Matrix<T, R, C, S>,
    y: &T,
    ct: &T,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    extremum_adjoint(m, y, ct)
}

/// `ẏ` = the mean of `ṁ_ij` over the entries equal to `y`
#[inline]
pub fn matrix_max_tangent_0<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    y: &T,
    dm: &Matrix<T, R, C, S2>,
) -> T
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
{
    extremum_tangent(m, y, dm)
}

/// `y = min_ij m_ij`; `dm_ij += dy / k` at each of the `k` entries equal to `y`
#[inline]
pub fn matrix_min_adjoint_0<T: Real, R: Dim, C: Dim, S>(
    m: &Matrix<T, R, C, S>,
    y: &T,
    ct: &T,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    extremum_adjoint(m, y, ct)
}

/// `ẏ` = the mean of `ṁ_ij` over the entries equal to `y`
#[inline]
pub fn matrix_min_tangent_0<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    y: &T,
    dm: &Matrix<T, R, C, S2>,
) -> T
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
{
    extremum_tangent(m, y, dm)
}

fn extremum_adjoint<T: Real, R: Dim, C: Dim, S>(
    m: &Matrix<T, R, C, S>,
    y: &T,
    ct: &T,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    let ties = m.iter().filter(|x| same_primal(**x, *y)).count();
    if ties == 0 {
        return zeros_like(m); // empty, or all NaN
    }
    let share = *ct / count::<T>(ties);
    map_like(m, m, |x| if same_primal(x, *y) { share } else { T::zero() })
}

fn extremum_tangent<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    y: &T,
    dm: &Matrix<T, R, C, S2>,
) -> T
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
{
    check_shape(m, dm);
    let mut sum = T::zero();
    let mut ties = 0;
    for (x, dx) in m.iter().zip(dm.iter()) {
        if same_primal(*x, *y) {
            sum += *dx;
            ties += 1;
        }
    }
    if ties == 0 {
        return T::zero();
    }
    sum / count::<T>(ties)
}

// Ties are those of the values: two dual numbers of different derivatives tie as well.
#[inline]
fn same_primal<T: Real>(x: T, y: T) -> bool {
    x.to_f64() == y.to_f64()
}

#[inline]
#[allow(clippy::cast_precision_loss)] // numbers of entries
fn count<T: Real>(n: usize) -> T {
    T::lit(n as f64)
}
