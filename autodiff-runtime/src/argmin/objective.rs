//! Functions to one number as problems: their value and gradient are computed together, once for a point.

use core::fmt;
use core::marker::PhantomData;
use std::sync::{Mutex, PoisonError};
use std::vec::Vec;

use argmin::core::{CostFunction, Error, Gradient, Hessian};
use nalgebra::allocator::Allocator;
use nalgebra::{Const, DVector, DefaultAllocator, Dim, Dyn, OMatrix, OVector, SVector};

use super::matrix::Matrix;
use super::vector::Vector;
use crate::function::DifferentiableFn;
use crate::real::Real;

/// A function of a vector to one number, with its gradient: what an [`Objective`] is made of.
///
/// - `f {}` of a differentiated function `f` of one parameter: `SVector`, `DVector`, `[T; N]`, `Vec<T>`, or a reference to
///   one, or `&[T]`.
/// - A closure `|x: &SVector<T, N>| ..` or `|x: &DVector<T>| ..` that gives the value and the gradient, such as
///   `|x: &DVector<f64>| loss::value_and_grad(x.as_slice(), &data)`.
///
/// `How` is how the function takes its argument; it is inferred.
///
/// ```
/// use autodiff_runtime::argmin::ObjectiveFunction;
/// use autodiff_runtime::nalgebra::{dvector, DVector};
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn loss(x: &[f64], target: f64) -> f64 {
///     x.iter().map(|x| (x - target) * (x - target)).sum()
/// }
///
/// let at_two = |x: &DVector<f64>| {
///     let (value, (by_x, _)) = loss::value_and_grad(x.as_slice(), 2.0);
///     (value, by_x)
/// };
/// assert_eq!(at_two.value_and_gradient(&dvector![3.0]), (1.0, dvector![2.0]));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a differentiated function of one vector to one number, nor a closure that gives value and gradient",
    note = "pass `f {{}}` of a differentiated function, or `|x: &DVector<f64>| f::value_and_grad(x, ..)`"
)]
pub trait ObjectiveFunction<How>
where
    DefaultAllocator: Allocator<Self::Dim>,
{
    /// The scalar.
    type Scalar: Real;
    /// The dimension: `Const<N>` or `Dyn`.
    type Dim: Dim;

    /// The value and the gradient.
    fn value_and_gradient(
        &self,
        x: &OVector<Self::Scalar, Self::Dim>,
    ) -> (Self::Scalar, OVector<Self::Scalar, Self::Dim>);
}

/// A function that takes an `X` by value.
///
/// ```
/// use autodiff_runtime::argmin::{ObjectiveFunction, Owned};
/// use autodiff_runtime::nalgebra::vector;
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn square(x: [f64; 1]) -> f64 {
///     x[0] * x[0]
/// }
///
/// let (value, gradient) =
///     ObjectiveFunction::<Owned<[f64; 1]>>::value_and_gradient(&square {}, &vector![3.0]);
/// assert_eq!((value, gradient), (9.0, vector![6.0]));
/// ```
#[derive(Debug)]
pub struct Owned<X>(PhantomData<X>);

/// A function that takes a reference to an `X`.
///
/// ```
/// use autodiff_runtime::argmin::{ObjectiveFunction, Shared};
/// use autodiff_runtime::nalgebra::dvector;
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn squares(x: &[f64]) -> f64 {
///     x.iter().map(|x| x * x).sum()
/// }
///
/// let (value, gradient) =
///     ObjectiveFunction::<Shared<[f64]>>::value_and_gradient(&squares {}, &dvector![3.0]);
/// assert_eq!((value, gradient), (9.0, dvector![6.0]));
/// ```
#[derive(Debug)]
pub struct Shared<X: ?Sized>(PhantomData<X>);

/// A closure that takes a reference to a vector, and gives the value and the gradient.
///
/// ```
/// use autodiff_runtime::argmin::{Closure, ObjectiveFunction};
/// use autodiff_runtime::nalgebra::{dvector, DVector, Dyn};
///
/// let square = |x: &DVector<f64>| (x[0] * x[0], 2.0 * x);
/// let (value, gradient) =
///     ObjectiveFunction::<Closure<f64, Dyn>>::value_and_gradient(&square, &dvector![3.0]);
/// assert_eq!((value, gradient), (9.0, dvector![6.0]));
/// ```
#[derive(Debug)]
pub struct Closure<T, D>(PhantomData<(T, D)>);

impl<T: Real, D: Dim, F> ObjectiveFunction<Owned<OVector<T, D>>> for F
where
    F: DifferentiableFn<(OVector<T, D>,), Output = T>,
    DefaultAllocator: Allocator<D>,
{
    type Scalar = T;
    type Dim = D;

    fn value_and_gradient(&self, x: &OVector<T, D>) -> (T, OVector<T, D>) {
        let (value, (gradient,)) = self.vjp((x.clone(),), T::one());
        (value, gradient)
    }
}

impl<T: Real, D: Dim, F> ObjectiveFunction<Shared<OVector<T, D>>> for F
where
    F: for<'a> DifferentiableFn<(&'a OVector<T, D>,), Output = T>,
    DefaultAllocator: Allocator<D>,
{
    type Scalar = T;
    type Dim = D;

    fn value_and_gradient(&self, x: &OVector<T, D>) -> (T, OVector<T, D>) {
        let (value, (gradient,)) = self.vjp((x,), T::one());
        (value, gradient)
    }
}

impl<T: Real, const N: usize, F> ObjectiveFunction<Owned<[T; N]>> for F
where
    F: DifferentiableFn<([T; N],), Output = T>,
{
    type Scalar = T;
    type Dim = Const<N>;

    fn value_and_gradient(&self, x: &SVector<T, N>) -> (T, SVector<T, N>) {
        let (value, (gradient,)) = self.vjp(((*x).into(),), T::one());
        (value, gradient.into())
    }
}

impl<T: Real, const N: usize, F> ObjectiveFunction<Shared<[T; N]>> for F
where
    F: for<'a> DifferentiableFn<(&'a [T; N],), Output = T>,
{
    type Scalar = T;
    type Dim = Const<N>;

    fn value_and_gradient(&self, x: &SVector<T, N>) -> (T, SVector<T, N>) {
        let (value, (gradient,)) = self.vjp((&(*x).into(),), T::one());
        (value, gradient.into())
    }
}

impl<T: Real, F> ObjectiveFunction<Owned<Vec<T>>> for F
where
    F: DifferentiableFn<(Vec<T>,), Output = T>,
{
    type Scalar = T;
    type Dim = Dyn;

    fn value_and_gradient(&self, x: &DVector<T>) -> (T, DVector<T>) {
        let (value, (gradient,)) = self.vjp((x.as_slice().to_vec(),), T::one());
        (value, gradient.into())
    }
}

impl<T: Real, F> ObjectiveFunction<Shared<[T]>> for F
where
    F: for<'a> DifferentiableFn<(&'a [T],), Output = T>,
{
    type Scalar = T;
    type Dim = Dyn;

    fn value_and_gradient(&self, x: &DVector<T>) -> (T, DVector<T>) {
        let (value, (gradient,)) = self.vjp((x.as_slice(),), T::one());
        (value, gradient.into())
    }
}

impl<T: Real, D: Dim, G, F> ObjectiveFunction<Closure<T, D>> for F
where
    F: Fn(&OVector<T, D>) -> (T, G),
    G: Into<OVector<T, D>>,
    DefaultAllocator: Allocator<D>,
{
    type Scalar = T;
    type Dim = D;

    fn value_and_gradient(&self, x: &OVector<T, D>) -> (T, OVector<T, D>) {
        let (value, gradient) = self(x);
        (value, gradient.into())
    }
}

/// A problem of `argmin`: `CostFunction` and `Gradient`, and `Hessian` after [`with_hessian`](Self::with_hessian).
///
/// The value and the gradient at a point are computed together and kept until another point is asked for: a line search
/// that asks for both pays once.
///
/// ```
/// use autodiff_runtime::argmin::argmin::core::{CostFunction, Gradient, Hessian};
/// use autodiff_runtime::argmin::{Objective, Vector};
/// use autodiff_runtime::nalgebra::DVector;
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate(second_order, wrt(x))]
/// fn loss(x: &[f64], target: f64) -> f64 {
///     (x[0] * x[1] - target).powi(2)
/// }
///
/// let problem = Objective::new(|x: &DVector<f64>| loss::value_and_grad(x.as_slice(), 1.0))
///     .with_hessian(|x: &DVector<f64>| loss::hessian(x.as_slice(), 1.0));
/// let point = Vector::from(vec![2.0, 3.0]);
/// assert_eq!(problem.cost(&point).unwrap(), 25.0);
/// assert_eq!(problem.gradient(&point).unwrap().as_slice(), [30.0, 20.0]);
/// assert_eq!(problem.hessian(&point).unwrap()[(0, 1)], 22.0);
/// assert_eq!(problem.evaluations(), 1);
/// ```
pub struct Objective<F, How, H = ()>
where
    F: ObjectiveFunction<How>,
    DefaultAllocator: Allocator<F::Dim>,
{
    function: F,
    hessian: H,
    last: Mutex<Last<F::Scalar, F::Dim>>,
    how: PhantomData<fn() -> How>,
}

/// The point that was asked for last.
struct Last<T: Real, D: Dim>
where
    DefaultAllocator: Allocator<D>,
{
    point: Option<Point<T, D>>,
    evaluations: u64,
}

struct Point<T: Real, D: Dim>
where
    DefaultAllocator: Allocator<D>,
{
    x: OVector<T, D>,
    value: T,
    gradient: OVector<T, D>,
}

impl<F, How> Objective<F, How>
where
    F: ObjectiveFunction<How>,
    DefaultAllocator: Allocator<F::Dim>,
{
    /// Of a function or closure: see [`ObjectiveFunction`].
    pub fn new(function: F) -> Self {
        let last = Mutex::new(Last { point: None, evaluations: 0 });
        Self { function, hessian: (), last, how: PhantomData }
    }

    /// With second derivatives: those of a function with the option `second_order`, as in `|x| f::hessian(*x)`.
    pub fn with_hessian<H, M>(self, hessian: H) -> Objective<F, How, H>
    where
        H: Fn(&OVector<F::Scalar, F::Dim>) -> M,
        M: Into<OMatrix<F::Scalar, F::Dim, F::Dim>>,
        DefaultAllocator: Allocator<F::Dim, F::Dim>,
    {
        Objective { function: self.function, hessian, last: self.last, how: PhantomData }
    }
}

impl<F, How, H> Objective<F, How, H>
where
    F: ObjectiveFunction<How>,
    DefaultAllocator: Allocator<F::Dim>,
{
    /// How often the function and its gradient have been computed.
    pub fn evaluations(&self) -> u64 {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).evaluations
    }

    fn at<R>(
        &self,
        x: &OVector<F::Scalar, F::Dim>,
        read: impl FnOnce(&F::Scalar, &OVector<F::Scalar, F::Dim>) -> R,
    ) -> R {
        // A panic of the function leaves the point before, which is still right.
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(point) = last.point.as_ref().filter(|point| same(&point.x, x)) {
            return read(&point.value, &point.gradient);
        }
        let (value, gradient) = self.function.value_and_gradient(x);
        last.evaluations += 1;
        let point = last.point.insert(Point { x: x.clone(), value, gradient });
        read(&point.value, &point.gradient)
    }
}

/// Bit for bit: functions tell 0 from -0.
pub(super) fn same<T: Real, D: Dim>(a: &OVector<T, D>, b: &OVector<T, D>) -> bool
where
    DefaultAllocator: Allocator<D>,
{
    a.len() == b.len()
        && a.iter().zip(b.iter()).all(|(a, b)| a.to_f64().to_bits() == b.to_f64().to_bits())
}

impl<F, How, H> CostFunction for Objective<F, How, H>
where
    F: ObjectiveFunction<How>,
    DefaultAllocator: Allocator<F::Dim>,
{
    type Param = Vector<F::Scalar, F::Dim>;
    type Output = F::Scalar;

    fn cost(&self, param: &Self::Param) -> Result<F::Scalar, Error> {
        Ok(self.at(&param.0, |value, _| *value))
    }
}

impl<F, How, H> Gradient for Objective<F, How, H>
where
    F: ObjectiveFunction<How>,
    DefaultAllocator: Allocator<F::Dim>,
{
    type Param = Vector<F::Scalar, F::Dim>;
    type Gradient = Vector<F::Scalar, F::Dim>;

    fn gradient(&self, param: &Self::Param) -> Result<Self::Gradient, Error> {
        Ok(Vector(self.at(&param.0, |_, gradient| gradient.clone())))
    }
}

impl<F, How, H, M> Hessian for Objective<F, How, H>
where
    F: ObjectiveFunction<How>,
    H: Fn(&OVector<F::Scalar, F::Dim>) -> M,
    M: Into<OMatrix<F::Scalar, F::Dim, F::Dim>>,
    DefaultAllocator: Allocator<F::Dim> + Allocator<F::Dim, F::Dim>,
{
    type Param = Vector<F::Scalar, F::Dim>;
    type Hessian = Matrix<F::Scalar, F::Dim>;

    fn hessian(&self, param: &Self::Param) -> Result<Self::Hessian, Error> {
        Ok(Matrix((self.hessian)(&param.0).into()))
    }
}

impl<F, How, H> fmt::Debug for Objective<F, How, H>
where
    F: ObjectiveFunction<How>,
    DefaultAllocator: Allocator<F::Dim>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Objective")
            .field("evaluations", &self.evaluations())
            .finish_non_exhaustive()
    }
}
