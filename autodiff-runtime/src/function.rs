//! The trait [`DifferentiableFn`]: functions as values.

/// A function whose derivatives are known, as a value: `f {}` for a differentiated function `f`.
///
/// `Args` is the tuple of its parameters.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a differentiable function of `{Args}`",
    label = "not a differentiable function",
    note = "pass `f {{}}` where `f` is a function with `#[differentiate]`"
)]
pub trait DifferentiableFn<Args> {
    /// What the function returns.
    type Output;

    /// The function's value.
    fn call(&self, args: Args) -> Self::Output;
}
