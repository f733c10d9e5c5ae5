//! Why a function has no `grad`, `hvp` or `jacobian`: bounds of functions that can only be called in error. Nothing implements them.

/// A function to one real number.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `grad`: its result is not one real number",
    label = "no gradient",
    note = "write `{Self}::vjp(.., seed)` with a weight for each number of the result, or `{Self}::jacobian(..)`"
)]
pub trait GivesOneRealNumber {}

/// A function with second derivatives.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no second derivatives: it was differentiated once",
    label = "no second derivatives",
    note = "write `#[differentiate(second_order)]` on `{Self}`, and on the functions that it calls"
)]
pub trait HasSecondOrder {}

/// A function of one vector to a vector.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `jacobian`: it is not a function of one active vector to a vector",
    label = "no Jacobian",
    note = "take one vector, and mark other parameters `#[constant]` or name the vector in `wrt(..)`; or write `{Self}::jvp` for each direction"
)]
pub trait TakesOneVector {}
