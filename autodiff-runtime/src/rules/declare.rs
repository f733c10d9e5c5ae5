//! The macros that declare rules: traits of overloaded operations, their impls, and scalar functions.

/// Declares the trait of a binary overloaded operation and its four functions.
///
/// A reference on the left has the rule of what it refers to; one on the right is an impl per type. With two more
/// names there are functions which add the contributions into an adjoint, for rules that can do so in place.
macro_rules! binary_rule_trait {
    (
        $(#[$attribute:meta])*
        $Rule:ident: $adjoint_0:ident $adjoint_1:ident $tangent_0:ident $tangent_1:ident
        $($accumulate_0:ident $accumulate_1:ident)?
    ) => {
        $(#[$attribute])*
        pub trait $Rule<B: $crate::Differentiable = Self>: $crate::Differentiable {
            /// The type of the result.
            type Output: $crate::Differentiable;
            /// The contribution of the result's cotangent to the left operand's.
            fn $adjoint_0(a: &Self, b: &B, ct: &$crate::rules::TangentOf<Self::Output>) -> Self::Tangent;
            /// The contribution of the result's cotangent to the right operand's.
            fn $adjoint_1(a: &Self, b: &B, ct: &$crate::rules::TangentOf<Self::Output>) -> B::Tangent;
            /// The contribution of the left operand's tangent to the result's.
            fn $tangent_0(a: &Self, b: &B, da: &Self::Tangent) -> $crate::rules::TangentOf<Self::Output>;
            /// The contribution of the right operand's tangent to the result's.
            fn $tangent_1(a: &Self, b: &B, db: &B::Tangent) -> $crate::rules::TangentOf<Self::Output>;
            $(
                /// Adds the contribution to the left operand's cotangent in place.
                #[inline]
                fn $accumulate_0(
                    a: &Self,
                    b: &B,
                    ct: &$crate::rules::TangentOf<Self::Output>,
                    adjoint: &mut Self::Tangent,
                ) {
                    $crate::Tangent::add_assign(adjoint, &Self::$adjoint_0(a, b, ct));
                }
                /// Adds the contribution to the right operand's cotangent in place.
                #[inline]
                fn $accumulate_1(
                    a: &Self,
                    b: &B,
                    ct: &$crate::rules::TangentOf<Self::Output>,
                    adjoint: &mut B::Tangent,
                ) {
                    $crate::Tangent::add_assign(adjoint, &Self::$adjoint_1(a, b, ct));
                }
            )?
        }

        $(
            #[doc = concat!("See [`", stringify!($Rule), "`].")]
            #[inline]
            pub fn $accumulate_0<A: $Rule<B>, B: $crate::Differentiable>(
                a: &A,
                b: &B,
                ct: &$crate::rules::TangentOf<A::Output>,
                adjoint: &mut A::Tangent,
            ) {
                A::$accumulate_0(a, b, ct, adjoint);
            }

            #[doc = concat!("See [`", stringify!($Rule), "`].")]
            #[inline]
            pub fn $accumulate_1<A: $Rule<B>, B: $crate::Differentiable>(
                a: &A,
                b: &B,
                ct: &$crate::rules::TangentOf<A::Output>,
                adjoint: &mut B::Tangent,
            ) {
                A::$accumulate_1(a, b, ct, adjoint);
            }
        )?

        #[doc = concat!("See [`", stringify!($Rule), "`].")]
        #[inline]
        pub fn $adjoint_0<A: $Rule<B>, B: $crate::Differentiable>(
            a: &A,
            b: &B,
            ct: &$crate::rules::TangentOf<A::Output>,
        ) -> A::Tangent {
            A::$adjoint_0(a, b, ct)
        }

        #[doc = concat!("See [`", stringify!($Rule), "`].")]
        #[inline]
        pub fn $adjoint_1<A: $Rule<B>, B: $crate::Differentiable>(
            a: &A,
            b: &B,
            ct: &$crate::rules::TangentOf<A::Output>,
        ) -> B::Tangent {
            A::$adjoint_1(a, b, ct)
        }

        #[doc = concat!("See [`", stringify!($Rule), "`].")]
        #[inline]
        pub fn $tangent_0<A: $Rule<B>, B: $crate::Differentiable>(
            a: &A,
            b: &B,
            da: &A::Tangent,
        ) -> $crate::rules::TangentOf<A::Output> {
            A::$tangent_0(a, b, da)
        }

        #[doc = concat!("See [`", stringify!($Rule), "`].")]
        #[inline]
        pub fn $tangent_1<A: $Rule<B>, B: $crate::Differentiable>(
            a: &A,
            b: &B,
            db: &B::Tangent,
        ) -> $crate::rules::TangentOf<A::Output> {
            A::$tangent_1(a, b, db)
        }

        binary_rule_trait!(@reference [&'a A] $Rule: $adjoint_0 $adjoint_1 $tangent_0 $tangent_1
            $($accumulate_0 $accumulate_1)?);
        binary_rule_trait!(@reference [&'a mut A] $Rule: $adjoint_0 $adjoint_1 $tangent_0 $tangent_1
            $($accumulate_0 $accumulate_1)?);
    };
    (
        @reference [$Left:ty] $Rule:ident: $adjoint_0:ident $adjoint_1:ident $tangent_0:ident $tangent_1:ident
        $($accumulate_0:ident $accumulate_1:ident)?
    ) => {
        impl<'a, A: $Rule<B>, B: $crate::Differentiable> $Rule<B> for $Left {
            type Output = A::Output;

            #[inline]
            fn $adjoint_0(a: &Self, b: &B, ct: &$crate::rules::TangentOf<A::Output>) -> A::Tangent {
                A::$adjoint_0(a, b, ct)
            }

            #[inline]
            fn $adjoint_1(a: &Self, b: &B, ct: &$crate::rules::TangentOf<A::Output>) -> B::Tangent {
                A::$adjoint_1(a, b, ct)
            }

            #[inline]
            fn $tangent_0(a: &Self, b: &B, da: &A::Tangent) -> $crate::rules::TangentOf<A::Output> {
                A::$tangent_0(a, b, da)
            }

            #[inline]
            fn $tangent_1(a: &Self, b: &B, db: &B::Tangent) -> $crate::rules::TangentOf<A::Output> {
                A::$tangent_1(a, b, db)
            }
            $(
                #[inline]
                fn $accumulate_0(
                    a: &Self,
                    b: &B,
                    ct: &$crate::rules::TangentOf<A::Output>,
                    adjoint: &mut A::Tangent,
                ) {
                    A::$accumulate_0(a, b, ct, adjoint);
                }

                #[inline]
                fn $accumulate_1(
                    a: &Self,
                    b: &B,
                    ct: &$crate::rules::TangentOf<A::Output>,
                    adjoint: &mut B::Tangent,
                ) {
                    A::$accumulate_1(a, b, ct, adjoint);
                }
            )?
        }
    };
}

/// Implements a binary rule for floats and integers.
///
/// `a, b, d => e0, e1`: the contributions of the operands; `d` is the result's cotangent or the operand's tangent.
macro_rules! binary_rule {
    (
        $Rule:ident: $adjoint_0:ident $adjoint_1:ident $tangent_0:ident $tangent_1:ident,
        |$a:ident, $b:ident, $d:ident| $e0:expr, $e1:expr
    ) => {
        const _: () = {
            #[inline]
            #[allow(unused_variables)]
            fn part_0<R: $crate::Real>($a: R, $b: R, $d: R) -> R {
                $e0
            }

            #[inline]
            #[allow(unused_variables)]
            fn part_1<R: $crate::Real>($a: R, $b: R, $d: R) -> R {
                $e1
            }

            binary_rule!(@real $Rule: $adjoint_0 $adjoint_1 $tangent_0 $tangent_1, part_0 part_1,
                [] f32, f32; [] f32, &f32; [] f64, f64; [] f64, &f64;
                [T: $crate::Real] $crate::Dual<T>, $crate::Dual<T>; [T: $crate::Real] $crate::Dual<T>, &$crate::Dual<T>;);
        };
        binary_rule!(@integer $Rule: $adjoint_0 $adjoint_1 $tangent_0 $tangent_1,
            i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
    };
    (
        @real $Rule:ident: $adjoint_0:ident $adjoint_1:ident $tangent_0:ident $tangent_1:ident,
        $part_0:ident $part_1:ident, $([$($generics:tt)*] $A:ty, $B:ty;)*
    ) => {
        binary_rule!(@impl $Rule: $adjoint_0 $adjoint_1 $tangent_0 $tangent_1, $part_0 $part_1,
            $([$($generics)*] $A, $B;)*);
    };
    (
        @impl $Rule:ident: $adjoint_0:ident $adjoint_1:ident $tangent_0:ident $tangent_1:ident,
        $part_0:ident $part_1:ident,
    ) => {};
    (
        @impl $Rule:ident: $adjoint_0:ident $adjoint_1:ident $tangent_0:ident $tangent_1:ident,
        $part_0:ident $part_1:ident, [$($generics:tt)*] $A:ty, $B:ty; $($rest:tt)*
    ) => {
        impl<$($generics)*> $Rule<$B> for $A {
            type Output = $A;

            #[inline]
            fn $adjoint_0(a: &$A, b: &$B, ct: &$A) -> $A {
                $part_0(*a, $crate::Scalar::real(b), *ct)
            }

            #[inline]
            fn $adjoint_1(a: &$A, b: &$B, ct: &$A) -> $A {
                $part_1(*a, $crate::Scalar::real(b), *ct)
            }

            #[inline]
            fn $tangent_0(a: &$A, b: &$B, da: &$A) -> $A {
                $part_0(*a, $crate::Scalar::real(b), *da)
            }

            #[inline]
            fn $tangent_1(a: &$A, b: &$B, db: &$A) -> $A {
                $part_1(*a, $crate::Scalar::real(b), *db)
            }
        }
        binary_rule!(@impl $Rule: $adjoint_0 $adjoint_1 $tangent_0 $tangent_1, $part_0 $part_1, $($rest)*);
    };
    (
        @integer $Rule:ident: $adjoint_0:ident $adjoint_1:ident $tangent_0:ident $tangent_1:ident, $($I:ident)*
    ) => {$(
        binary_rule!(@inactive $Rule: $adjoint_0 $adjoint_1 $tangent_0 $tangent_1, $I, $I);
        binary_rule!(@inactive $Rule: $adjoint_0 $adjoint_1 $tangent_0 $tangent_1, $I, &$I);
    )*};
    (
        @inactive $Rule:ident: $adjoint_0:ident $adjoint_1:ident $tangent_0:ident $tangent_1:ident, $A:ty, $B:ty
    ) => {
        impl $Rule<$B> for $A {
            type Output = $A;

            #[inline]
            fn $adjoint_0(_a: &$A, _b: &$B, (): &()) {}

            #[inline]
            fn $adjoint_1(_a: &$A, _b: &$B, (): &()) {}

            #[inline]
            fn $tangent_0(_a: &$A, _b: &$B, (): &()) {}

            #[inline]
            fn $tangent_1(_a: &$A, _b: &$B, (): &()) {}
        }
    };
}

/// Declares the trait of a unary overloaded operation and its two functions.
macro_rules! unary_rule_trait {
    ($(#[$attribute:meta])* $Rule:ident: $adjoint_0:ident $tangent_0:ident) => {
        $(#[$attribute])*
        pub trait $Rule: $crate::Differentiable {
            /// The type of the result.
            type Output: $crate::Differentiable;
            /// The contribution of the result's cotangent to the operand's.
            fn $adjoint_0(a: &Self, ct: &$crate::rules::TangentOf<Self::Output>) -> Self::Tangent;
            /// The result's tangent.
            fn $tangent_0(a: &Self, da: &Self::Tangent) -> $crate::rules::TangentOf<Self::Output>;
        }

        #[doc = concat!("See [`", stringify!($Rule), "`].")]
        #[inline]
        pub fn $adjoint_0<A: $Rule>(a: &A, ct: &$crate::rules::TangentOf<A::Output>) -> A::Tangent {
            A::$adjoint_0(a, ct)
        }

        #[doc = concat!("See [`", stringify!($Rule), "`].")]
        #[inline]
        pub fn $tangent_0<A: $Rule>(a: &A, da: &A::Tangent) -> $crate::rules::TangentOf<A::Output> {
            A::$tangent_0(a, da)
        }

        unary_rule_trait!(@reference [&'a A] $Rule: $adjoint_0 $tangent_0);
        unary_rule_trait!(@reference [&'a mut A] $Rule: $adjoint_0 $tangent_0);
    };
    (@reference [$Operand:ty] $Rule:ident: $adjoint_0:ident $tangent_0:ident) => {
        impl<'a, A: $Rule> $Rule for $Operand {
            type Output = A::Output;

            #[inline]
            fn $adjoint_0(a: &Self, ct: &$crate::rules::TangentOf<A::Output>) -> A::Tangent {
                A::$adjoint_0(a, ct)
            }

            #[inline]
            fn $tangent_0(a: &Self, da: &A::Tangent) -> $crate::rules::TangentOf<A::Output> {
                A::$tangent_0(a, da)
            }
        }
    };
}

/// Implements a unary rule for floats and signed integers.
macro_rules! unary_rule {
    ($Rule:ident: $adjoint_0:ident $tangent_0:ident, |$a:ident, $d:ident| $e:expr) => {
        const _: () = {
            #[inline]
            #[allow(unused_variables)]
            fn part<R: $crate::Real>($a: R, $d: R) -> R {
                $e
            }

            unary_rule!(@impl $Rule: $adjoint_0 $tangent_0, part, [] f32; [] f64; [T: $crate::Real] $crate::Dual<T>;);
        };
        unary_rule!(@inactive $Rule: $adjoint_0 $tangent_0, i8 i16 i32 i64 i128 isize);
    };
    (@impl $Rule:ident: $adjoint_0:ident $tangent_0:ident, $part:ident,) => {};
    (
        @impl $Rule:ident: $adjoint_0:ident $tangent_0:ident, $part:ident,
        [$($generics:tt)*] $A:ty; $($rest:tt)*
    ) => {
        impl<$($generics)*> $Rule for $A {
            type Output = $A;

            #[inline]
            fn $adjoint_0(a: &$A, ct: &$A) -> $A {
                $part(*a, *ct)
            }

            #[inline]
            fn $tangent_0(a: &$A, da: &$A) -> $A {
                $part(*a, *da)
            }
        }
        unary_rule!(@impl $Rule: $adjoint_0 $tangent_0, $part, $($rest)*);
    };
    (@inactive $Rule:ident: $adjoint_0:ident $tangent_0:ident, $($I:ident)*) => {$(
        impl $Rule for $I {
            type Output = $I;

            #[inline]
            fn $adjoint_0(_a: &$I, (): &()) {}

            #[inline]
            fn $tangent_0(_a: &$I, (): &()) {}
        }
    )*};
}

/// Declares the two functions of a scalar operation for one operand, from one formula.
///
/// `|needed.., d| formula`: `d` is the result's cotangent or the operand's tangent. Of two needed values the second
/// is of the same kind ([`SameReal`](crate::SameReal)); a third is the result.
macro_rules! scalar_rule {
    ($(#[$attribute:meta])* $adjoint:ident $tangent:ident: |$d:ident| $e:expr) => {
        scalar_rule!(@one $(#[$attribute])* $adjoint, $d, $e);
        scalar_rule!(@one $(#[$attribute])* $tangent, $d, $e);
    };
    ($(#[$attribute:meta])* $adjoint:ident $tangent:ident: |$x:ident, $d:ident| $e:expr) => {
        scalar_rule!(@one $(#[$attribute])* $adjoint, $x, $d, $e);
        scalar_rule!(@one $(#[$attribute])* $tangent, $x, $d, $e);
    };
    ($(#[$attribute:meta])* $adjoint:ident $tangent:ident: |$a:ident, $b:ident, $d:ident| $e:expr) => {
        scalar_rule!(@one $(#[$attribute])* $adjoint, $a, $b, $d, $e);
        scalar_rule!(@one $(#[$attribute])* $tangent, $a, $b, $d, $e);
    };
    ($(#[$attribute:meta])* $adjoint:ident $tangent:ident: |$a:ident, $b:ident, $y:ident, $d:ident| $e:expr) => {
        scalar_rule!(@one $(#[$attribute])* $adjoint, $a, $b, $y, $d, $e);
        scalar_rule!(@one $(#[$attribute])* $tangent, $a, $b, $y, $d, $e);
    };
    (@one $(#[$attribute:meta])* $name:ident, $d:ident, $e:expr) => {
        $(#[$attribute])*
        #[inline]
        #[allow(unused_variables)]
        pub fn $name<R: $crate::Real>($d: &R) -> R {
            let $d = *$d;
            $e
        }
    };
    (@one $(#[$attribute:meta])* $name:ident, $x:ident, $d:ident, $e:expr) => {
        $(#[$attribute])*
        #[inline]
        pub fn $name<X: $crate::Scalar>($x: &X, $d: &X::Real) -> X::Real {
            #[inline]
            fn formula<R: $crate::Real>($x: R, $d: R) -> R {
                $e
            }
            formula($crate::Scalar::real($x), *$d)
        }
    };
    (@one $(#[$attribute:meta])* $name:ident, $a:ident, $b:ident, $d:ident, $e:expr) => {
        $(#[$attribute])*
        #[inline]
        pub fn $name<A: $crate::SameReal<B>, B: $crate::Scalar<Real = A::Real>>(
            $a: &A,
            $b: &B,
            $d: &A::Real,
        ) -> A::Real {
            #[inline]
            fn formula<R: $crate::Real>($a: R, $b: R, $d: R) -> R {
                $e
            }
            formula($crate::Scalar::real($a), $crate::Scalar::real($b), *$d)
        }
    };
    (@one $(#[$attribute:meta])* $name:ident, $a:ident, $b:ident, $y:ident, $d:ident, $e:expr) => {
        $(#[$attribute])*
        #[inline]
        pub fn $name<A: $crate::SameReal<B>, B: $crate::Scalar<Real = A::Real>>(
            $a: &A,
            $b: &B,
            $y: &A::Real,
            $d: &A::Real,
        ) -> A::Real {
            #[inline]
            fn formula<R: $crate::Real>($a: R, $b: R, $y: R, $d: R) -> R {
                $e
            }
            formula($crate::Scalar::real($a), $crate::Scalar::real($b), *$y, *$d)
        }
    };
}
