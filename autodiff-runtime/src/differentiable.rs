//! The trait [`Differentiable`], and its impls for scalars, inactive types and references.
//!
//! Containers are in `containers.rs`, nalgebra's types in `matrix.rs`.

use core::marker::PhantomData;
use core::ops::{Range, RangeFrom, RangeFull, RangeInclusive, RangeTo, RangeToInclusive};

use crate::tangent::Tangent;

/// A type whose values have derivatives, in the vector space [`Differentiable::Tangent`].
///
/// A tangent says how a value moves, a cotangent (adjoint) how a result depends on it; both are of this one type.
/// A type that cannot move (an integer, a `bool`, a string) has the tangent `()` and is inactive.
///
/// ```
/// use autodiff_runtime::Differentiable;
///
/// assert_eq!([1.0, 2.0].zero_tangent(), [0.0, 0.0]);
/// assert_eq!((3.0, 7_usize).zero_tangent(), (0.0, ()));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no derivative: it is not `Differentiable`",
    label = "not `Differentiable`",
    note = "put `#[derive(Differentiable)]` on a struct or an enum, or mark the parameter or the field `#[constant]`"
)]
pub trait Differentiable {
    /// The vector space of the derivatives of values of this type.
    type Tangent: Tangent;

    /// The zero of the shape of this value.
    fn zero_tangent(&self) -> Self::Tangent;

    /// A tangent of the shape of this value that is added to and then thrown away: an adjoint nobody asked for. Types
    /// whose derivatives are dear may mark it, so that rules need not compute what goes there.
    #[doc(hidden)]
    #[inline]
    fn discarded_tangent(&self) -> Self::Tangent {
        self.zero_tangent()
    }
}

macro_rules! scalar {
    ($($T:ty)*) => {$(
        impl Differentiable for $T {
            type Tangent = $T;

            #[inline]
            fn zero_tangent(&self) -> $T {
                0.0
            }
        }
    )*};
}

scalar!(f32 f64);

macro_rules! inactive {
    ($([$($generics:tt)*] $T:ty)*) => {$(
        impl<$($generics)*> Differentiable for $T {
            type Tangent = ();

            #[inline]
            fn zero_tangent(&self) {}
        }
    )*};
}

inactive! {
    [] i8 [] i16 [] i32 [] i64 [] i128 [] isize
    [] u8 [] u16 [] u32 [] u64 [] u128 [] usize
    [] bool [] char [] str [] ()
    [] core::cmp::Ordering
    [] RangeFull
    [I: Differentiable<Tangent = ()>] Range<I>
    [I: Differentiable<Tangent = ()>] RangeFrom<I>
    [I: Differentiable<Tangent = ()>] RangeTo<I>
    [I: Differentiable<Tangent = ()>] RangeInclusive<I>
    [I: Differentiable<Tangent = ()>] RangeToInclusive<I>
    [T: ?Sized] PhantomData<T>
}

#[cfg(feature = "alloc")]
inactive! { [] alloc::string::String }

macro_rules! reference {
    ($($T:ty)*) => {$(
        impl<T: Differentiable + ?Sized> Differentiable for $T {
            type Tangent = T::Tangent;

            #[inline]
            fn zero_tangent(&self) -> T::Tangent {
                T::zero_tangent(self)
            }

            #[inline]
            fn discarded_tangent(&self) -> T::Tangent {
                T::discarded_tangent(self)
            }
        }
    )*};
}

reference!(&T &mut T);
