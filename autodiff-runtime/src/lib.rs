//! Automatic differentiation at compile time.
#![no_std]
