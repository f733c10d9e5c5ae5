//! nalgebra's column vector with the operations of `argmin-math`.

use core::ops::{Deref, DerefMut};
use std::vec::Vec;

use argmin_math::{
    ArgminAdd, ArgminConj, ArgminDiv, ArgminDot, ArgminL1Norm, ArgminL2Norm, ArgminMinMax,
    ArgminMul, ArgminSignum, ArgminSub, ArgminZeroLike,
};
use nalgebra::allocator::Allocator;
use nalgebra::{Const, DVector, DefaultAllocator, Dim, Dyn, OVector, SVector};

use super::matrix::Matrix;
use crate::real::Real;

/// nalgebra's column vector, static (`D` is `Const<N>`) or dynamic (`Dyn`), with the operations of `argmin-math`.
///
/// ```
/// use autodiff_runtime::argmin::Vector;
/// use autodiff_runtime::nalgebra::{dvector, vector};
///
/// let fixed = Vector::from(vector![1.0, 2.0]);
/// let dynamic = Vector::from(vec![1.0, 2.0]);
/// assert_eq!(fixed.norm(), dynamic.norm());
/// assert_eq!(dynamic.into_inner(), dvector![1.0, 2.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[repr(transparent)]
pub struct Vector<T: Real, D: Dim>(pub OVector<T, D>)
where
    DefaultAllocator: Allocator<D>;

impl<T: Real, D: Dim> Vector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    /// The vector of nalgebra.
    pub fn into_inner(self) -> OVector<T, D> {
        self.0
    }
}

impl<T: Real, D: Dim> Deref for Vector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    type Target = OVector<T, D>;

    fn deref(&self) -> &OVector<T, D> {
        &self.0
    }
}

impl<T: Real, D: Dim> DerefMut for Vector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    fn deref_mut(&mut self) -> &mut OVector<T, D> {
        &mut self.0
    }
}

impl<T: Real, const N: usize> From<SVector<T, N>> for Vector<T, Const<N>> {
    fn from(vector: SVector<T, N>) -> Self {
        Self(vector)
    }
}

impl<T: Real, const N: usize> From<[T; N]> for Vector<T, Const<N>> {
    fn from(numbers: [T; N]) -> Self {
        Self(SVector::from(numbers))
    }
}

impl<T: Real> From<DVector<T>> for Vector<T, Dyn> {
    fn from(vector: DVector<T>) -> Self {
        Self(vector)
    }
}

impl<T: Real> From<Vec<T>> for Vector<T, Dyn> {
    fn from(numbers: Vec<T>) -> Self {
        Self(DVector::from_vec(numbers))
    }
}

/// Operations with another vector and with a number, element by element.
macro_rules! elementwise {
    ($($Trait:ident $function:ident |$x:ident, $y:ident| $value:expr;)*) => {$(
        impl<T: Real, D: Dim> $Trait<Vector<T, D>, Vector<T, D>> for Vector<T, D>
        where
            DefaultAllocator: Allocator<D>,
        {
            fn $function(&self, other: &Vector<T, D>) -> Vector<T, D> {
                Vector(self.0.zip_map(&other.0, |$x, $y| $value))
            }
        }

        impl<T: Real, D: Dim> $Trait<T, Vector<T, D>> for Vector<T, D>
        where
            DefaultAllocator: Allocator<D>,
        {
            fn $function(&self, other: &T) -> Vector<T, D> {
                let $y = *other;
                Vector(self.0.map(|$x| $value))
            }
        }

        elementwise!(scalar $Trait $function |$x, $y| $value; f32 f64);
    )*};
    (scalar $Trait:ident $function:ident |$x:ident, $y:ident| $value:expr; $($T:ty)*) => {$(
        impl<D: Dim> $Trait<Vector<$T, D>, Vector<$T, D>> for $T
        where
            DefaultAllocator: Allocator<D>,
        {
            fn $function(&self, other: &Vector<$T, D>) -> Vector<$T, D> {
                let $x = *self;
                Vector(other.0.map(|$y| $value))
            }
        }
    )*};
}

elementwise! {
    ArgminAdd add |x, y| x + y;
    ArgminSub sub |x, y| x - y;
    ArgminMul mul |x, y| x * y;
    ArgminDiv div |x, y| x / y;
}

impl<T: Real, D: Dim> ArgminDot<Vector<T, D>, T> for Vector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    fn dot(&self, other: &Vector<T, D>) -> T {
        self.0.dot(&other.0)
    }
}

impl<T: Real, D: Dim> ArgminDot<T, Vector<T, D>> for Vector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    fn dot(&self, other: &T) -> Vector<T, D> {
        Vector(&self.0 * *other)
    }
}

/// The outer product.
impl<T: Real, D: Dim> ArgminDot<Vector<T, D>, Matrix<T, D>> for Vector<T, D>
where
    DefaultAllocator: Allocator<D> + Allocator<D, D>,
{
    fn dot(&self, other: &Vector<T, D>) -> Matrix<T, D> {
        let (rows, _) = self.0.shape_generic();
        let (columns, _) = other.0.shape_generic();
        Matrix(nalgebra::OMatrix::from_fn_generic(rows, columns, |i, j| self.0[i] * other.0[j]))
    }
}

impl<T: Real, D: Dim> ArgminL1Norm<T> for Vector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    fn l1_norm(&self) -> T {
        self.0.iter().fold(T::zero(), |sum, x| sum + x.abs())
    }
}

impl<T: Real, D: Dim> ArgminL2Norm<T> for Vector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    fn l2_norm(&self) -> T {
        self.0.norm()
    }
}

impl<T: Real, D: Dim> ArgminConj for Vector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    fn conj(&self) -> Self {
        self.clone()
    }
}

impl<T: Real, D: Dim> ArgminZeroLike for Vector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    fn zero_like(&self) -> Self {
        let (rows, columns) = self.0.shape_generic();
        Vector(OVector::zeros_generic(rows, columns))
    }
}

impl<T: Real, D: Dim> ArgminSignum for Vector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    fn signum(self) -> Self {
        Vector(self.0.map(|x| nalgebra::ComplexField::signum(x)))
    }
}

impl<T: Real, D: Dim> ArgminMinMax for Vector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    fn min(x: &Self, y: &Self) -> Self {
        Vector(x.0.zip_map(&y.0, |x, y| if y < x { y } else { x }))
    }

    fn max(x: &Self, y: &Self) -> Self {
        Vector(x.0.zip_map(&y.0, |x, y| if y > x { y } else { x }))
    }
}
