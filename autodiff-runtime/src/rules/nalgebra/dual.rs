//! `scalar * Matrix` and `scalar * Point` for dual numbers: the operators, which nalgebra has for floats only.
//!
//! Their rules are in `operators.rs` and `points.rs`.

use core::ops::Mul;

use nalgebra::allocator::Allocator;
use nalgebra::storage::Storage;
use nalgebra::{DefaultAllocator, Dim, DimName, Matrix, OMatrix, OPoint};

use crate::{Dual, Real};

impl<E: Real, R: Dim, C: Dim, S: Storage<Dual<E>, R, C>> Mul<Matrix<Dual<E>, R, C, S>> for Dual<E>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = OMatrix<Dual<E>, R, C>;

    #[inline]
    fn mul(self, m: Matrix<Dual<E>, R, C, S>) -> Self::Output {
        m * self
    }
}

impl<E: Real, R: Dim, C: Dim, S: Storage<Dual<E>, R, C>> Mul<&Matrix<Dual<E>, R, C, S>> for Dual<E>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = OMatrix<Dual<E>, R, C>;

    #[inline]
    fn mul(self, m: &Matrix<Dual<E>, R, C, S>) -> Self::Output {
        m * self
    }
}

impl<E: Real, D: DimName> Mul<OPoint<Dual<E>, D>> for Dual<E>
where
    DefaultAllocator: Allocator<D>,
{
    type Output = OPoint<Dual<E>, D>;

    #[inline]
    fn mul(self, p: OPoint<Dual<E>, D>) -> Self::Output {
        p * self
    }
}

impl<E: Real, D: DimName> Mul<&OPoint<Dual<E>, D>> for Dual<E>
where
    DefaultAllocator: Allocator<D>,
{
    type Output = OPoint<Dual<E>, D>;

    #[inline]
    fn mul(self, p: &OPoint<Dual<E>, D>) -> Self::Output {
        p * self
    }
}
