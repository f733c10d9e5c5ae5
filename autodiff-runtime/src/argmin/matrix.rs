//! nalgebra's matrix with the operations of `argmin-math`.

use core::ops::{Deref, DerefMut};

use argmin_math::{
    ArgminAdd, ArgminConj, ArgminDot, ArgminEye, ArgminInv, ArgminL2Norm, ArgminMul, ArgminSub,
    ArgminTranspose, ArgminZeroLike, Error,
};
use nalgebra::allocator::Allocator;
use nalgebra::{Const, DMatrix, DefaultAllocator, Dim, Dyn, OMatrix, SMatrix};

use super::vector::Vector;
use crate::real::Real;

/// nalgebra's square matrix of static size (`D` is `Const<N>`), or its matrix of any size (`Dyn`), with the operations of
/// `argmin-math`.
#[derive(Clone, Debug, PartialEq)]
#[repr(transparent)]
pub struct Matrix<T: Real, D: Dim>(pub OMatrix<T, D, D>)
where
    DefaultAllocator: Allocator<D, D>;

impl<T: Real, D: Dim> Matrix<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    /// The matrix of nalgebra.
    pub fn into_inner(self) -> OMatrix<T, D, D> {
        self.0
    }
}

impl<T: Real, D: Dim> Deref for Matrix<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    type Target = OMatrix<T, D, D>;

    fn deref(&self) -> &OMatrix<T, D, D> {
        &self.0
    }
}

impl<T: Real, D: Dim> DerefMut for Matrix<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    fn deref_mut(&mut self) -> &mut OMatrix<T, D, D> {
        &mut self.0
    }
}

impl<T: Real, const N: usize> From<SMatrix<T, N, N>> for Matrix<T, Const<N>> {
    fn from(matrix: SMatrix<T, N, N>) -> Self {
        Self(matrix)
    }
}

impl<T: Real> From<DMatrix<T>> for Matrix<T, Dyn> {
    fn from(matrix: DMatrix<T>) -> Self {
        Self(matrix)
    }
}

macro_rules! elementwise {
    ($($Trait:ident $function:ident |$x:ident, $y:ident| $value:expr;)*) => {$(
        impl<T: Real, D: Dim> $Trait<Matrix<T, D>, Matrix<T, D>> for Matrix<T, D>
        where
            DefaultAllocator: Allocator<D, D>,
        {
            fn $function(&self, other: &Matrix<T, D>) -> Matrix<T, D> {
                Matrix(self.0.zip_map(&other.0, |$x, $y| $value))
            }
        }

        impl<T: Real, D: Dim> $Trait<T, Matrix<T, D>> for Matrix<T, D>
        where
            DefaultAllocator: Allocator<D, D>,
        {
            fn $function(&self, other: &T) -> Matrix<T, D> {
                let $y = *other;
                Matrix(self.0.map(|$x| $value))
            }
        }
    )*};
}

elementwise! {
    ArgminAdd add |x, y| x + y;
    ArgminSub sub |x, y| x - y;
    ArgminMul mul |x, y| x * y;
}

/// From which `argmin-math` makes `ArgminScaledAdd` and its like.
macro_rules! scaled {
    ($($T:ty)*) => {$(
        impl<D: Dim> ArgminMul<Matrix<$T, D>, Matrix<$T, D>> for $T
        where
            DefaultAllocator: Allocator<D, D>,
        {
            fn mul(&self, other: &Matrix<$T, D>) -> Matrix<$T, D> {
                Matrix(&other.0 * *self)
            }
        }
    )*};
}

scaled!(f32 f64);

impl<T: Real, D: Dim> ArgminDot<Vector<T, D>, Vector<T, D>> for Matrix<T, D>
where
    DefaultAllocator: Allocator<D> + Allocator<D, D>,
{
    fn dot(&self, other: &Vector<T, D>) -> Vector<T, D> {
        Vector(&self.0 * &other.0)
    }
}

impl<T: Real, D: Dim> ArgminDot<Matrix<T, D>, Matrix<T, D>> for Matrix<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    fn dot(&self, other: &Matrix<T, D>) -> Matrix<T, D> {
        Matrix(&self.0 * &other.0)
    }
}

impl<T: Real, D: Dim> ArgminTranspose<Matrix<T, D>> for Matrix<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    fn t(self) -> Matrix<T, D> {
        Matrix(self.0.transpose())
    }
}

impl<T: Real, D: Dim> ArgminInv<Matrix<T, D>> for Matrix<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    fn inv(&self) -> Result<Matrix<T, D>, Error> {
        let (rows, columns) = self.0.shape();
        if rows != columns {
            return Err(Error::msg(std::format!("a matrix of {rows} x {columns} has no inverse")));
        }
        match self.0.clone_owned().try_inverse() {
            Some(inverse) => Ok(Matrix(inverse)),
            None => Err(Error::msg(std::format!("the matrix of {rows} x {columns} is singular"))),
        }
    }
}

impl<T: Real, D: Dim> ArgminEye for Matrix<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    fn eye(n: usize) -> Self {
        Matrix(OMatrix::identity_generic(D::from_usize(n), D::from_usize(n)))
    }

    fn eye_like(&self) -> Self {
        let (rows, columns) = self.0.shape_generic();
        Matrix(OMatrix::identity_generic(rows, columns))
    }
}

impl<T: Real, D: Dim> ArgminZeroLike for Matrix<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    fn zero_like(&self) -> Self {
        let (rows, columns) = self.0.shape_generic();
        Matrix(OMatrix::zeros_generic(rows, columns))
    }
}

impl<T: Real, D: Dim> ArgminConj for Matrix<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    fn conj(&self) -> Self {
        self.clone()
    }
}

impl<T: Real, D: Dim> ArgminL2Norm<T> for Matrix<T, D>
where
    DefaultAllocator: Allocator<D, D>,
{
    fn l2_norm(&self) -> T {
        self.0.norm()
    }
}
