//! The scalar bounds: [`Real`] for users, [`Scalar`] and [`SameReal`] for the rules (a real or a reference to one).

use core::iter::{Product, Sum};

use nalgebra::RealField;

use crate::differentiable::Differentiable;
use crate::dual::Dual;
use crate::hessian::Coordinates;
#[cfg(feature = "nn")]
use crate::kernel;
use crate::rules::{
    AbsRule, AddRule, ClampRule, DivEuclidRule, DivRule, MaxRule, MinRule, MulRule, NegRule,
    RemEuclidRule, RemRule, SignumRule, SubRule,
};
use crate::second_order::{Entries, WithTangent};
use crate::tangent::Tangent;

/// A real number: `f32`, `f64`, and the dual numbers over them.
///
/// It is nalgebra's `RealField + Copy` with a tangent of its own type, and a derivative rule for every operation. Iterators
/// over it, by value or by reference, can be summed and multiplied.
/// `T::lit(2.0)` is a literal. (`T::from_f64` alone is ambiguous, as `RealField` implies num-traits' function of
/// that name, which returns an `Option`; write `T::lit` or `<T as Real>::from_f64`.)
///
/// ```
/// use autodiff_runtime::Real;
///
/// fn circle<T: Real>(radius: T) -> T {
///     T::lit(2.0) * T::pi() * radius
/// }
/// assert_eq!(circle(0.5), std::f64::consts::PI);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a real scalar",
    label = "not `Real`",
    note = "`f32`, `f64` and the dual numbers over them are"
)]
pub trait Real:
    RealField
    + Copy
    + Sum
    + Product
    + for<'a> Sum<&'a Self>
    + for<'a> Product<&'a Self>
    + Differentiable<Tangent = Self>
    + Tangent
    + Scalar<Real = Self>
    + SameReal<Self>
    + AddRule<Self, Output = Self>
    + SubRule<Self, Output = Self>
    + MulRule<Self, Output = Self>
    + DivRule<Self, Output = Self>
    + RemRule<Self, Output = Self>
    + RemEuclidRule<Self, Output = Self>
    + DivEuclidRule<Self, Output = Self>
    + MaxRule<Self, Output = Self>
    + MinRule<Self, Output = Self>
    + ClampRule<Self, Self, Output = Self>
    + NegRule<Output = Self>
    + AbsRule<Output = Self>
    + SignumRule<Output = Self>
    + WithTangent<Self, Dual = Dual<Self>>
    + Entries<Entry = Self>
    + Coordinates<Self, Hessian = Self>
{
    /// The number nearest to `v`.
    fn from_f64(v: f64) -> Self;

    /// The double precision number nearest to this one (of a dual number, to its real part).
    fn to_f64(self) -> f64;

    /// The number nearest to `v`, for literals in generic code.
    #[inline]
    fn lit(v: f64) -> Self {
        <Self as Real>::from_f64(v)
    }

    /// The error function.
    #[doc(hidden)]
    fn __erf(self) -> Self;

    /// `C += A B`, by the kernel of all large products.
    #[cfg(feature = "nn")]
    #[doc(hidden)]
    fn __add_product(product: kernel::Product<'_, Self>) {
        kernel::portable(product);
    }

    /// `partial * d`, and 0 where one of them is, even if the other is infinite or NaN: both modes agree then, whose
    /// `d` come from either side.
    #[doc(hidden)]
    fn chain(partial: Self, d: Self) -> Self;

    /// `d / divisor`, and 0 where `d` is 0 even if `divisor` is 0 or NaN.
    #[doc(hidden)]
    fn chain_div(d: Self, divisor: Self) -> Self;
}

/// A real number, by value or by reference: what a scalar function can be called on.
///
/// ```
/// use autodiff_runtime::{Real, Scalar};
///
/// fn twice<S: Scalar>(x: S) -> S::Real {
///     x.real() + x.real()
/// }
/// assert_eq!((twice(1.5), twice(&1.5)), (3.0, 3.0));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a real scalar or a reference to one",
    label = "not a real scalar",
    note = "the derivatives of mathematical functions exist for `f32`, `f64` and the dual numbers over them"
)]
pub trait Scalar: Differentiable {
    /// The type of the number itself.
    type Real: Real;

    /// The number itself.
    fn real(&self) -> Self::Real;
}

/// `Self` and `B` are the same kind of real number, each by value or by reference.
///
/// The second operand of `powf` and its like; it is what gives an un-suffixed literal there its type.
///
/// ```
/// use autodiff_runtime::{SameReal, Scalar};
///
/// fn sum<A: SameReal<B>, B: Scalar<Real = A::Real>>(a: A, b: B) -> A::Real {
///     a.real() + b.real()
/// }
/// assert_eq!(sum(&1.5, 2.0), 3.5);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` and `{B}` are not the same kind of real scalar",
    label = "not the same kind of real scalar"
)]
pub trait SameReal<B: Scalar<Real = Self::Real>>: Scalar {}

macro_rules! float {
    ($($T:ident $erf:ident $precision:ident)*) => {$(
        impl Real for $T {
            #[inline]
            fn from_f64(v: f64) -> Self {
                v as $T
            }

            #[inline]
            fn to_f64(self) -> f64 {
                f64::from(self)
            }

            #[inline]
            fn __erf(self) -> Self {
                libm::$erf(self)
            }

            #[cfg(all(feature = "nn", feature = "std"))]
            fn __add_product(product: kernel::Product<'_, Self>) {
                kernel::$precision::add(product);
            }

            #[inline]
            fn chain(partial: Self, d: Self) -> Self {
                if d == 0.0 || partial == 0.0 { 0.0 } else { partial * d }
            }

            #[inline]
            fn chain_div(d: Self, divisor: Self) -> Self {
                if d == 0.0 { 0.0 } else { d / divisor }
            }
        }

        impl Scalar for $T {
            type Real = Self;

            #[inline]
            fn real(&self) -> Self {
                *self
            }
        }

        impl SameReal<$T> for $T {}
        impl SameReal<&$T> for $T {}
        impl SameReal<&mut $T> for $T {}
    )*};
}

float!(f32 erff single f64 erf double);

macro_rules! reference {
    ($($S:ty)*) => {$(
        impl<S: Scalar> Scalar for $S {
            type Real = S::Real;

            #[inline]
            fn real(&self) -> S::Real {
                S::real(self)
            }
        }

        impl<S: SameReal<B>, B: Scalar<Real = S::Real>> SameReal<B> for $S {}
    )*};
}

reference!(&S &mut S);
