//! Functions that only real scalars have: both modes' functions from one formula.

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
