//! Methods of two matrices with short formulas in the entries: `component_mul`, `component_div`, `lerp`, `cross`.
//!
//! The operators `+ - * /` and `abs` are in `operators.rs`, methods of a matrix and a scalar in `scaling.rs`.

use nalgebra::allocator::{Allocator, SameShapeAllocator};
use nalgebra::base::{MatrixCross, MatrixSum};
use nalgebra::constraint::{SameNumberOfColumns, SameNumberOfRows, ShapeConstraint};
use nalgebra::storage::{RawStorage, Storage};
use nalgebra::{DefaultAllocator, Dim, Matrix, OMatrix, OVector, U1};

use super::shape::{map_like, zip_like};
use crate::Real;

/// `y_ij = a_ij b_ij`; `da_ij += b_ij dy_ij`
#[inline]
pub fn component_mul_adjoint_0<
    T: Real,
    R: Dim,
    C: Dim,
    S,
    R2: Dim,
    C2: Dim,
    S2,
    R3: Dim,
    C3: Dim,
    S3,
>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &Matrix<T, R3, C3, S3>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    S3: RawStorage<T, R3, C3>,
    DefaultAllocator: Allocator<R, C>,
{
    zip_like(a, b, ct, |y, dz| y * dz)
}

/// `y_ij = a_ij b_ij`; `db_ij += a_ij dy_ij`
#[inline]
pub fn component_mul_adjoint_1<
    T: Real,
    R: Dim,
    C: Dim,
    S,
    R2: Dim,
    C2: Dim,
    S2,
    R3: Dim,
    C3: Dim,
    S3,
>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &Matrix<T, R3, C3, S3>,
) -> OMatrix<T, R2, C2>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    S3: RawStorage<T, R3, C3>,
    DefaultAllocator: Allocator<R2, C2>,
{
    zip_like(b, a, ct, |x, dz| x * dz)
}

/// `ẏ_ij = ȧ_ij b_ij`
#[inline]
pub fn component_mul_tangent_0<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, S3>(
    _a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    da: &Matrix<T, R, C, S3>,
) -> MatrixSum<T, R, C, R2, C2>
where
    S: Storage<T, R, C>,
    S2: Storage<T, R2, C2>,
    S3: Storage<T, R, C>,
    DefaultAllocator: SameShapeAllocator<R, C, R2, C2>,
    ShapeConstraint: SameNumberOfRows<R, R2> + SameNumberOfColumns<C, C2>,
{
    da.component_mul(b)
}

/// `ẏ_ij = a_ij ḃ_ij`
#[inline]
pub fn component_mul_tangent_1<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, S3>(
    a: &Matrix<T, R, C, S>,
    _b: &Matrix<T, R2, C2, S2>,
    db: &Matrix<T, R2, C2, S3>,
) -> MatrixSum<T, R, C, R2, C2>
where
    S: Storage<T, R, C>,
    S2: Storage<T, R2, C2>,
    S3: Storage<T, R2, C2>,
    DefaultAllocator: SameShapeAllocator<R, C, R2, C2>,
    ShapeConstraint: SameNumberOfRows<R, R2> + SameNumberOfColumns<C, C2>,
{
    a.component_mul(db)
}

/// `y_ij = a_ij / b_ij`; `da_ij += dy_ij / b_ij`
#[inline]
pub fn component_div_adjoint_0<
    T: Real,
    R: Dim,
    C: Dim,
    S,
    R2: Dim,
    C2: Dim,
    S2,
    R3: Dim,
    C3: Dim,
    S3,
>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &Matrix<T, R3, C3, S3>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    S3: RawStorage<T, R3, C3>,
    DefaultAllocator: Allocator<R, C>,
{
    zip_like(a, b, ct, |y, dz| T::chain_div(dz, y))
}

/// `y_ij = a_ij / b_ij`; `db_ij -= dy_ij a_ij / b_ij²`
#[inline]
pub fn component_div_adjoint_1<
    T: Real,
    R: Dim,
    C: Dim,
    S,
    R2: Dim,
    C2: Dim,
    S2,
    R3: Dim,
    C3: Dim,
    S3,
>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &Matrix<T, R3, C3, S3>,
) -> OMatrix<T, R2, C2>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    S3: RawStorage<T, R3, C3>,
    DefaultAllocator: Allocator<R2, C2>,
{
    let quotient = zip_like(b, a, b, |x, y| x / y);
    let slope = zip_like(b, &quotient, b, |z, y| -(z / y));
    zip_like(b, &slope, ct, |slope, dz| T::chain(slope, dz))
}

/// `ẏ_ij = ȧ_ij / b_ij`
#[inline]
pub fn component_div_tangent_0<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, S3>(
    _a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    da: &Matrix<T, R, C, S3>,
) -> MatrixSum<T, R, C, R2, C2>
where
    S: Storage<T, R, C>,
    S2: Storage<T, R2, C2>,
    S3: Storage<T, R, C>,
    DefaultAllocator: SameShapeAllocator<R, C, R2, C2>,
    ShapeConstraint: SameNumberOfRows<R, R2> + SameNumberOfColumns<C, C2>,
{
    let mut tangent = da.component_div(b);
    for (dz, dx) in tangent.iter_mut().zip(da.iter()) {
        if dx.is_zero() {
            *dz = T::zero();
        }
    }
    tangent
}

/// `ẏ_ij = -a_ij ḃ_ij / b_ij²`
#[inline]
pub fn component_div_tangent_1<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, S3>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    db: &Matrix<T, R2, C2, S3>,
) -> MatrixSum<T, R, C, R2, C2>
where
    S: Storage<T, R, C>,
    S2: Storage<T, R2, C2>,
    S3: Storage<T, R2, C2>,
    DefaultAllocator: SameShapeAllocator<R, C, R2, C2>,
    ShapeConstraint: SameNumberOfRows<R, R2> + SameNumberOfColumns<C, C2>,
{
    let mut tangent = a.component_div(b);
    for ((dz, y), dy) in tangent.iter_mut().zip(b.iter()).zip(db.iter()) {
        *dz = T::chain(-(*dz / *y), *dy);
    }
    tangent
}

/// `y = (1 - t) a + t b`; `da += (1 - t) dy`
#[inline]
pub fn lerp_adjoint_0<T: Real, D: Dim, S, S2, S3>(
    a: &Matrix<T, D, U1, S>,
    _b: &Matrix<T, D, U1, S2>,
    t: &T,
    ct: &Matrix<T, D, U1, S3>,
) -> OVector<T, D>
where
    S: RawStorage<T, D, U1>,
    S2: RawStorage<T, D, U1>,
    S3: RawStorage<T, D, U1>,
    DefaultAllocator: Allocator<D>,
{
    let weight = T::one() - *t;
    map_like(a, ct, |dy| dy * weight)
}

/// `y = (1 - t) a + t b`; `db += t dy`
#[inline]
pub fn lerp_adjoint_1<T: Real, D: Dim, S, S2, S3>(
    _a: &Matrix<T, D, U1, S>,
    b: &Matrix<T, D, U1, S2>,
    t: &T,
    ct: &Matrix<T, D, U1, S3>,
) -> OVector<T, D>
where
    S: RawStorage<T, D, U1>,
    S2: RawStorage<T, D, U1>,
    S3: RawStorage<T, D, U1>,
    DefaultAllocator: Allocator<D>,
{
    map_like(b, ct, |dy| dy * *t)
}

/// `y = (1 - t) a + t b`; `dt += (b - a) · dy`
#[inline]
pub fn lerp_adjoint_2<T: Real, D: Dim, S, S2, S3>(
    a: &Matrix<T, D, U1, S>,
    b: &Matrix<T, D, U1, S2>,
    _t: &T,
    ct: &Matrix<T, D, U1, S3>,
) -> T
where
    S: RawStorage<T, D, U1>,
    S2: RawStorage<T, D, U1>,
    S3: RawStorage<T, D, U1>,
{
    let mut sum = T::zero();
    for ((x, y), dy) in a.iter().zip(b.iter()).zip(ct.iter()) {
        sum += (*y - *x) * *dy;
    }
    sum
}

/// `ẏ = (1 - t) ȧ`
#[inline]
pub fn lerp_tangent_0<T: Real, D: Dim, S, S2, S3>(
    a: &Matrix<T, D, U1, S>,
    b: &Matrix<T, D, U1, S2>,
    t: &T,
    da: &Matrix<T, D, U1, S3>,
) -> OVector<T, D>
where
    S: RawStorage<T, D, U1>,
    S2: RawStorage<T, D, U1>,
    S3: RawStorage<T, D, U1>,
    DefaultAllocator: Allocator<D>,
{
    lerp_adjoint_0(a, b, t, da)
}

/// `ẏ = t ḃ`
#[inline]
pub fn lerp_tangent_1<T: Real, D: Dim, S, S2, S3>(
    a: &Matrix<T, D, U1, S>,
    b: &Matrix<T, D, U1, S2>,
    t: &T,
    db: &Matrix<T, D, U1, S3>,
) -> OVector<T, D>
where
    S: RawStorage<T, D, U1>,
    S2: RawStorage<T, D, U1>,
    S3: RawStorage<T, D, U1>,
    DefaultAllocator: Allocator<D>,
{
    lerp_adjoint_1(a, b, t, db)
}

/// `ẏ = ṫ (b - a)`
#[inline]
pub fn lerp_tangent_2<T: Real, D: Dim, S, S2>(
    a: &Matrix<T, D, U1, S>,
    b: &Matrix<T, D, U1, S2>,
    _t: &T,
    dt: &T,
) -> OVector<T, D>
where
    S: RawStorage<T, D, U1>,
    S2: RawStorage<T, D, U1>,
    DefaultAllocator: Allocator<D>,
{
    zip_like(a, a, b, |x, y| (y - x) * *dt)
}

/// `y = a × b`; `da += b × dy`
#[inline]
pub fn cross_adjoint_0<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, R3: Dim, C3: Dim, S3>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &Matrix<T, R3, C3, S3>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    S3: RawStorage<T, R3, C3>,
    DefaultAllocator: Allocator<R, C>,
{
    cross_like(a, b, ct)
}

/// `y = a × b`; `db += dy × a`
#[inline]
pub fn cross_adjoint_1<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, R3: Dim, C3: Dim, S3>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &Matrix<T, R3, C3, S3>,
) -> OMatrix<T, R2, C2>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    S3: RawStorage<T, R3, C3>,
    DefaultAllocator: Allocator<R2, C2>,
{
    cross_like(b, ct, a)
}

/// `ẏ = ȧ × b`
#[inline]
pub fn cross_tangent_0<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, S3>(
    _a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    da: &Matrix<T, R, C, S3>,
) -> MatrixCross<T, R, C, R2, C2>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    S3: RawStorage<T, R, C>,
    DefaultAllocator: SameShapeAllocator<R, C, R2, C2>,
    ShapeConstraint: SameNumberOfRows<R, R2> + SameNumberOfColumns<C, C2>,
{
    da.cross(b)
}

/// `ẏ = a × ḃ`
#[inline]
pub fn cross_tangent_1<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, S3>(
    a: &Matrix<T, R, C, S>,
    _b: &Matrix<T, R2, C2, S2>,
    db: &Matrix<T, R2, C2, S3>,
) -> MatrixCross<T, R, C, R2, C2>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    S3: RawStorage<T, R2, C2>,
    DefaultAllocator: SameShapeAllocator<R, C, R2, C2>,
    ShapeConstraint: SameNumberOfRows<R, R2> + SameNumberOfColumns<C, C2>,
{
    a.cross(db)
}

// `u × v` in the shape of `like`, a column or a row of three.
#[inline]
fn cross_like<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, R3: Dim, C3: Dim, S3>(
    like: &Matrix<T, R, C, S>,
    u: &Matrix<T, R2, C2, S2>,
    v: &Matrix<T, R3, C3, S3>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    S3: RawStorage<T, R3, C3>,
    DefaultAllocator: Allocator<R, C>,
{
    let (rows, columns) = like.shape_generic();
    let product = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    OMatrix::from_iterator_generic(rows, columns, product)
}
