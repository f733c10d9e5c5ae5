//! `sinh`, `cosh`, `tanh` and their inverses.

scalar_rule! {
    /// `d sinh(x) = cosh(x) dx`; needs `x`.
    sinh_adjoint_0 sinh_tangent_0: |x, d| R::chain(x.cosh(), d)
}

scalar_rule! {
    /// `d cosh(x) = sinh(x) dx`; needs `x`.
    cosh_adjoint_0 cosh_tangent_0: |x, d| R::chain(x.sinh(), d)
}

scalar_rule! {
    /// `d tanh(x) = (1 - y²) dx`; needs `y = tanh(x)`.
    tanh_adjoint_0 tanh_tangent_0: |y, d| d * ((R::one() - y) * (R::one() + y))
}

scalar_rule! {
    /// `d asinh(x) = dx / sqrt(x² + 1)`; needs `x`.
    asinh_adjoint_0 asinh_tangent_0: |x, d| d / x.hypot(R::one())
}

scalar_rule! {
    /// `d acosh(x) = dx / sqrt(x² - 1)`, infinite at 1; needs `x`.
    acosh_adjoint_0 acosh_tangent_0: |x, d| {
        R::chain_div(d, (x - R::one()).sqrt() * (x + R::one()).sqrt())
    }
}

scalar_rule! {
    /// `d atanh(x) = dx / (1 - x²)`, infinite at ±1; needs `x`.
    atanh_adjoint_0 atanh_tangent_0: |x, d| R::chain_div(d, (R::one() - x) * (R::one() + x))
}
