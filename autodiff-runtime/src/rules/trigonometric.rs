//! `sin`, `cos`, `sin_cos`, `tan` and their inverses.

use crate::real::Real;

scalar_rule! {
    /// `d sin(x) = cos(x) dx`; needs `x`.
    sin_adjoint_0 sin_tangent_0: |x, d| d * x.cos()
}

scalar_rule! {
    /// `d cos(x) = -sin(x) dx`; needs `x`.
    cos_adjoint_0 cos_tangent_0: |x, d| -(d * x.sin())
}

scalar_rule! {
    /// `d tan(x) = (1 + y²) dx`; needs `y = tan(x)`.
    tan_adjoint_0 tan_tangent_0: |y, d| d * (R::one() + y * y)
}

/// `x̄ = cos(x) s̄ - sin(x) c̄`; needs the result `(s, c) = (sin(x), cos(x))`.
#[inline]
pub fn sin_cos_adjoint_0<R: Real>(y: &(R, R), ct: &(R, R)) -> R {
    ct.0 * y.1 - ct.1 * y.0
}

/// `(ds, dc) = (cos(x) dx, -sin(x) dx)`; needs the result `(s, c) = (sin(x), cos(x))`.
#[inline]
pub fn sin_cos_tangent_0<R: Real>(y: &(R, R), dx: &R) -> (R, R) {
    (*dx * y.1, -(*dx * y.0))
}

scalar_rule! {
    /// `d asin(x) = dx / sqrt(1 - x²)`, infinite at ±1; needs `x`.
    asin_adjoint_0 asin_tangent_0: |x, d| R::chain_div(d, ((R::one() - x) * (R::one() + x)).sqrt())
}

scalar_rule! {
    /// `d acos(x) = -dx / sqrt(1 - x²)`, infinite at ±1; needs `x`.
    acos_adjoint_0 acos_tangent_0: |x, d| -R::chain_div(d, ((R::one() - x) * (R::one() + x)).sqrt())
}

scalar_rule! {
    /// `d atan(x) = dx / (1 + x²)`; needs `x`.
    atan_adjoint_0 atan_tangent_0: |x, d| d / (R::one() + x * x)
}

scalar_rule! {
    /// `y.atan2(x)` by `y`: `x / (x² + y²)`, and 0 at (0, 0); needs both.
    atan2_adjoint_0 atan2_tangent_0: |y, x, d| R::chain(over_squares(x, y), d)
}

scalar_rule! {
    /// `y.atan2(x)` by `x`: `-y / (x² + y²)`, and 0 at (0, 0); needs both.
    atan2_adjoint_1 atan2_tangent_1: |y, x, d| -R::chain(over_squares(y, x), d)
}

/// `a / (a² + b²)` where the squares may overflow or underflow; 0 at (0, 0).
#[inline]
fn over_squares<R: Real>(a: R, b: R) -> R {
    if a.to_f64() == 0.0 && b.to_f64() == 0.0 {
        R::zero()
    } else if a.modulus() >= b.modulus() {
        let t = b / a;
        a.recip() / (R::one() + t * t)
    } else {
        let t = a / b;
        t / b / (R::one() + t * t)
    }
}
