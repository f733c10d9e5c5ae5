//! Proves that derivatives build and run without `std` and without an allocator.
#![no_std]
