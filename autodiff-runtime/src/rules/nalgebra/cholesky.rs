//! Symmetric positive definite matrices: `cholesky` and the methods of [`Cholesky`].
//!
//! `A = L Lᵀ`. The gradient with respect to `A` is symmetric, and a tangent of `A` enters through its symmetric part
//! `sym(X) = (X + Xᵀ) / 2`, although nalgebra reads the lower triangle only. The tangent of the decomposition is that
//! of `A`, see `inverse.rs`. `Φ(X)` is the lower triangle of `X` with its diagonal halved.

use nalgebra::allocator::Allocator;
use nalgebra::constraint::{SameNumberOfRows, ShapeConstraint};
use nalgebra::storage::{RawStorage, Storage};
use nalgebra::{Cholesky, DefaultAllocator, Dim, Matrix, OMatrix};

use super::inverse::{
    determinant_adjoint_0, determinant_tangent_0, solve_adjoint_0, solve_adjoint_1,
    solve_tangent_0, solve_tangent_1, DeterminantRule, SolveRule,
};
use super::product::{negative_product, set_negative_outer};
use super::shape::{copy_like, zeros_like};
use crate::second_order::WithTangent;
use crate::{Differentiable, Dual, Real};

impl<T: Real, D: Dim> Differentiable for Cholesky<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    type Tangent = OMatrix<T, D, D>;

    fn zero_tangent(&self) -> OMatrix<T, D, D> {
        zeros_like(self.l_dirty())
    }
}

/// The factor with its tangent.
impl<T: Real, D: Dim> WithTangent<OMatrix<T, D, D>> for Cholesky<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    type Dual = Cholesky<Dual<T>, D>;

    fn with_tangent(&self, tangent: &OMatrix<T, D, D>) -> Self::Dual {
        Cholesky::pack_dirty(self.l().with_tangent(&l_tangent_0(self, tangent)))
    }
}

/// `chol = cholesky(A)`; `dA += sym(d(chol))`, and 0 where there is none
#[inline]
pub fn cholesky_adjoint_0<T: Real, D: Dim, S>(
    a: &Matrix<T, D, D, S>,
    y: &Option<Cholesky<T, D>>,
    ct: &Option<OMatrix<T, D, D>>,
) -> OMatrix<T, D, D>
where
    S: RawStorage<T, D, D>,
    DefaultAllocator: Allocator<D, D>,
{
    match (y, ct) {
        (Some(_), Some(ct)) => symmetric_part(ct),
        _ => zeros_like(a),
    }
}

/// the tangent of the decomposition is `sym(Ȧ)`, and `None` where there is none
#[inline]
pub fn cholesky_tangent_0<T: Real, D: Dim, S, S2>(
    a: &Matrix<T, D, D, S>,
    y: &Option<Cholesky<T, D>>,
    da: &Matrix<T, D, D, S2>,
) -> Option<OMatrix<T, D, D>>
where
    S: RawStorage<T, D, D>,
    S2: RawStorage<T, D, D>,
    DefaultAllocator: Allocator<D, D>,
{
    y.as_ref().map(|_| symmetric_part(&copy_like(a, da)))
}

/// `L = chol.l()`; `dA += sym(L⁻ᵀ Φ(Lᵀ dL) L⁻¹)`, reading the lower triangle of `dL`
pub fn l_adjoint_0<T: Real, D: Dim>(
    chol: &Cholesky<T, D>,
    ct: &OMatrix<T, D, D>,
) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    factor_adjoint(&chol.l(), ct)
}

/// `L̇ = L Φ(L⁻¹ sym(Ȧ) L⁻ᵀ)`
pub fn l_tangent_0<T: Real, D: Dim>(
    chol: &Cholesky<T, D>,
    da: &OMatrix<T, D, D>,
) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    factor_tangent(&chol.l(), da)
}

/// `Y = chol.inverse()`; `dA -= Y sym(dY) Y`
pub fn inverse_adjoint_0<T: Real, D: Dim>(
    _chol: &Cholesky<T, D>,
    y: &OMatrix<T, D, D>,
    ct: &OMatrix<T, D, D>,
) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    -(y * symmetric_part(ct) * y)
}

/// `Ẏ = -Y sym(Ȧ) Y`
pub fn inverse_tangent_0<T: Real, D: Dim>(
    chol: &Cholesky<T, D>,
    y: &OMatrix<T, D, D>,
    da: &OMatrix<T, D, D>,
) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    inverse_adjoint_0(chol, y, da)
}

/// `y = chol.ln_determinant()`; `dA += dy A⁻¹`
pub fn ln_determinant_adjoint_0<T: Real, D: Dim>(chol: &Cholesky<T, D>, ct: &T) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    chol.inverse() * *ct
}

/// `ẏ = tr(A⁻¹ Ȧ)`
pub fn ln_determinant_tangent_0<T: Real, D: Dim>(chol: &Cholesky<T, D>, da: &OMatrix<T, D, D>) -> T
where
    DefaultAllocator: Allocator<D, D>,
{
    chol.inverse().dot(da)
}

/// `dA += dy y A⁻¹` and `ẏ = y tr(A⁻¹ Ȧ)`
impl<T: Real, D: Dim> DeterminantRule for Cholesky<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    type Scalar = T;

    fn determinant_adjoint_0(chol: &Self, y: &T, ct: &T) -> OMatrix<T, D, D> {
        ln_determinant_adjoint_0(chol, &(*ct * *y))
    }

    fn determinant_tangent_0(chol: &Self, y: &T, da: &OMatrix<T, D, D>) -> T {
        ln_determinant_tangent_0(chol, da) * *y
    }
}

/// `A X = B`: `W = A⁻¹ dX`; `dA -= sym(W Xᵀ)`; `dB += W`; `Ẋ = A⁻¹ (Ḃ - sym(Ȧ) X)`
impl<T: Real, D: Dim, R: Dim, C: Dim, S> SolveRule<T, R, C, S> for Cholesky<T, D>
where
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<D, D> + Allocator<R, C>,
    ShapeConstraint: SameNumberOfRows<R, D>,
{
    type Output = OMatrix<T, R, C>;

    fn solve_adjoint_0(
        chol: &Self,
        _b: &Matrix<T, R, C, S>,
        y: &OMatrix<T, R, C>,
        ct: &OMatrix<T, R, C>,
    ) -> OMatrix<T, D, D> {
        let w = chol.solve(ct);
        let mut contribution = chol.zero_tangent();
        set_negative_outer(&mut contribution, &w, y);
        symmetric_part(&contribution)
    }

    fn solve_adjoint_1(
        chol: &Self,
        _b: &Matrix<T, R, C, S>,
        _y: &OMatrix<T, R, C>,
        ct: &OMatrix<T, R, C>,
    ) -> OMatrix<T, R, C> {
        chol.solve(ct)
    }

    fn solve_tangent_0(
        chol: &Self,
        _b: &Matrix<T, R, C, S>,
        y: &OMatrix<T, R, C>,
        da: &OMatrix<T, D, D>,
    ) -> OMatrix<T, R, C> {
        let mut dx = negative_product(&symmetric_part(da), y);
        chol.solve_mut(&mut dx);
        dx
    }

    fn solve_tangent_1(
        chol: &Self,
        _b: &Matrix<T, R, C, S>,
        _y: &OMatrix<T, R, C>,
        db: &OMatrix<T, R, C>,
    ) -> OMatrix<T, R, C> {
        chol.solve(db)
    }
}

/// `L = cholesky(A).l()`; `dA += sym(L⁻ᵀ Φ(Lᵀ dL) L⁻¹)`, reading the lower triangle of `dL`
pub fn cholesky_l_adjoint_0<T: Real, D: Dim, S>(
    _a: &Matrix<T, D, D, S>,
    y: &OMatrix<T, D, D>,
    ct: &OMatrix<T, D, D>,
) -> OMatrix<T, D, D>
where
    S: RawStorage<T, D, D>,
    DefaultAllocator: Allocator<D, D>,
{
    factor_adjoint(y, ct)
}

/// `L̇ = L Φ(L⁻¹ sym(Ȧ) L⁻ᵀ)`
pub fn cholesky_l_tangent_0<T: Real, D: Dim, S>(
    _a: &Matrix<T, D, D, S>,
    y: &OMatrix<T, D, D>,
    da: &OMatrix<T, D, D>,
) -> OMatrix<T, D, D>
where
    S: RawStorage<T, D, D>,
    DefaultAllocator: Allocator<D, D>,
{
    factor_tangent(y, da)
}

/// `X = cholesky(A).solve(B)`; `W = A⁻¹ dX`; `dA -= sym(W Xᵀ)`
pub fn cholesky_solve_adjoint_0<T: Real, D: Dim, S, R: Dim, C: Dim, S2>(
    a: &Matrix<T, D, D, S>,
    b: &Matrix<T, R, C, S2>,
    y: &OMatrix<T, R, C>,
    ct: &OMatrix<T, R, C>,
) -> OMatrix<T, D, D>
where
    S: Storage<T, D, D>,
    S2: Storage<T, R, C>,
    DefaultAllocator: Allocator<D, D> + Allocator<R, C>,
    ShapeConstraint: SameNumberOfRows<R, D>,
{
    solve_adjoint_0(&Cholesky::new_unchecked(a.clone_owned()), b, y, ct)
}

/// `X = cholesky(A).solve(B)`; `dB += A⁻¹ dX`
pub fn cholesky_solve_adjoint_1<T: Real, D: Dim, S, R: Dim, C: Dim, S2>(
    a: &Matrix<T, D, D, S>,
    b: &Matrix<T, R, C, S2>,
    y: &OMatrix<T, R, C>,
    ct: &OMatrix<T, R, C>,
) -> OMatrix<T, R, C>
where
    S: Storage<T, D, D>,
    S2: Storage<T, R, C>,
    DefaultAllocator: Allocator<D, D> + Allocator<R, C>,
    ShapeConstraint: SameNumberOfRows<R, D>,
{
    solve_adjoint_1(&Cholesky::new_unchecked(a.clone_owned()), b, y, ct)
}

/// `Ẋ = -A⁻¹ sym(Ȧ) X`
pub fn cholesky_solve_tangent_0<T: Real, D: Dim, S, R: Dim, C: Dim, S2>(
    a: &Matrix<T, D, D, S>,
    b: &Matrix<T, R, C, S2>,
    y: &OMatrix<T, R, C>,
    da: &OMatrix<T, D, D>,
) -> OMatrix<T, R, C>
where
    S: Storage<T, D, D>,
    S2: Storage<T, R, C>,
    DefaultAllocator: Allocator<D, D> + Allocator<R, C>,
    ShapeConstraint: SameNumberOfRows<R, D>,
{
    solve_tangent_0(&Cholesky::new_unchecked(a.clone_owned()), b, y, da)
}

/// `Ẋ = A⁻¹ Ḃ`
pub fn cholesky_solve_tangent_1<T: Real, D: Dim, S, R: Dim, C: Dim, S2>(
    a: &Matrix<T, D, D, S>,
    b: &Matrix<T, R, C, S2>,
    y: &OMatrix<T, R, C>,
    db: &OMatrix<T, R, C>,
) -> OMatrix<T, R, C>
where
    S: Storage<T, D, D>,
    S2: Storage<T, R, C>,
    DefaultAllocator: Allocator<D, D> + Allocator<R, C>,
    ShapeConstraint: SameNumberOfRows<R, D>,
{
    solve_tangent_1(&Cholesky::new_unchecked(a.clone_owned()), b, y, db)
}

/// `Y = cholesky(A).inverse()`; `dA -= Y sym(dY) Y`
pub fn cholesky_inverse_adjoint_0<T: Real, D: Dim, S>(
    _a: &Matrix<T, D, D, S>,
    y: &OMatrix<T, D, D>,
    ct: &OMatrix<T, D, D>,
) -> OMatrix<T, D, D>
where
    S: RawStorage<T, D, D>,
    DefaultAllocator: Allocator<D, D>,
{
    -(y * symmetric_part(ct) * y)
}

/// `Ẏ = -Y sym(Ȧ) Y`
pub fn cholesky_inverse_tangent_0<T: Real, D: Dim, S>(
    _a: &Matrix<T, D, D, S>,
    y: &OMatrix<T, D, D>,
    da: &OMatrix<T, D, D>,
) -> OMatrix<T, D, D>
where
    S: RawStorage<T, D, D>,
    DefaultAllocator: Allocator<D, D>,
{
    -(y * symmetric_part(da) * y)
}

/// `y = cholesky(A).determinant()`; `dA += dy y A⁻¹`
pub fn cholesky_determinant_adjoint_0<T: Real, D: Dim, S>(
    a: &Matrix<T, D, D, S>,
    y: &T,
    ct: &T,
) -> OMatrix<T, D, D>
where
    S: Storage<T, D, D>,
    DefaultAllocator: Allocator<D, D>,
{
    determinant_adjoint_0(&Cholesky::new_unchecked(a.clone_owned()), y, ct)
}

/// `ẏ = y tr(A⁻¹ Ȧ)`
pub fn cholesky_determinant_tangent_0<T: Real, D: Dim, S>(
    a: &Matrix<T, D, D, S>,
    y: &T,
    da: &OMatrix<T, D, D>,
) -> T
where
    S: Storage<T, D, D>,
    DefaultAllocator: Allocator<D, D>,
{
    determinant_tangent_0(&Cholesky::new_unchecked(a.clone_owned()), y, da)
}

fn factor_adjoint<T: Real, D: Dim>(l: &OMatrix<T, D, D>, ct: &OMatrix<T, D, D>) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    let mut p = l.transpose() * ct.lower_triangle();
    keep_half_lower(&mut p);
    l.tr_solve_lower_triangular_unchecked_mut(&mut p);
    let mut p = p.transpose();
    l.tr_solve_lower_triangular_unchecked_mut(&mut p);
    symmetric_part(&p)
}

fn factor_tangent<T: Real, D: Dim>(l: &OMatrix<T, D, D>, da: &OMatrix<T, D, D>) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    let mut p = symmetric_part(da);
    l.solve_lower_triangular_unchecked_mut(&mut p);
    let mut p = p.transpose();
    l.solve_lower_triangular_unchecked_mut(&mut p);
    keep_half_lower(&mut p);
    l * p
}

// `Φ`
fn keep_half_lower<T: Real, D: Dim>(m: &mut OMatrix<T, D, D>)
where
    DefaultAllocator: Allocator<D, D>,
{
    m.fill_upper_triangle(T::zero(), 1);
    let half = T::lit(0.5);
    for i in 0..m.nrows() {
        m[(i, i)] *= half;
    }
}

fn symmetric_part<T: Real, D: Dim>(m: &OMatrix<T, D, D>) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    let half = T::lit(0.5);
    let mut result = m.transpose();
    result += m;
    result *= half;
    result
}
