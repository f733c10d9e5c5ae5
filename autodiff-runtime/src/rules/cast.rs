//! `as` casts between numbers, and what else only puts a number elsewhere: `T::from_f64`, `Box::new`.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

use crate::differentiable::Differentiable;
use crate::real::Real;

/// The rule of `a as To`: linear between floats; 0 where either side is inactive (an integer, `bool`, `char`).
#[diagnostic::on_unimplemented(
    message = "no derivative rule for the cast of `{Self}` to `{To}`",
    label = "no rule for this cast"
)]
pub trait CastRule<To: Differentiable>: Differentiable {
    /// The contribution of the result's cotangent to the operand's.
    fn cast_adjoint_0(a: &Self, y: &To, ct: &To::Tangent) -> Self::Tangent;
    /// The result's tangent.
    fn cast_tangent_0(a: &Self, y: &To, da: &Self::Tangent) -> To::Tangent;
}

/// See [`CastRule`].
#[inline]
pub fn cast_adjoint_0<A: CastRule<To>, To: Differentiable>(
    a: &A,
    y: &To,
    ct: &To::Tangent,
) -> A::Tangent {
    A::cast_adjoint_0(a, y, ct)
}

/// See [`CastRule`].
#[inline]
pub fn cast_tangent_0<A: CastRule<To>, To: Differentiable>(
    a: &A,
    y: &To,
    da: &A::Tangent,
) -> To::Tangent {
    A::cast_tangent_0(a, y, da)
}

/// A cast to an inactive type: floats to integers, integers to integers, `char`s and `bool`s to integers.
impl<A: Differentiable, To: Differentiable<Tangent = ()>> CastRule<To> for A {
    #[inline]
    fn cast_adjoint_0(a: &A, _y: &To, (): &()) -> A::Tangent {
        a.zero_tangent()
    }

    #[inline]
    fn cast_tangent_0(_a: &A, _y: &To, _da: &A::Tangent) {}
}

macro_rules! between_floats {
    ($($From:ident $To:ident)*) => {$(
        impl CastRule<$To> for $From {
            #[inline]
            fn cast_adjoint_0(_a: &$From, _y: &$To, ct: &$To) -> $From {
                *ct as $From
            }

            #[inline]
            fn cast_tangent_0(_a: &$From, _y: &$To, da: &$From) -> $To {
                *da as $To
            }
        }
    )*};
}

between_floats!(f32 f32 f32 f64 f64 f32 f64 f64);

macro_rules! integer_to_float {
    ($($From:ident)*) => {
        integer_to_float!(@to f32 $($From)*);
        integer_to_float!(@to f64 $($From)*);
    };
    (@to $To:ident $($From:ident)*) => {$(
        impl CastRule<$To> for $From {
            #[inline]
            fn cast_adjoint_0(_a: &$From, _y: &$To, _ct: &$To) {}

            #[inline]
            fn cast_tangent_0(_a: &$From, _y: &$To, (): &()) -> $To {
                0.0
            }
        }
    )*};
}

integer_to_float!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool);

/// `T::from_f64(x)` by `x`: the cotangent, as an `f64`.
#[inline]
pub fn from_f64_adjoint_0<T: Real>(_y: &T, ct: &T) -> f64 {
    Real::to_f64(*ct)
}

/// `T::from_f64(x)` by `x`: the tangent, as a `T`.
#[inline]
pub fn from_f64_tangent_0<T: Real>(_y: &T, d: &f64) -> T {
    <T as Real>::from_f64(*d)
}

/// `Box::new(x)` by `x`: what is in the box.
#[cfg(feature = "alloc")]
#[inline]
#[allow(clippy::borrowed_box)] // the cotangent is in a box, as the value is
pub fn boxed_adjoint_0<T: Clone>(ct: &Box<T>) -> T {
    (**ct).clone()
}

/// `Box::new(x)` by `x`: the tangent, in a box.
#[cfg(feature = "alloc")]
#[inline]
pub fn boxed_tangent_0<T: Clone>(d: &T) -> Box<T> {
    Box::new(d.clone())
}
