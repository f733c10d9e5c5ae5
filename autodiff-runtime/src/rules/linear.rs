//! Scalar functions that are linear in each operand: `mul_add`, `copysign`, angles' units, `midpoint`.

use crate::real::{Real, SameReal, Scalar};

scalar_rule! {
    /// `d to_degrees(x) = 180 / π dx`.
    to_degrees_adjoint_0 to_degrees_tangent_0: |d| d * R::lit(180.0 / core::f64::consts::PI)
}

scalar_rule! {
    /// `d to_radians(x) = π / 180 dx`.
    to_radians_adjoint_0 to_radians_tangent_0: |d| d * R::lit(core::f64::consts::PI / 180.0)
}

scalar_rule! {
    /// `a.midpoint(b)` by `a`: one half.
    midpoint_adjoint_0 midpoint_tangent_0: |d| d * R::lit(0.5)
}

scalar_rule! {
    /// `a.midpoint(b)` by `b`: one half.
    midpoint_adjoint_1 midpoint_tangent_1: |d| d * R::lit(0.5)
}

scalar_rule! {
    /// `x.copysign(y)` by `x`: 1 where the signs are equal, else -1 (the sign bits, so zeros have a sign); needs both.
    copysign_adjoint_0 copysign_tangent_0: |x, y, d| {
        if x.is_sign_negative() == y.is_sign_negative() { d } else { -d }
    }
}

scalar_rule! {
    /// `x.copysign(y)` by `y`: 0.
    copysign_adjoint_1 copysign_tangent_1: |d| R::zero()
}

macro_rules! factor {
    ($($(#[$attribute:meta])* $name:ident)*) => {$(
        $(#[$attribute])*
        #[inline]
        pub fn $name<R: Real + SameReal<F>, F: Scalar<Real = R>>(factor: &F, d: &R) -> R {
            *d * Scalar::real(factor)
        }
    )*};
}

factor! {
    /// `a.mul_add(b, c)` by `a`: `b`; needs `b`.
    mul_add_adjoint_0
    /// `a.mul_add(b, c)` by `a`: `b`; needs `b`.
    mul_add_tangent_0
    /// `a.mul_add(b, c)` by `b`: `a`; needs `a`.
    mul_add_adjoint_1
    /// `a.mul_add(b, c)` by `b`: `a`; needs `a`.
    mul_add_tangent_1
}

scalar_rule! {
    /// `a.mul_add(b, c)` by `c`: 1.
    mul_add_adjoint_2 mul_add_tangent_2: |d| d
}
