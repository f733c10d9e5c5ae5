//! `abs` and `signum` of real scalars and signed integers.

unary_rule_trait! {
    /// The rule of `a.abs()`: `sign(a) da`, and 0 at 0.
    #[diagnostic::on_unimplemented(message = "no derivative rule for `abs` of `{Self}`", label = "no rule for `abs`")]
    AbsRule: abs_adjoint_0 abs_tangent_0
}

unary_rule_trait! {
    /// The rule of `a.signum()`, which is constant between its steps: 0.
    #[diagnostic::on_unimplemented(
        message = "no derivative rule for `signum` of `{Self}`",
        label = "no rule for `signum`"
    )]
    SignumRule: signum_adjoint_0 signum_tangent_0
}

unary_rule! {
    AbsRule: abs_adjoint_0 abs_tangent_0,
    |a, d| if a > R::zero() {
        d
    } else if a < R::zero() {
        -d
    } else {
        R::zero()
    }
}

unary_rule! {
    SignumRule: signum_adjoint_0 signum_tangent_0,
    |a, d| R::zero()
}
