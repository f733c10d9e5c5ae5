//! The return type of functions that give a residual.
//!
//! A residual owns what it keeps: it must not borrow from the arguments. Since edition 2024 `impl Trait` in a
//! return type captures all lifetimes in scope; by the rules of edition 2021, which hold for what this
//! crate's macros expand to, it captures type parameters and the lifetimes that it names.

/// `impl FnOnce(Args..) -> Out` without the lifetimes in scope.
#[doc(hidden)]
#[macro_export]
macro_rules! __residual {
    ($($signature:tt)*) => { impl ::core::ops::FnOnce $($signature)* };
}

/// Holds for every type: names lifetimes that a returned closure captures.
#[doc(hidden)]
pub trait Captures<T: ?Sized> {}

impl<F: ?Sized, T: ?Sized> Captures<T> for F {}
