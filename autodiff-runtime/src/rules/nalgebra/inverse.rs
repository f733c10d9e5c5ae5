//! Determinants, inverses and linear systems of square matrices: `determinant` and `try_inverse` of matrices, and the
//! traits of the methods which several types have, [`DeterminantRule`] and [`SolveRule`].
//!
//! The decompositions are in `lu.rs` and `cholesky.rs`. The tangent of a decomposition is the tangent of the matrix
//! which it decomposes, `dA`: what it contributes needs its factors but never differentiates through pivoting.

use nalgebra::allocator::Allocator;
use nalgebra::storage::{RawStorage, Storage};
use nalgebra::{DefaultAllocator, Dim, DimMin, Matrix, OMatrix};

use super::shape::{map_like, zeros_like};
use crate::{Differentiable, Real};

/// The rule of the method `determinant`.
#[diagnostic::on_unimplemented(
    message = "the determinant of `{Self}` has no derivative",
    note = "call it on a square matrix, or on its Cholesky decomposition"
)]
pub trait DeterminantRule: Differentiable {
    /// The type of the entries and of the determinant.
    type Scalar: Real;

    /// `y = |M|`; `dM += dy y M⁻ᵀ`
    fn determinant_adjoint_0(m: &Self, y: &Self::Scalar, ct: &Self::Scalar) -> Self::Tangent;

    /// `ẏ = y tr(M⁻¹ Ṁ)`
    fn determinant_tangent_0(m: &Self, y: &Self::Scalar, dm: &Self::Tangent) -> Self::Scalar;
}

/// The rule of the method `solve` of a decomposition, with a right-hand side of type `Matrix<T, R, C, S>`.
#[diagnostic::on_unimplemented(
    message = "`solve` of `{Self}` has no derivative",
    note = "call it on `lu()`, `cholesky()` or `qr()` of a matrix"
)]
pub trait SolveRule<T, R: Dim, C: Dim, S>: Differentiable
where
    T: Real,
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    /// What `solve` returns.
    type Output: Differentiable;

    /// `A X = B`; `W = A⁻ᵀ dX`; `dA -= W Xᵀ`
    fn solve_adjoint_0(
        a: &Self,
        b: &Matrix<T, R, C, S>,
        y: &Self::Output,
        ct: &<Self::Output as Differentiable>::Tangent,
    ) -> Self::Tangent;

    /// `A X = B`; `dB += A⁻ᵀ dX`
    fn solve_adjoint_1(
        a: &Self,
        b: &Matrix<T, R, C, S>,
        y: &Self::Output,
        ct: &<Self::Output as Differentiable>::Tangent,
    ) -> OMatrix<T, R, C>;

    /// `Ẋ = -A⁻¹ Ȧ X`
    fn solve_tangent_0(
        a: &Self,
        b: &Matrix<T, R, C, S>,
        y: &Self::Output,
        da: &Self::Tangent,
    ) -> <Self::Output as Differentiable>::Tangent;

    /// `Ẋ = A⁻¹ Ḃ`
    fn solve_tangent_1(
        a: &Self,
        b: &Matrix<T, R, C, S>,
        y: &Self::Output,
        db: &OMatrix<T, R, C>,
    ) -> <Self::Output as Differentiable>::Tangent;
}

/// `y = |M|`; `dM += dy y M⁻ᵀ`; of a singular matrix, `dM += dy cof(M)`
#[inline]
pub fn determinant_adjoint_0<M: DeterminantRule + ?Sized>(
    m: &M,
    y: &M::Scalar,
    ct: &M::Scalar,
) -> M::Tangent {
    M::determinant_adjoint_0(m, y, ct)
}

/// `ẏ = y tr(M⁻¹ Ṁ)`; of a singular matrix, `ẏ = cof(M) · Ṁ`
#[inline]
pub fn determinant_tangent_0<M: DeterminantRule + ?Sized>(
    m: &M,
    y: &M::Scalar,
    dm: &M::Tangent,
) -> M::Scalar {
    M::determinant_tangent_0(m, y, dm)
}

/// `A X = B`; `W = A⁻ᵀ dX`; `dA -= W Xᵀ`
#[inline]
pub fn solve_adjoint_0<F, T: Real, R: Dim, C: Dim, S>(
    a: &F,
    b: &Matrix<T, R, C, S>,
    y: &F::Output,
    ct: &<F::Output as Differentiable>::Tangent,
) -> F::Tangent
where
    F: SolveRule<T, R, C, S> + ?Sized,
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    F::solve_adjoint_0(a, b, y, ct)
}

/// `A X = B`; `dB += A⁻ᵀ dX`
#[inline]
pub fn solve_adjoint_1<F, T: Real, R: Dim, C: Dim, S>(
    a: &F,
    b: &Matrix<T, R, C, S>,
    y: &F::Output,
    ct: &<F::Output as Differentiable>::Tangent,
) -> OMatrix<T, R, C>
where
    F: SolveRule<T, R, C, S> + ?Sized,
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    F::solve_adjoint_1(a, b, y, ct)
}

/// `Ẋ = -A⁻¹ Ȧ X`
#[inline]
pub fn solve_tangent_0<F, T: Real, R: Dim, C: Dim, S>(
    a: &F,
    b: &Matrix<T, R, C, S>,
    y: &F::Output,
    da: &F::Tangent,
) -> <F::Output as Differentiable>::Tangent
where
    F: SolveRule<T, R, C, S> + ?Sized,
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    F::solve_tangent_0(a, b, y, da)
}

/// `Ẋ = A⁻¹ Ḃ`
#[inline]
pub fn solve_tangent_1<F, T: Real, R: Dim, C: Dim, S>(
    a: &F,
    b: &Matrix<T, R, C, S>,
    y: &F::Output,
    db: &OMatrix<T, R, C>,
) -> <F::Output as Differentiable>::Tangent
where
    F: SolveRule<T, R, C, S> + ?Sized,
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    F::solve_tangent_1(a, b, y, db)
}

impl<M: DeterminantRule + ?Sized> DeterminantRule for &M {
    type Scalar = M::Scalar;

    #[inline]
    fn determinant_adjoint_0(m: &Self, y: &Self::Scalar, ct: &Self::Scalar) -> Self::Tangent {
        M::determinant_adjoint_0(m, y, ct)
    }

    #[inline]
    fn determinant_tangent_0(m: &Self, y: &Self::Scalar, dm: &Self::Tangent) -> Self::Scalar {
        M::determinant_tangent_0(m, y, dm)
    }
}

impl<T: Real, D: DimMin<D, Output = D>, S> DeterminantRule for Matrix<T, D, D, S>
where
    S: Storage<T, D, D>,
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    type Scalar = T;

    fn determinant_adjoint_0(m: &Self, y: &T, ct: &T) -> OMatrix<T, D, D> {
        if ct.is_zero() {
            return zeros_like(m);
        }
        cofactors(m, *y) * *ct
    }

    fn determinant_tangent_0(m: &Self, y: &T, dm: &OMatrix<T, D, D>) -> T {
        if dm.iter().all(|x| x.is_zero()) {
            return T::zero();
        }
        cofactors(m, *y).dot(dm)
    }
}

/// `Y = M⁻¹`; `dM -= Yᵀ dY Yᵀ`, and 0 where there is no inverse
#[inline]
pub fn try_inverse_adjoint_0<M, T: Real, D: Dim>(
    m: &M,
    y: &Option<OMatrix<T, D, D>>,
    ct: &Option<OMatrix<T, D, D>>,
) -> OMatrix<T, D, D>
where
    M: Differentiable<Tangent = OMatrix<T, D, D>> + ?Sized,
    DefaultAllocator: Allocator<D, D>,
{
    match (y, ct) {
        (Some(y), Some(ct)) => {
            let y = y.transpose();
            -(&y * ct * &y)
        }
        _ => m.zero_tangent(),
    }
}

/// `Ẏ = -Y Ṁ Y`, and `None` where there is no inverse
#[inline]
pub fn try_inverse_tangent_0<M, T: Real, D: Dim>(
    _m: &M,
    y: &Option<OMatrix<T, D, D>>,
    dm: &OMatrix<T, D, D>,
) -> Option<OMatrix<T, D, D>>
where
    M: Differentiable<Tangent = OMatrix<T, D, D>> + ?Sized,
    DefaultAllocator: Allocator<D, D>,
{
    y.as_ref().map(|y| -(y * dm * y))
}

/// The cofactor matrix, `y M⁻ᵀ` where `M` is regular: the gradient of the determinant `y`.
fn cofactors<T: Real, D: DimMin<D, Output = D>, S>(m: &Matrix<T, D, D, S>, y: T) -> OMatrix<T, D, D>
where
    S: Storage<T, D, D>,
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    if m.nrows() <= 3 {
        return small_cofactors(m);
    }
    // An inverse without correct digits is no better than none; one that overflows shows that `m` is not finite.
    let well_conditioned = |inverse: &OMatrix<T, D, D>| {
        let condition = magnitude(m) * magnitude(inverse);
        !condition.is_finite() || condition * T::default_epsilon().to_f64() < 1e-2
    };
    match m.clone_owned().try_inverse().filter(well_conditioned) {
        Some(inverse) => inverse.transpose() * y,
        None => cofactors_by_replacement(m),
    }
}

// The sum of the absolute values, for an order of magnitude.
fn magnitude<T: Real, D: Dim, S>(m: &Matrix<T, D, D, S>) -> f64
where
    S: RawStorage<T, D, D>,
{
    m.iter().map(|x| x.to_f64().max(-x.to_f64())).sum()
}

/// Cofactor `ij` is the determinant with column `j` replaced by the unit vector `i`.
fn cofactors_by_replacement<T: Real, D: DimMin<D, Output = D>, S>(
    m: &Matrix<T, D, D, S>,
) -> OMatrix<T, D, D>
where
    S: Storage<T, D, D>,
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    let mut result = zeros_like(m);
    for j in 0..m.ncols() {
        for i in 0..m.nrows() {
            let mut replaced = m.clone_owned();
            replaced.column_mut(j).fill(T::zero());
            replaced[(i, j)] = T::one();
            result[(i, j)] = replaced.determinant();
        }
    }
    result
}

fn small_cofactors<T: Real, D: Dim, S>(m: &Matrix<T, D, D, S>) -> OMatrix<T, D, D>
where
    S: Storage<T, D, D>,
    DefaultAllocator: Allocator<D, D>,
{
    let mut result = map_like(m, m, |_| T::one());
    match m.nrows() {
        2 => {
            for i in 0..2 {
                for j in 0..2 {
                    let minor = m[(1 - i, 1 - j)];
                    result[(i, j)] = if i == j { minor } else { -minor };
                }
            }
        }
        3 => {
            // Cyclic indices carry the sign.
            for j in 0..3 {
                for i in 0..3 {
                    let (i1, i2) = ((i + 1) % 3, (i + 2) % 3);
                    let (j1, j2) = ((j + 1) % 3, (j + 2) % 3);
                    result[(i, j)] = m[(i1, j1)] * m[(i2, j2)] - m[(i1, j2)] * m[(i2, j1)];
                }
            }
        }
        _ => {}
    }
    result
}
