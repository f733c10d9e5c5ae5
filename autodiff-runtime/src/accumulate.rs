//! What emitted code does with whole adjoints: zeros, sums, taking, seeds.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::containers::add_assign_slice;
use crate::differentiable::Differentiable;
use crate::real::Real;
use crate::support::Inactive;
use crate::tangent::Tangent;

/// An adjoint to which a contribution of type `C` can be added.
///
/// ```
/// use autodiff_runtime::Accumulate;
///
/// let mut gradient = vec![1.0, 2.0];
/// gradient.accumulate([10.0, 20.0]);
/// assert_eq!(gradient, [11.0, 22.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "a derivative of type `{C}` cannot be added to one of type `{Self}`",
    label = "cannot accumulate a `{C}`"
)]
pub trait Accumulate<C> {
    /// `self += contribution`.
    ///
    /// # Panics
    ///
    /// If the shapes differ.
    fn accumulate(&mut self, contribution: C);
}

impl<T: Tangent> Accumulate<T> for T {
    #[inline]
    fn accumulate(&mut self, contribution: T) {
        self.add_assign(&contribution);
    }
}

macro_rules! slices {
    ($($(#[$attribute:meta])* [$($generics:tt)*] $Adjoint:ty, $Contribution:ty;)*) => {$(
        $(#[$attribute])*
        impl<T: Tangent, $($generics)*> Accumulate<$Contribution> for $Adjoint {
            #[inline]
            fn accumulate(&mut self, contribution: $Contribution) {
                add_assign_slice(self, &contribution);
            }
        }
    )*};
}

slices! {
    [const N: usize] [T], [T; N];
    #[cfg(feature = "alloc")]
    [] [T], Vec<T>;
    #[cfg(feature = "alloc")]
    [const N: usize] Vec<T>, [T; N];
    #[cfg(feature = "alloc")]
    [const N: usize] [T; N], Vec<T>;
}

/// The zero tangent of `x`.
#[doc(hidden)]
#[inline]
pub fn zero_tangent<T: Differentiable + ?Sized>(x: &T) -> T::Tangent {
    x.zero_tangent()
}

/// `adjoint += contribution`.
#[doc(hidden)]
#[inline]
pub fn accumulate<A: Accumulate<C> + ?Sized, C>(adjoint: &mut A, contribution: C) {
    adjoint.accumulate(contribution);
}

/// The adjoint, which becomes zeros of the same shape.
#[doc(hidden)]
#[inline]
pub fn take<A: Take>(adjoint: &mut A) -> A {
    adjoint.take()
}

/// An adjoint that can be taken away: a tangent, or none at all.
#[doc(hidden)]
pub trait Take: Sized {
    /// The adjoint, which becomes zeros of the same shape.
    fn take(&mut self) -> Self;
}

impl<T: Tangent> Take for T {
    #[inline]
    fn take(&mut self) -> Self {
        let zero = self.zero_like();
        core::mem::replace(self, zero)
    }
}

impl Take for Inactive {
    #[inline]
    fn take(&mut self) -> Self {
        Self
    }
}

/// `a + b`.
#[doc(hidden)]
#[inline]
pub fn add_tangents<T: Tangent>(mut a: T, b: T) -> T {
    a.add_assign(&b);
    a
}

/// The seed of a scalar function's gradient: 1.
#[doc(hidden)]
#[inline]
pub fn unit_seed<R: Real>() -> R {
    R::one()
}

/// 1.
#[doc(hidden)]
#[inline]
pub fn one<T: Real>() -> T {
    T::one()
}

/// 0.
#[doc(hidden)]
#[inline]
pub fn zero<T: Real>() -> T {
    T::zero()
}

/// `x` itself, with no derivative: what is computed from it counts as constant.
///
/// ```
/// use autodiff_runtime::stop_gradient;
///
/// assert_eq!(stop_gradient(2.0), 2.0);
/// ```
#[inline]
pub fn stop_gradient<T>(x: T) -> T {
    x
}
