//! The Euclidean (for matrices: Frobenius) norm, its square, and normalization.

use nalgebra::allocator::Allocator;
use nalgebra::storage::RawStorage;
use nalgebra::{ComplexField, DefaultAllocator, Dim, Matrix, OMatrix};

use super::shape::{map_like, zeros_like, zip_like, zip_sum};
use crate::Real;

/// `y = |m|`; `dm += dy m / y`, and 0 at the zero vector
#[inline]
pub fn norm_adjoint_0<T: Real, R: Dim, C: Dim, S>(
    m: &Matrix<T, R, C, S>,
    y: &T,
    ct: &T,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    if y.to_f64() == 0.0 || ct.is_zero() {
        return zeros_like(m);
    }
    let factor = *ct / *y;
    map_like(m, m, |x| x * factor)
}

/// `ẏ = (m · ṁ) / y`, and 0 at the zero vector
#[inline]
pub fn norm_tangent_0<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    y: &T,
    dm: &Matrix<T, R, C, S2>,
) -> T
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
{
    if y.to_f64() == 0.0 {
        return T::zero();
    }
    zip_sum(m, dm, |x, dx| if dx.is_zero() { dx } else { x * dx }) / *y
}

/// `y = m · m`; `dm += 2 dy m`
#[inline]
pub fn norm_squared_adjoint_0<T: Real, R: Dim, C: Dim, S>(
    m: &Matrix<T, R, C, S>,
    ct: &T,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    let factor = *ct + *ct;
    map_like(m, m, |x| x * factor)
}

/// `ẏ = 2 (m · ṁ)`
#[inline]
pub fn norm_squared_tangent_0<T: Real, R: Dim, C: Dim, S, S2>(
    m: &Matrix<T, R, C, S>,
    dm: &Matrix<T, R, C, S2>,
) -> T
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
{
    let half = m.dot(dm);
    half + half
}

/// `y = m / |m|`; `dm += (dy - y (y · dy)) / |m|`
#[inline]
pub fn normalize_adjoint_0<T: Real, R: Dim, C: Dim, S, S2, S3>(
    m: &Matrix<T, R, C, S>,
    y: &Matrix<T, R, C, S2>,
    ct: &Matrix<T, R, C, S3>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
    S3: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    normalize_derivative(m, y, ct)
}

/// `ẏ = (ṁ - y (y · ṁ)) / |m|`
#[inline]
pub fn normalize_tangent_0<T: Real, R: Dim, C: Dim, S, S2, S3>(
    m: &Matrix<T, R, C, S>,
    y: &Matrix<T, R, C, S2>,
    dm: &Matrix<T, R, C, S3>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
    S3: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    normalize_derivative(m, y, dm)
}

// The Jacobian of `m / |m|` is symmetric: one function serves both modes.
fn normalize_derivative<T: Real, R: Dim, C: Dim, S, S2, S3>(
    m: &Matrix<T, R, C, S>,
    y: &Matrix<T, R, C, S2>,
    d: &Matrix<T, R, C, S3>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R, C>,
    S3: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    if d.iter().all(|x| x.is_zero()) {
        return zeros_like(m); // the local derivative is infinite at the zero vector
    }
    let norm = ComplexField::sqrt(zip_sum(m, m, |x, y| x * y));
    let along = y.dot(d);
    zip_like(m, d, y, |dx, unit| (dx - unit * along) / norm)
}
