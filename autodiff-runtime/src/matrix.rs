//! [`Differentiable`] and [`Tangent`] for nalgebra's matrices (of any storage) and points.

mod accumulate;

use nalgebra::allocator::Allocator;
use nalgebra::{DefaultAllocator, Dim, DimName, Matrix, OMatrix, OPoint, OVector, Storage};

use crate::differentiable::Differentiable;
use crate::real::Real;
use crate::tangent::{ScalarSlice, ScalarSliceMut, Tangent};

/// The tangent of a matrix, a vector or a view of them is the owned matrix of the same shape.
impl<T, R, C, S> Differentiable for Matrix<T, R, C, S>
where
    T: Real,
    R: Dim,
    C: Dim,
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    type Tangent = OMatrix<T, R, C>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        let (rows, columns) = self.shape_generic();
        OMatrix::zeros_generic(rows, columns)
    }
}

/// The tangent of a point is a vector.
impl<T, D> Differentiable for OPoint<T, D>
where
    T: Real,
    D: DimName,
    DefaultAllocator: Allocator<D>,
{
    type Tangent = OVector<T, D>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.coords.zero_tangent()
    }
}

impl<T, R, C> Tangent for OMatrix<T, R, C>
where
    T: Real,
    R: Dim,
    C: Dim,
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn zero_like(&self) -> Self {
        self.zero_tangent()
    }

    #[inline]
    fn add_assign(&mut self, rhs: &Self) {
        check_shapes(self.shape(), rhs.shape());
        *self += rhs;
    }

    #[inline]
    fn scale(&mut self, factor: f64) {
        self.as_mut_slice().iter_mut().for_each(|x| Tangent::scale(x, factor));
    }

    #[inline]
    fn dot(&self, rhs: &Self) -> f64 {
        check_shapes(self.shape(), rhs.shape());
        let pairs = self.as_slice().iter().zip(rhs.as_slice());
        pairs.map(|(a, b)| Tangent::dot(a, b)).sum()
    }

    #[inline]
    fn for_each_slice(&self, visit: &mut dyn FnMut(ScalarSlice<'_>)) {
        T::for_each_slice_of(self.as_slice(), visit);
    }

    #[inline]
    fn for_each_slice_mut(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        T::for_each_slice_of_mut(self.as_mut_slice(), visit);
    }
}

#[inline]
#[track_caller]
fn check_shapes(a: (usize, usize), b: (usize, usize)) {
    assert!(a == b, "the tangents have different shapes: {} x {} and {} x {}", a.0, a.1, b.0, b.1);
}
