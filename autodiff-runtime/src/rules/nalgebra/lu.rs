//! The LU decomposition: `lu` and the methods `solve` and `determinant` of [`LU`].
//!
//! The tangent of the decomposition is that of the matrix, see `inverse.rs`.

use nalgebra::allocator::Allocator;
use nalgebra::constraint::{SameNumberOfRows, ShapeConstraint};
use nalgebra::storage::{RawStorage, Storage};
use nalgebra::{DefaultAllocator, Dim, DimMin, Matrix, OMatrix, LU};

use super::inverse::{
    solve_adjoint_0, solve_adjoint_1, solve_tangent_0, solve_tangent_1, DeterminantRule, SolveRule,
};
use super::product::{negative_product, set_negative_outer};
use super::shape::{copy_like, zeros_like};
use crate::second_order::WithTangent;
use crate::{Differentiable, Dual, Real};

impl<T: Real, D: DimMin<D, Output = D>> Differentiable for LU<T, D, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    type Tangent = OMatrix<T, D, D>;

    fn zero_tangent(&self) -> OMatrix<T, D, D> {
        zeros_like(&self.u())
    }
}

/// The decomposition of the matrix over dual numbers.
impl<T: Real, D: DimMin<D, Output = D>> WithTangent<OMatrix<T, D, D>> for LU<T, D, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    type Dual = LU<Dual<T>, D, D>;

    fn with_tangent(&self, tangent: &OMatrix<T, D, D>) -> Self::Dual {
        let mut a = self.l() * self.u();
        self.p().inv_permute_rows(&mut a);
        LU::new(a.with_tangent(tangent))
    }
}

impl<T: Real, D: DimMin<D, Output = D>> DeterminantRule for LU<T, D, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    type Scalar = T;

    fn determinant_adjoint_0(lu: &Self, y: &T, ct: &T) -> OMatrix<T, D, D> {
        DeterminantRule::determinant_adjoint_0(&decomposed(lu), y, ct)
    }

    fn determinant_tangent_0(lu: &Self, y: &T, dm: &OMatrix<T, D, D>) -> T {
        DeterminantRule::determinant_tangent_0(&decomposed(lu), y, dm)
    }
}

impl<T: Real, D: DimMin<D, Output = D>, R: Dim, C: Dim, S> SolveRule<T, R, C, S> for LU<T, D, D>
where
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<D, D> + Allocator<D> + Allocator<R, C>,
    ShapeConstraint: SameNumberOfRows<R, D>,
{
    type Output = Option<OMatrix<T, R, C>>;

    fn solve_adjoint_0(
        lu: &Self,
        b: &Matrix<T, R, C, S>,
        y: &Self::Output,
        ct: &Option<OMatrix<T, R, C>>,
    ) -> OMatrix<T, D, D> {
        let mut contribution = lu.zero_tangent();
        if let (Some(x), Some(_)) = (y, ct) {
            let w = Self::solve_adjoint_1(lu, b, y, ct);
            set_negative_outer(&mut contribution, &w, x);
        }
        contribution
    }

    fn solve_adjoint_1(
        lu: &Self,
        b: &Matrix<T, R, C, S>,
        y: &Self::Output,
        ct: &Option<OMatrix<T, R, C>>,
    ) -> OMatrix<T, R, C> {
        match (y, ct) {
            (Some(_), Some(ct)) => {
                let mut w = copy_like(b, ct);
                solve_transposed_mut(lu, &mut w);
                w
            }
            _ => zeros_like(b),
        }
    }

    fn solve_tangent_0(
        lu: &Self,
        _b: &Matrix<T, R, C, S>,
        y: &Self::Output,
        da: &OMatrix<T, D, D>,
    ) -> Option<OMatrix<T, R, C>> {
        let x = y.as_ref()?;
        let mut dx = negative_product(da, x);
        let _ = lu.solve_mut(&mut dx);
        Some(dx)
    }

    fn solve_tangent_1(
        lu: &Self,
        _b: &Matrix<T, R, C, S>,
        y: &Self::Output,
        db: &OMatrix<T, R, C>,
    ) -> Option<OMatrix<T, R, C>> {
        y.as_ref()?;
        lu.solve(db)
    }
}

/// `lu = LU(M)`; `dM += d(lu)`, since the tangent of a decomposition is that of its matrix
#[inline]
pub fn lu_adjoint_0<T: Real, D: Dim, S, S2>(
    m: &Matrix<T, D, D, S>,
    ct: &Matrix<T, D, D, S2>,
) -> OMatrix<T, D, D>
where
    S: RawStorage<T, D, D>,
    S2: RawStorage<T, D, D>,
    DefaultAllocator: Allocator<D, D>,
{
    copy_like(m, ct)
}

/// the tangent of a decomposition is that of its matrix
#[inline]
pub fn lu_tangent_0<T: Real, D: Dim, S, S2>(
    m: &Matrix<T, D, D, S>,
    dm: &Matrix<T, D, D, S2>,
) -> OMatrix<T, D, D>
where
    S: RawStorage<T, D, D>,
    S2: RawStorage<T, D, D>,
    DefaultAllocator: Allocator<D, D>,
{
    copy_like(m, dm)
}

/// `X = M.lu().solve(B)`; `W = M⁻ᵀ dX`; `dM -= W Xᵀ`
#[inline]
pub fn lu_solve_adjoint_0<T: Real, D: DimMin<D, Output = D>, S, R: Dim, C: Dim, S2>(
    m: &Matrix<T, D, D, S>,
    b: &Matrix<T, R, C, S2>,
    y: &Option<OMatrix<T, R, C>>,
    ct: &Option<OMatrix<T, R, C>>,
) -> OMatrix<T, D, D>
where
    S: Storage<T, D, D>,
    S2: Storage<T, R, C>,
    DefaultAllocator: Allocator<D, D> + Allocator<D> + Allocator<R, C>,
    ShapeConstraint: SameNumberOfRows<R, D>,
{
    solve_adjoint_0(&LU::new(m.clone_owned()), b, y, ct)
}

/// `X = M.lu().solve(B)`; `dB += M⁻ᵀ dX`
#[inline]
pub fn lu_solve_adjoint_1<T: Real, D: DimMin<D, Output = D>, S, R: Dim, C: Dim, S2>(
    m: &Matrix<T, D, D, S>,
    b: &Matrix<T, R, C, S2>,
    y: &Option<OMatrix<T, R, C>>,
    ct: &Option<OMatrix<T, R, C>>,
) -> OMatrix<T, R, C>
where
    S: Storage<T, D, D>,
    S2: Storage<T, R, C>,
    DefaultAllocator: Allocator<D, D> + Allocator<D> + Allocator<R, C>,
    ShapeConstraint: SameNumberOfRows<R, D>,
{
    solve_adjoint_1(&LU::new(m.clone_owned()), b, y, ct)
}

/// `Ẋ = -M⁻¹ Ṁ X`
#[inline]
pub fn lu_solve_tangent_0<T: Real, D: DimMin<D, Output = D>, S, R: Dim, C: Dim, S2>(
    m: &Matrix<T, D, D, S>,
    b: &Matrix<T, R, C, S2>,
    y: &Option<OMatrix<T, R, C>>,
    dm: &OMatrix<T, D, D>,
) -> Option<OMatrix<T, R, C>>
where
    S: Storage<T, D, D>,
    S2: Storage<T, R, C>,
    DefaultAllocator: Allocator<D, D> + Allocator<D> + Allocator<R, C>,
    ShapeConstraint: SameNumberOfRows<R, D>,
{
    solve_tangent_0(&LU::new(m.clone_owned()), b, y, dm)
}

/// `Ẋ = M⁻¹ Ḃ`
#[inline]
pub fn lu_solve_tangent_1<T: Real, D: DimMin<D, Output = D>, S, R: Dim, C: Dim, S2>(
    m: &Matrix<T, D, D, S>,
    b: &Matrix<T, R, C, S2>,
    y: &Option<OMatrix<T, R, C>>,
    db: &OMatrix<T, R, C>,
) -> Option<OMatrix<T, R, C>>
where
    S: Storage<T, D, D>,
    S2: Storage<T, R, C>,
    DefaultAllocator: Allocator<D, D> + Allocator<D> + Allocator<R, C>,
    ShapeConstraint: SameNumberOfRows<R, D>,
{
    solve_tangent_1(&LU::new(m.clone_owned()), b, y, db)
}

// `P A = L U`, so `A⁻ᵀ b = Pᵀ L⁻ᵀ U⁻ᵀ b`.
fn solve_transposed_mut<T: Real, D: DimMin<D, Output = D>, R: Dim, C: Dim>(
    lu: &LU<T, D, D>,
    b: &mut OMatrix<T, R, C>,
) where
    DefaultAllocator: Allocator<D, D> + Allocator<D> + Allocator<R, C>,
    ShapeConstraint: SameNumberOfRows<R, D>,
{
    lu.u().tr_solve_upper_triangular_unchecked_mut(b);
    lu.l().tr_solve_lower_triangular_unchecked_mut(b);
    lu.p().inv_permute_rows(b);
}

// `A = Pᵀ L U`
fn decomposed<T: Real, D: DimMin<D, Output = D>>(lu: &LU<T, D, D>) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D>,
{
    let mut m = lu.l() * lu.u();
    lu.p().inv_permute_rows(&mut m);
    m
}
