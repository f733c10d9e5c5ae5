//! Unary overloaded operations: the rule's trait, and its impls for reals and signed integers.

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
