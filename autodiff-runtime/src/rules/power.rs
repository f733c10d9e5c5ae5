//! Powers and roots, `recip` and `hypot`.

use crate::differentiable::Differentiable;
use crate::real::{Real, Scalar};

scalar_rule! {
    /// `d sqrt(x) = dx / (2 y)`, infinite at 0; needs `y = sqrt(x)`.
    sqrt_adjoint_0 sqrt_tangent_0: |y, d| R::chain_div(d, y + y)
}

scalar_rule! {
    /// `d cbrt(x) = dx / (3 y²)`, infinite at 0; needs `y = cbrt(x)`.
    cbrt_adjoint_0 cbrt_tangent_0: |y, d| R::chain_div(d, R::lit(3.0) * y * y)
}

scalar_rule! {
    /// `d (1 / x) = -y² dx`; needs `y = 1 / x`.
    recip_adjoint_0 recip_tangent_0: |y, d| -R::chain(y * y, d)
}

scalar_rule! {
    /// `x.powf(p)` by `x`: `p x^(p - 1)`, and 0 for `p = 0`; needs both. At `x = 0` it does not move with `p`, as the
    /// derivative by `p` is 0 there.
    powf_adjoint_0 powf_tangent_0: |x, p, d| {
        let p = if x.to_f64() == 0.0 { R::lit(p.to_f64()) } else { p };
        R::chain(R::chain(x.powf(p - R::one()), p), d)
    }
}

scalar_rule! {
    /// `x.powf(p)` by `p`: `y ln(x)`, and 0 for `x = 0`; needs both and `y = x.powf(p)`.
    powf_adjoint_1 powf_tangent_1: |x, _p, y, d| {
        if x.to_f64() == 0.0 { R::zero() } else { R::chain(y * x.ln(), d) }
    }
}

macro_rules! powi {
    ($($name:ident)*) => {$(
        /// `x.powi(n)` by `x`: `n x^(n - 1)`, and 0 for `n = 0`; needs both.
        #[inline]
        pub fn $name<X: Scalar>(x: &X, n: &i32, d: &X::Real) -> X::Real {
            powi_partial_times(Scalar::real(x), *n, *d)
        }
    )*};
}

powi!(powi_adjoint_0 powi_tangent_0);

macro_rules! pow {
    ($($name:ident)*) => {$(
        /// `x.pow(n)`, which integers alone have: inactive.
        #[inline]
        pub fn $name<I: Differentiable<Tangent = ()>>(_x: &I, _n: &u32, (): &()) {}
    )*};
}

pow!(pow_adjoint_0 pow_tangent_0);

#[inline]
fn powi_partial_times<R: Real>(x: R, n: i32, d: R) -> R {
    if n == 0 {
        R::zero()
    } else {
        // Saturating: the lowest exponent gives 0 or infinity, like the one above it.
        R::chain(R::lit(f64::from(n)) * x.powi(n.saturating_sub(1)), d)
    }
}

scalar_rule! {
    /// `x.hypot(y)` by `x`: `x / r`, and 0 at (0, 0); needs both and `r = x.hypot(y)`.
    hypot_adjoint_0 hypot_tangent_0: |x, _y, r, d| over_norm(x, r, d)
}

scalar_rule! {
    /// `x.hypot(y)` by `y`: `y / r`, and 0 at (0, 0); needs both and `r = x.hypot(y)`.
    hypot_adjoint_1 hypot_tangent_1: |_x, y, r, d| over_norm(y, r, d)
}

#[inline]
fn over_norm<R: Real>(x: R, r: R, d: R) -> R {
    if r.to_f64() == 0.0 {
        R::zero()
    } else {
        R::chain(x / r, d)
    }
}
