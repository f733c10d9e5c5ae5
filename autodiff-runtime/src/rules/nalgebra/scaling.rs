//! Methods of a matrix and a scalar: `scale`, `unscale`, `add_scalar`.
//!
//! The operators `*` and `/` with a scalar have the same rules.

use nalgebra::allocator::Allocator;
use nalgebra::storage::RawStorage;
use nalgebra::{DefaultAllocator, Dim, Matrix, OMatrix};

use super::reductions::sum_of;
use super::shape::{copy_like, fill_like, map_like, zip_sum};
use crate::Real;

/// `Y = s M`; `dM += s dY`
#[inline]
pub fn scale_adjoint_0<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    s: &T,
    ct: &Matrix<T, R, C, S2>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    map_like(m, ct, |dy| dy * *s)
}

/// `Y = s M`; `ds += M · dY`
#[inline]
pub fn scale_adjoint_1<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    _s: &T,
    ct: &Matrix<T, R, C, S2>,
) -> T
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
{
    m.dot(ct)
}

/// `Ẏ = s Ṁ`
#[inline]
pub fn scale_tangent_0<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    s: &T,
    dm: &Matrix<T, R, C, S2>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    map_like(m, dm, |dx| dx * *s)
}

/// `Ẏ = ṡ M`
#[inline]
pub fn scale_tangent_1<T: Real, R: Dim, C: Dim, S>(
    m: &Matrix<T, R, C, S>,
    _s: &T,
    ds: &T,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    map_like(m, m, |x| x * *ds)
}

/// `Y = M / s`; `dM += dY / s`
#[inline]
pub fn unscale_adjoint_0<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    s: &T,
    ct: &Matrix<T, R, C, S2>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    map_like(m, ct, |dy| T::chain_div(dy, *s))
}

/// `Y = M / s`; `ds -= (M · dY) / s²`
#[inline]
pub fn unscale_adjoint_1<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    s: &T,
    ct: &Matrix<T, R, C, S2>,
) -> T
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
{
    zip_sum(m, ct, |x, dy| T::chain(-(x / *s / *s), dy))
}

/// `Ẏ = Ṁ / s`
#[inline]
pub fn unscale_tangent_0<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    s: &T,
    dm: &Matrix<T, R, C, S2>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    map_like(m, dm, |dx| T::chain_div(dx, *s))
}

/// `Ẏ = -ṡ M / s²`
#[inline]
pub fn unscale_tangent_1<T: Real, R: Dim, C: Dim, S>(
    m: &Matrix<T, R, C, S>,
    s: &T,
    ds: &T,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    map_like(m, m, |x| T::chain(-(x / *s / *s), *ds))
}

/// `y_ij = m_ij + s`; `dM += dY`
#[inline]
pub fn add_scalar_adjoint_0<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    _s: &T,
    ct: &Matrix<T, R, C, S2>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    copy_like(m, ct)
}

/// `y_ij = m_ij + s`; `ds += sum_ij dy_ij`
#[inline]
pub fn add_scalar_adjoint_1<T: Real, R: Dim, C: Dim, S, S2>(
    _m: &Matrix<T, R, C, S>,
    _s: &T,
    ct: &Matrix<T, R, C, S2>,
) -> T
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
{
    sum_of(ct)
}

/// `ẏ_ij = ṁ_ij`
#[inline]
pub fn add_scalar_tangent_0<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    _s: &T,
    dm: &Matrix<T, R, C, S2>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    copy_like(m, dm)
}

/// `ẏ_ij = ṡ`
#[inline]
pub fn add_scalar_tangent_1<T: Real, R: Dim, C: Dim, S>(
    m: &Matrix<T, R, C, S>,
    _s: &T,
    ds: &T,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    fill_like(m, *ds)
}
