//! Exponentials and logarithms.
//!
//! An exponential overflows for finite operands, so it selects 0 for a zero argument too.

scalar_rule! {
    /// `d exp(x) = y dx`; needs `y = exp(x)`.
    exp_adjoint_0 exp_tangent_0: |y, d| R::chain(y, d)
}

scalar_rule! {
    /// `d exp2(x) = ln(2) y dx`; needs `y = exp2(x)`.
    exp2_adjoint_0 exp2_tangent_0: |y, d| R::chain(y, d) * R::ln_2()
}

scalar_rule! {
    /// `d exp_m1(x) = (1 + y) dx`; needs `y = exp_m1(x)`.
    exp_m1_adjoint_0 exp_m1_tangent_0: |y, d| R::chain(R::one() + y, d)
}

scalar_rule! {
    /// `d ln(x) = dx / x`; needs `x`.
    ln_adjoint_0 ln_tangent_0: |x, d| R::chain_div(d, x)
}

scalar_rule! {
    /// `d log2(x) = dx / (ln(2) x)`; needs `x`.
    log2_adjoint_0 log2_tangent_0: |x, d| R::chain_div(d, x) / R::ln_2()
}

scalar_rule! {
    /// `d log10(x) = dx / (ln(10) x)`; needs `x`.
    log10_adjoint_0 log10_tangent_0: |x, d| R::chain_div(d, x) / R::ln_10()
}

scalar_rule! {
    /// `d ln_1p(x) = dx / (1 + x)`; needs `x`.
    ln_1p_adjoint_0 ln_1p_tangent_0: |x, d| R::chain_div(d, R::one() + x)
}

scalar_rule! {
    /// `x.log(base)` by `x`: `1 / (x ln(base))`; needs both.
    log_adjoint_0 log_tangent_0: |x, base, d| R::chain_div(R::chain_div(d, x), base.ln())
}

scalar_rule! {
    /// `x.log(base)` by `base`: `-ln(x) / (base ln(base)²)`; needs both.
    log_adjoint_1 log_tangent_1: |x, base, d| {
        let ln_base = base.ln();
        -R::chain(x.ln() / ln_base / ln_base / base, d)
    }
}
