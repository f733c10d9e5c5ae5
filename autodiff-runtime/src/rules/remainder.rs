//! `%`, `rem_euclid` and `div_euclid` of real scalars and integers.
//!
//! A remainder is `r = a - n b` with a whole number `n` that does not move, so `dr = da - n db`.

use crate::real::Real;

binary_rule_trait! {
    /// The rule of `a % b`: `d(a % b) = da - trunc(a / b) db`.
    #[diagnostic::on_unimplemented(
        message = "no derivative rule for `{Self} % {B}`",
        label = "no rule for this remainder"
    )]
    RemRule: rem_adjoint_0 rem_adjoint_1 rem_tangent_0 rem_tangent_1
}

binary_rule_trait! {
    /// The rule of `a.rem_euclid(b)`: `da - a.div_euclid(b) db`.
    #[diagnostic::on_unimplemented(
        message = "no derivative rule for `rem_euclid` of `{Self}` and `{B}`",
        label = "no rule for this remainder"
    )]
    RemEuclidRule: rem_euclid_adjoint_0 rem_euclid_adjoint_1 rem_euclid_tangent_0 rem_euclid_tangent_1
}

binary_rule_trait! {
    /// The rule of `a.div_euclid(b)`, which is constant between its steps: 0.
    #[diagnostic::on_unimplemented(
        message = "no derivative rule for `div_euclid` of `{Self}` and `{B}`",
        label = "no rule for this quotient"
    )]
    DivEuclidRule: div_euclid_adjoint_0 div_euclid_adjoint_1 div_euclid_tangent_0 div_euclid_tangent_1
}

binary_rule! {
    RemRule: rem_adjoint_0 rem_adjoint_1 rem_tangent_0 rem_tangent_1,
    |a, b, d| d, -R::chain(whole_quotient(a, b, a % b), d)
}

binary_rule! {
    RemEuclidRule: rem_euclid_adjoint_0 rem_euclid_adjoint_1 rem_euclid_tangent_0 rem_euclid_tangent_1,
    |a, b, d| d, -R::chain(whole_quotient(a, b, rem_euclid(a, b)), d)
}

binary_rule! {
    DivEuclidRule: div_euclid_adjoint_0 div_euclid_adjoint_1 div_euclid_tangent_0 div_euclid_tangent_1,
    |a, b, d| R::zero(), R::zero()
}

/// The `n` of `r = a - n b`. Not `trunc(a / b)`: `1.0 / 0.1` is 10, but `1.0 % 0.1` is `1.0 - 9 * 0.1`.
#[inline]
fn whole_quotient<R: Real>(a: R, b: R, r: R) -> R {
    ((a - r) / b).round()
}

/// `a.rem_euclid(b)`, in `0 .. |b|`.
#[inline]
fn rem_euclid<R: Real>(a: R, b: R) -> R {
    let r = a % b;
    if r < R::zero() {
        r + b.modulus()
    } else {
        r
    }
}
