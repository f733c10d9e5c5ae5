//! `max`, `min` and `clamp` of real scalars and integers.
//!
//! The operand that is the result gets all, the others exactly 0, whatever they hold; equal operands of `max` and
//! `min` get one half each; of a NaN and a number the number gets all, as it is the result.

use core::cmp::Ordering;

use crate::differentiable::Differentiable;
use crate::real::Real;
use crate::rules::TangentOf;

binary_rule_trait! {
    /// The rule of `a.max(b)`: `da` where `a > b`, `db` where `a < b`, `(da + db) / 2` where they are equal.
    #[diagnostic::on_unimplemented(
        message = "no derivative rule for `max` of `{Self}` and `{B}`",
        label = "no rule for `max`"
    )]
    MaxRule: max_adjoint_0 max_adjoint_1 max_tangent_0 max_tangent_1
}

binary_rule_trait! {
    /// The rule of `a.min(b)`: `da` where `a < b`, `db` where `a > b`, `(da + db) / 2` where they are equal.
    #[diagnostic::on_unimplemented(
        message = "no derivative rule for `min` of `{Self}` and `{B}`",
        label = "no rule for `min`"
    )]
    MinRule: min_adjoint_0 min_adjoint_1 min_tangent_0 min_tangent_1
}

binary_rule! {
    MaxRule: max_adjoint_0 max_adjoint_1 max_tangent_0 max_tangent_1,
    |a, b, d| winner(a, b, Ordering::Greater, d), winner(b, a, Ordering::Greater, d)
}

binary_rule! {
    MinRule: min_adjoint_0 min_adjoint_1 min_tangent_0 min_tangent_1,
    |a, b, d| winner(a, b, Ordering::Less, d), winner(b, a, Ordering::Less, d)
}

/// What the operand `this` gets of `d`, where the operand wins that compares as `wins` to the other.
#[inline]
fn winner<R: Real>(this: R, other: R, wins: Ordering, d: R) -> R {
    let is_nan = |x: R| x.partial_cmp(&x).is_none();
    match this.partial_cmp(&other) {
        Some(Ordering::Equal) => d * R::lit(0.5),
        Some(order) if order == wins => d,
        Some(_) => R::zero(),
        None => match (is_nan(this), is_nan(other)) {
            (true, false) => R::zero(),
            (false, _) => d,
            (true, true) => d * R::lit(0.5),
        },
    }
}

/// The rule of `x.clamp(lo, hi)`: `d lo` where `x < lo`, `d hi` where `x > hi`, else (at the bounds too) `dx`.
#[diagnostic::on_unimplemented(
    message = "no derivative rule for `clamp` of `{Self}` between `{Lo}` and `{Hi}`",
    label = "no rule for `clamp`"
)]
pub trait ClampRule<Lo: Differentiable = Self, Hi: Differentiable = Lo>: Differentiable {
    /// The type of the result.
    type Output: Differentiable;
    /// The contribution of the result's cotangent to that of `x`.
    fn clamp_adjoint_0(x: &Self, lo: &Lo, hi: &Hi, ct: &TangentOf<Self::Output>) -> Self::Tangent;
    /// The contribution of the result's cotangent to that of `lo`.
    fn clamp_adjoint_1(x: &Self, lo: &Lo, hi: &Hi, ct: &TangentOf<Self::Output>) -> Lo::Tangent;
    /// The contribution of the result's cotangent to that of `hi`.
    fn clamp_adjoint_2(x: &Self, lo: &Lo, hi: &Hi, ct: &TangentOf<Self::Output>) -> Hi::Tangent;
    /// The contribution of the tangent of `x` to the result's.
    fn clamp_tangent_0(x: &Self, lo: &Lo, hi: &Hi, dx: &Self::Tangent) -> TangentOf<Self::Output>;
    /// The contribution of the tangent of `lo` to the result's.
    fn clamp_tangent_1(x: &Self, lo: &Lo, hi: &Hi, dlo: &Lo::Tangent) -> TangentOf<Self::Output>;
    /// The contribution of the tangent of `hi` to the result's.
    fn clamp_tangent_2(x: &Self, lo: &Lo, hi: &Hi, dhi: &Hi::Tangent) -> TangentOf<Self::Output>;
}

macro_rules! clamp_functions {
    ($($adjoint:ident $tangent:ident $Operand:ident)*) => {$(
        /// See [`ClampRule`].
        #[inline]
        pub fn $adjoint<X: ClampRule<Lo, Hi>, Lo: Differentiable, Hi: Differentiable>(
            x: &X,
            lo: &Lo,
            hi: &Hi,
            ct: &TangentOf<X::Output>,
        ) -> $Operand::Tangent {
            X::$adjoint(x, lo, hi, ct)
        }

        /// See [`ClampRule`].
        #[inline]
        pub fn $tangent<X: ClampRule<Lo, Hi>, Lo: Differentiable, Hi: Differentiable>(
            x: &X,
            lo: &Lo,
            hi: &Hi,
            d: &$Operand::Tangent,
        ) -> TangentOf<X::Output> {
            X::$tangent(x, lo, hi, d)
        }
    )*};
}

clamp_functions! {
    clamp_adjoint_0 clamp_tangent_0 X
    clamp_adjoint_1 clamp_tangent_1 Lo
    clamp_adjoint_2 clamp_tangent_2 Hi
}

/// Which of its operands a `clamp` returns.
#[derive(Clone, Copy, PartialEq)]
enum Clamped {
    Inside,
    Low,
    High,
}

#[inline]
fn clamped<R: PartialOrd>(x: &R, lo: &R, hi: &R) -> Clamped {
    if x < lo {
        Clamped::Low
    } else if x > hi {
        Clamped::High
    } else {
        Clamped::Inside
    }
}

macro_rules! clamp_rule {
    (@methods $X:ty, $Lo:ty, $Hi:ty, $T:ty, |$x:ident, $lo:ident, $hi:ident, $d:ident, $which:ident| $e:expr;
        $($name:ident $Operand:ident)*) => {$(
        #[inline]
        fn $name($x: &$X, $lo: &$Lo, $hi: &$Hi, $d: &$T) -> $T {
            let $which = Clamped::$Operand;
            $e
        }
    )*};
    (@impl [$($generics:tt)*] $X:ty, $Lo:ty, $Hi:ty, $T:ty,
        |$x:ident, $lo:ident, $hi:ident, $d:ident, $which:ident| $e:expr) => {
        impl<$($generics)*> ClampRule<$Lo, $Hi> for $X {
            type Output = $X;
            clamp_rule!(@methods $X, $Lo, $Hi, $T, |$x, $lo, $hi, $d, $which| $e;
                clamp_adjoint_0 Inside clamp_adjoint_1 Low clamp_adjoint_2 High
                clamp_tangent_0 Inside clamp_tangent_1 Low clamp_tangent_2 High);
        }
    };
    (@real $([$($generics:tt)*] $X:ty;)*) => {$(
        clamp_rule!(@impl [$($generics)*] $X, $X, $X, $X, |x, lo, hi, d, which| {
            if clamped(x, lo, hi) == which { *d } else { nalgebra::zero() }
        });
    )*};
    (@integer $($I:ty)*) => {$(
        clamp_rule!(@impl [] $I, $I, $I, (), |_x, _lo, _hi, _d, _which| ());
        clamp_rule!(@impl ['lo, 'hi] $I, &'lo $I, &'hi $I, (), |_x, _lo, _hi, _d, _which| ());
    )*};
    (@reference $($X:ty)*) => {$(
        impl<'a, A: ClampRule<Lo, Hi>, Lo: Differentiable, Hi: Differentiable> ClampRule<Lo, Hi> for $X {
            type Output = A::Output;

            #[inline]
            fn clamp_adjoint_0(x: &Self, lo: &Lo, hi: &Hi, ct: &TangentOf<A::Output>) -> A::Tangent {
                A::clamp_adjoint_0(x, lo, hi, ct)
            }

            #[inline]
            fn clamp_adjoint_1(x: &Self, lo: &Lo, hi: &Hi, ct: &TangentOf<A::Output>) -> Lo::Tangent {
                A::clamp_adjoint_1(x, lo, hi, ct)
            }

            #[inline]
            fn clamp_adjoint_2(x: &Self, lo: &Lo, hi: &Hi, ct: &TangentOf<A::Output>) -> Hi::Tangent {
                A::clamp_adjoint_2(x, lo, hi, ct)
            }

            #[inline]
            fn clamp_tangent_0(x: &Self, lo: &Lo, hi: &Hi, dx: &A::Tangent) -> TangentOf<A::Output> {
                A::clamp_tangent_0(x, lo, hi, dx)
            }

            #[inline]
            fn clamp_tangent_1(x: &Self, lo: &Lo, hi: &Hi, dlo: &Lo::Tangent) -> TangentOf<A::Output> {
                A::clamp_tangent_1(x, lo, hi, dlo)
            }

            #[inline]
            fn clamp_tangent_2(x: &Self, lo: &Lo, hi: &Hi, dhi: &Hi::Tangent) -> TangentOf<A::Output> {
                A::clamp_tangent_2(x, lo, hi, dhi)
            }
        }
    )*};
}

clamp_rule!(@real [] f32; [] f64; [T: Real] crate::Dual<T>;);
clamp_rule!(@integer i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
clamp_rule!(@reference &'a A &'a mut A);
