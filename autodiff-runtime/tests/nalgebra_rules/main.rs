//! Every rule of nalgebra's operations against central differences and the dot test, and at kinks and ties by value.
#![cfg(feature = "std")]
// Rules are called as emitted code calls them: with a reference to whatever the operand is.
#![allow(clippy::needless_borrow, clippy::redundant_closure)]

#[macro_use]
mod check;

mod decompositions;
mod factorizations;
mod generic;
mod kernels;
mod methods;
mod operators;
