//! Functions to a vector as problems of least squares.

use core::fmt;
use core::marker::PhantomData;
use std::sync::{Mutex, PoisonError};
use std::vec::Vec;

use argmin::core::{CostFunction, Error, Gradient, Jacobian, Operator};
use nalgebra::allocator::Allocator;
use nalgebra::{DMatrix, DVector, DefaultAllocator, Dim, DimName, Dyn, OVector};

use super::matrix::Matrix;
use super::objective::{same, Owned, Shared};
use super::vector::Vector;
use crate::differentiable::Differentiable;
use crate::function::DifferentiableFn;
use crate::jacobian::JacobianVector;
use crate::real::Real;

/// A function of a vector to a vector, with its Jacobian: what [`Residuals`] are made of.
///
/// It is `f {}` of a differentiated function `f` of one parameter to a `SVector`, `DVector`, `[T; N]` or `Vec<T>`; the
/// parameter is one of these too, or a reference to one, or `&[T]`.
///
/// `How` is how the function takes its argument; it is inferred.
///
/// ```
/// use autodiff_runtime::argmin::ResidualFunction;
/// use autodiff_runtime::nalgebra::{dmatrix, dvector};
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn distances(x: &[f64]) -> [f64; 2] {
///     [x[0] - 1.0, 10.0 * (x[1] - x[0] * x[0])]
/// }
///
/// let x = dvector![2.0, 4.0];
/// assert_eq!(distances {}.residuals(&x), dvector![1.0, 0.0]);
/// assert_eq!(distances {}.jacobian(&x), dmatrix![1.0, 0.0; -40.0, 10.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a differentiated function of one vector to a vector",
    note = "pass `f {{}}` of a differentiated function"
)]
pub trait ResidualFunction<How> {
    /// The scalar.
    type Scalar: Real;

    /// The residuals.
    fn residuals(&self, x: &DVector<Self::Scalar>) -> DVector<Self::Scalar>;

    /// Their Jacobian, a row for each.
    fn jacobian(&self, x: &DVector<Self::Scalar>) -> DMatrix<Self::Scalar>;

    /// The transposed Jacobian times a vector, by one reverse sweep.
    fn transposed_product(
        &self,
        x: &DVector<Self::Scalar>,
        vector: &DVector<Self::Scalar>,
    ) -> DVector<Self::Scalar>;
}

/// A cotangent of a result, with these elements.
fn seed<T, R>(mut zero: R, elements: &DVector<T>) -> R
where
    T: Real,
    R: JacobianVector<Scalar = T> + Differentiable<Tangent = R>,
{
    elements.iter().enumerate().for_each(|(i, element)| R::set(&mut zero, i, *element));
    zero
}

/// A result whose elements can be read: a vector that is its own tangent.
fn elements<T, R>(value: &R) -> DVector<T>
where
    T: Real,
    R: JacobianVector<Scalar = T> + Differentiable<Tangent = R>,
{
    DVector::from_fn(value.length(), |i, _| R::get(value, i))
}

/// By forward mode, or by reverse mode where there are fewer rows than columns.
fn fill<T, R>(
    value: R,
    columns: usize,
    mut forward: impl FnMut(usize) -> R,
    mut reverse: impl FnMut(R) -> DVector<T>,
) -> DMatrix<T>
where
    T: Real,
    R: JacobianVector<Scalar = T> + Differentiable<Tangent = R>,
{
    let rows = value.length();
    let mut matrix = DMatrix::zeros(rows, columns);
    if rows < columns {
        for row in 0..rows {
            let mut seed = value.zero_tangent();
            R::set(&mut seed, row, T::one());
            matrix.row_mut(row).copy_from(&reverse(seed).transpose());
        }
    } else {
        for column in 0..columns {
            matrix.column_mut(column).copy_from(&elements(&forward(column)));
        }
    }
    matrix
}

fn unit<T: Real>(length: usize, index: usize) -> Vec<T> {
    let mut unit = std::vec![T::zero(); length];
    unit[index] = T::one();
    unit
}

macro_rules! residuals {
    ($([$($generics:tt)*] $How:ty, $Argument:ty, $Tangent:ty, |$x:ident| $argument:expr, |$v:ident| $tangent:expr;)*) => {$(
        impl<T: Real, R, F, $($generics)*> ResidualFunction<$How> for F
        where
            F: for<'a> DifferentiableFn<($Argument,), Output = R>,
            R: JacobianVector<Scalar = T> + Differentiable<Tangent = R>,
        {
            type Scalar = T;

            fn residuals(&self, $x: &DVector<T>) -> DVector<T> {
                elements(&self.call(($argument,)))
            }

            fn jacobian(&self, $x: &DVector<T>) -> DMatrix<T> {
                let tangent = |index: usize| -> $Tangent {
                    let $v = unit::<T>($x.len(), index);
                    $tangent
                };
                fill(
                    self.call(($argument,)),
                    $x.len(),
                    |index| self.jvp(($argument,), (tangent(index),)).1,
                    |seed| {
                        let (gradient,): ($Tangent,) = self.vjp(($argument,), seed).1;
                        DVector::from_column_slice(AsSlice::as_slice(&gradient))
                    },
                )
            }

            fn transposed_product(&self, $x: &DVector<T>, vector: &DVector<T>) -> DVector<T> {
                let zero = self.call(($argument,)).zero_tangent();
                let (gradient,): ($Tangent,) = self.vjp(($argument,), seed(zero, vector)).1;
                DVector::from_column_slice(AsSlice::as_slice(&gradient))
            }
        }
    )*};
}

/// The numbers of a tangent of an argument.
trait AsSlice<T> {
    fn as_slice(&self) -> &[T];
}

impl<T, const N: usize> AsSlice<T> for [T; N] {
    fn as_slice(&self) -> &[T] {
        self
    }
}

impl<T> AsSlice<T> for Vec<T> {
    fn as_slice(&self) -> &[T] {
        self
    }
}

residuals! {
    [const N: usize] Owned<[T; N]>, [T; N], [T; N], |x| array(x), |v| array(&v.into());
    [const N: usize] Shared<[T; N]>, &'a [T; N], [T; N], |x| &array(x), |v| array(&v.into());
    [] Owned<Vec<T>>, Vec<T>, Vec<T>, |x| x.as_slice().to_vec(), |v| v;
    [] Shared<[T]>, &'a [T], Vec<T>, |x| x.as_slice(), |v| v;
}

fn array<T: Real, const N: usize>(x: &DVector<T>) -> [T; N] {
    assert_eq!(x.len(), N, "the function has {N} parameters, but there are {}", x.len());
    core::array::from_fn(|i| x[i])
}

impl<T: Real, D: Dim, R, F> ResidualFunction<Owned<OVector<T, D>>> for F
where
    F: DifferentiableFn<(OVector<T, D>,), Output = R>,
    R: JacobianVector<Scalar = T> + Differentiable<Tangent = R>,
    DefaultAllocator: Allocator<D>,
{
    type Scalar = T;

    fn residuals(&self, x: &DVector<T>) -> DVector<T> {
        elements(&self.call((shaped(x.as_slice()),)))
    }

    fn jacobian(&self, x: &DVector<T>) -> DMatrix<T> {
        let point: OVector<T, D> = shaped(x.as_slice());
        fill(
            self.call((point.clone(),)),
            x.len(),
            |index| self.jvp((point.clone(),), (shaped(&unit::<T>(x.len(), index)),)).1,
            |seed| DVector::from_column_slice(self.vjp((point.clone(),), seed).1 .0.as_slice()),
        )
    }

    fn transposed_product(&self, x: &DVector<T>, vector: &DVector<T>) -> DVector<T> {
        let point: OVector<T, D> = shaped(x.as_slice());
        let zero = self.call((point.clone(),)).zero_tangent();
        DVector::from_column_slice(self.vjp((point,), seed(zero, vector)).1 .0.as_slice())
    }
}

impl<T: Real, D: Dim, R, F> ResidualFunction<Shared<OVector<T, D>>> for F
where
    F: for<'a> DifferentiableFn<(&'a OVector<T, D>,), Output = R>,
    R: JacobianVector<Scalar = T> + Differentiable<Tangent = R>,
    DefaultAllocator: Allocator<D>,
{
    type Scalar = T;

    fn residuals(&self, x: &DVector<T>) -> DVector<T> {
        elements(&self.call((&shaped(x.as_slice()),)))
    }

    fn jacobian(&self, x: &DVector<T>) -> DMatrix<T> {
        let point: OVector<T, D> = shaped(x.as_slice());
        fill(
            self.call((&point,)),
            x.len(),
            |index| self.jvp((&point,), (shaped(&unit::<T>(x.len(), index)),)).1,
            |seed| DVector::from_column_slice(self.vjp((&point,), seed).1 .0.as_slice()),
        )
    }

    fn transposed_product(&self, x: &DVector<T>, vector: &DVector<T>) -> DVector<T> {
        let point: OVector<T, D> = shaped(x.as_slice());
        let zero = self.call((&point,)).zero_tangent();
        DVector::from_column_slice(self.vjp((&point,), seed(zero, vector)).1 .0.as_slice())
    }
}

fn shaped<T: Real, D: Dim>(x: &[T]) -> OVector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    OVector::from_column_slice_generic(D::from_usize(x.len()), nalgebra::U1::name(), x)
}

/// A problem of least squares of `argmin`: `Operator` and `Jacobian`, for Gauss-Newton; and `CostFunction` and `Gradient`
/// of half the sum of squares, for all others.
///
/// ```text
/// cost = r^T r / 2, gradient = J^T r
/// ```
///
/// The residuals at a point are kept until another point is asked for; the gradient is one reverse sweep.
///
/// ```
/// use autodiff_runtime::argmin::argmin::core::Executor;
/// use autodiff_runtime::argmin::argmin::solver::gaussnewton::GaussNewton;
/// use autodiff_runtime::argmin::{Residuals, Vector};
/// use autodiff_runtime::prelude::*;
///
/// /// Rosenbrock's function as a sum of squares.
/// #[differentiate]
/// fn residuals(x: &[f64]) -> [f64; 2] {
///     [10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]]
/// }
///
/// let result = Executor::new(Residuals::new(residuals {}), GaussNewton::new())
///     .configure(|state| state.param(Vector::from(vec![-1.2, 1.0])).max_iters(10))
///     .run()
///     .unwrap();
/// let minimum = result.state.best_param.unwrap();
/// assert!((minimum[0] - 1.0).abs() < 1e-12 && (minimum[1] - 1.0).abs() < 1e-12);
/// ```
pub struct Residuals<F: ResidualFunction<How>, How> {
    function: F,
    /// The point that was asked for last, and the residuals there.
    last: Mutex<Option<Known<F::Scalar>>>,
    how: PhantomData<fn() -> How>,
}

/// A point and the residuals there.
type Known<T> = (DVector<T>, DVector<T>);

impl<F: ResidualFunction<How>, How> Residuals<F, How> {
    /// Of a function: see [`ResidualFunction`].
    pub fn new(function: F) -> Self {
        Self { function, last: Mutex::new(None), how: PhantomData }
    }

    /// The residuals at a point, computed once.
    fn at(&self, x: &DVector<F::Scalar>) -> DVector<F::Scalar> {
        // A panic of the function leaves the point before, which is still right.
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((point, residuals)) if same(point, x) => residuals.clone(),
            Some(_) | None => {
                let residuals = self.function.residuals(x);
                *last = Some((x.clone(), residuals.clone()));
                residuals
            }
        }
    }
}

impl<F: ResidualFunction<How>, How> Operator for Residuals<F, How> {
    type Param = Vector<F::Scalar, Dyn>;
    type Output = Vector<F::Scalar, Dyn>;

    fn apply(&self, param: &Self::Param) -> Result<Self::Output, Error> {
        Ok(Vector(self.at(&param.0)))
    }
}

impl<F: ResidualFunction<How>, How> Jacobian for Residuals<F, How> {
    type Param = Vector<F::Scalar, Dyn>;
    type Jacobian = Matrix<F::Scalar, Dyn>;

    fn jacobian(&self, param: &Self::Param) -> Result<Self::Jacobian, Error> {
        Ok(Matrix(self.function.jacobian(&param.0)))
    }
}

impl<F: ResidualFunction<How>, How> CostFunction for Residuals<F, How> {
    type Param = Vector<F::Scalar, Dyn>;
    type Output = F::Scalar;

    fn cost(&self, param: &Self::Param) -> Result<F::Scalar, Error> {
        let residuals = self.at(&param.0);
        Ok(residuals.norm_squared() * <F::Scalar as Real>::lit(0.5))
    }
}

impl<F: ResidualFunction<How>, How> Gradient for Residuals<F, How> {
    type Param = Vector<F::Scalar, Dyn>;
    type Gradient = Vector<F::Scalar, Dyn>;

    fn gradient(&self, param: &Self::Param) -> Result<Self::Gradient, Error> {
        let residuals = self.at(&param.0);
        Ok(Vector(self.function.transposed_product(&param.0, &residuals)))
    }
}

impl<F: ResidualFunction<How>, How> fmt::Debug for Residuals<F, How> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Residuals").finish_non_exhaustive()
    }
}
