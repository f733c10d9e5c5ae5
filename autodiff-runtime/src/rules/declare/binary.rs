//! Binary overloaded operations: the rule's trait, and its impls for reals and integers.

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
        // The second derivative puts a tangent in the place of an operand.
        binary_rule!(@inactive $Rule: $adjoint_0 $adjoint_1 $tangent_0 $tangent_1, $I, ());
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
