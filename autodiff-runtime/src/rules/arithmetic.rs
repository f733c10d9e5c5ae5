//! The operators `+ - * / -x` of real scalars and integers.

binary_rule_trait! {
    /// The rule of `a + b`: `d(a + b) = da + db`.
    #[diagnostic::on_unimplemented(message = "no derivative rule for `{Self} + {B}`", label = "no rule for this sum")]
    AddRule: add_adjoint_0 add_adjoint_1 add_tangent_0 add_tangent_1
}

binary_rule_trait! {
    /// The rule of `a - b`: `d(a - b) = da - db`.
    #[diagnostic::on_unimplemented(
        message = "no derivative rule for `{Self} - {B}`",
        label = "no rule for this difference"
    )]
    SubRule: sub_adjoint_0 sub_adjoint_1 sub_tangent_0 sub_tangent_1
}

binary_rule_trait! {
    /// The rule of `a * b`: `d(a * b) = da * b + a * db`.
    #[diagnostic::on_unimplemented(
        message = "no derivative rule for `{Self} * {B}`",
        label = "no rule for this product"
    )]
    MulRule: mul_adjoint_0 mul_adjoint_1 mul_tangent_0 mul_tangent_1 mul_accumulate_0 mul_accumulate_1
}

binary_rule_trait! {
    /// The rule of `a / b`: `d(a / b) = da / b - (a / b) / b * db`.
    #[diagnostic::on_unimplemented(
        message = "no derivative rule for `{Self} / {B}`",
        label = "no rule for this quotient"
    )]
    DivRule: div_adjoint_0 div_adjoint_1 div_tangent_0 div_tangent_1
}

unary_rule_trait! {
    /// The rule of `-a`: `d(-a) = -da`.
    #[diagnostic::on_unimplemented(message = "no derivative rule for `-{Self}`", label = "no rule for this negation")]
    NegRule: neg_adjoint_0 neg_tangent_0
}

binary_rule! {
    AddRule: add_adjoint_0 add_adjoint_1 add_tangent_0 add_tangent_1,
    |a, b, d| d, d
}

binary_rule! {
    SubRule: sub_adjoint_0 sub_adjoint_1 sub_tangent_0 sub_tangent_1,
    |a, b, d| d, -d
}

binary_rule! {
    MulRule: mul_adjoint_0 mul_adjoint_1 mul_tangent_0 mul_tangent_1,
    |a, b, d| d * b, a * d
}

binary_rule! {
    DivRule: div_adjoint_0 div_adjoint_1 div_tangent_0 div_tangent_1,
    |a, b, d| R::chain_div(d, b), -R::chain(a / b / b, d)
}

unary_rule! {
    NegRule: neg_adjoint_0 neg_tangent_0,
    |a, d| -d
}
