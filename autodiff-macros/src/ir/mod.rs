//! The intermediate representation: what lives between the user's tokens and the emitted ones.
//!
//! A [`Function`] is a tree of [`Block`]s of [`Stmt`]s over typed ids. Effects are statements; an
//! [`Expr`] is pure and may be evaluated again wherever the places it reads still hold the same values.
//! Control flow is structured and has **no early exits**: lowering turns `break`, `continue`, `return`
//! and `?` into flags and nesting, so that every construct can be run backwards.
//!
//! References do not exist as values where lowering can follow them: `let r = &mut s.w[i]` makes `r`
//! another name of the [`Place`] `s.w[i]` (its index frozen). Rust's borrow rules make this exact.
//!
//! No type is known here. A [`Hint`] is a fact that was written in the source (`x: f64`); it decides the
//! speed of what is emitted, never its value.
//!
//! Nothing of syn lives here; tokens of the user (types, constants, patterns) travel as opaque fragments.

mod function;
mod growth;
mod hint;
pub(crate) mod ops;
mod place;
pub(crate) mod print;
pub(crate) mod uses;
pub(crate) mod verify;
pub(crate) mod verify_sweeps;
pub(crate) mod visit;

pub(crate) use function::*;
pub(crate) use growth::*;
pub(crate) use hint::*;
pub(crate) use place::*;
