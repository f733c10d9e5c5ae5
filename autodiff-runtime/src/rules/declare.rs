//! The macros that declare rules; each takes one formula and makes both modes of it.

#[macro_use]
mod binary;
#[macro_use]
mod unary;
#[macro_use]
mod scalar;
