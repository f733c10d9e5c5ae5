//! The Hessian, column by column from products of it with the unit vectors.

use nalgebra::allocator::Allocator;
use nalgebra::storage::Storage;
#[cfg(feature = "alloc")]
use nalgebra::DMatrix;
use nalgebra::{DefaultAllocator, Dim, DimName, Matrix, OMatrix, OPoint, OVector, SMatrix, U1};

use crate::differentiable::Differentiable;
use crate::dual::Dual;
use crate::real::Real;

/// A vector of real coordinates: what a function with a `hessian` takes.
///
/// `D` is the type of the tangents: were it `Self::Tangent`, a bound on this trait would hide what that is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a vector of real numbers, so there is no `hessian` over it",
    label = "not a vector",
    note = "arrays, slices, `Vec`s and nalgebra's vectors of real numbers are; `hvp` exists for every type"
)]
pub trait Coordinates<D> {
    /// The type of the square matrix: of static size where the vector has one. Of a single number it is a number.
    type Hessian;

    /// The matrix whose columns are the products with the unit vectors.
    fn hessian(&self, product: impl FnMut(&D) -> D) -> Self::Hessian;
}

macro_rules! scalar {
    ($([$($generics:tt)*] $T:ty;)*) => {$(
        impl<$($generics)*> Coordinates<$T> for $T {
            type Hessian = $T;

            #[inline]
            fn hessian(&self, mut product: impl FnMut(&$T) -> $T) -> $T {
                product(&num_traits::one())
            }
        }
    )*};
}

scalar!([] f32; [] f64; [T: Real] Dual<T>;);

impl<T: Real, const N: usize> Coordinates<[T; N]> for [T; N] {
    type Hessian = SMatrix<T, N, N>;

    fn hessian(&self, mut product: impl FnMut(&[T; N]) -> [T; N]) -> Self::Hessian {
        let mut matrix = SMatrix::<T, N, N>::zeros();
        let mut unit = [T::zero(); N];
        for j in 0..N {
            unit[j] = T::one();
            matrix.column_mut(j).copy_from_slice(&product(&unit));
            unit[j] = T::zero();
        }
        matrix
    }
}

#[cfg(feature = "alloc")]
impl<T: Real> Coordinates<alloc::vec::Vec<T>> for [T] {
    type Hessian = DMatrix<T>;

    fn hessian(
        &self,
        mut product: impl FnMut(&alloc::vec::Vec<T>) -> alloc::vec::Vec<T>,
    ) -> Self::Hessian {
        let mut matrix = DMatrix::<T>::zeros(self.len(), self.len());
        let mut unit = alloc::vec![T::zero(); self.len()];
        for j in 0..self.len() {
            unit[j] = T::one();
            matrix.column_mut(j).copy_from_slice(&product(&unit));
            unit[j] = T::zero();
        }
        matrix
    }
}

#[cfg(feature = "alloc")]
impl<T: Real> Coordinates<alloc::vec::Vec<T>> for alloc::vec::Vec<T> {
    type Hessian = DMatrix<T>;

    #[inline]
    fn hessian(
        &self,
        product: impl FnMut(&alloc::vec::Vec<T>) -> alloc::vec::Vec<T>,
    ) -> Self::Hessian {
        self.as_slice().hessian(product)
    }
}

impl<T: Real, D: Dim, S: Storage<T, D, U1>> Coordinates<OVector<T, D>> for Matrix<T, D, U1, S>
where
    DefaultAllocator: Allocator<D> + Allocator<D, D>,
{
    type Hessian = OMatrix<T, D, D>;

    fn hessian(&self, mut product: impl FnMut(&OVector<T, D>) -> OVector<T, D>) -> Self::Hessian {
        let (rows, _) = self.shape_generic();
        let mut matrix = OMatrix::<T, D, D>::zeros_generic(rows, rows);
        let mut unit = self.zero_tangent();
        for j in 0..self.len() {
            unit[j] = T::one();
            matrix.column_mut(j).copy_from(&product(&unit));
            unit[j] = T::zero();
        }
        matrix
    }
}

impl<T: Real, D: DimName> Coordinates<OVector<T, D>> for OPoint<T, D>
where
    DefaultAllocator: Allocator<D> + Allocator<D, D>,
{
    type Hessian = OMatrix<T, D, D>;

    #[inline]
    fn hessian(&self, product: impl FnMut(&OVector<T, D>) -> OVector<T, D>) -> Self::Hessian {
        self.coords.hessian(product)
    }
}
