//! nalgebra's view of a dual number as a vector of one lane.

use nalgebra::SimdValue;

use crate::dual::Dual;
use crate::real::Real;

// `SimdValue` has two `unsafe fn`s without defaults, and a safe `fn` may not implement one: the keyword is part of
// the signature. Their bodies are safe, and there is no other use of it in this crate.
#[allow(unsafe_code)]
impl<T: Real> SimdValue for Dual<T> {
    const LANES: usize = 1;
    type Element = Self;
    type SimdBool = bool;

    #[inline]
    fn splat(value: Self) -> Self {
        value
    }

    #[inline]
    fn extract(&self, _lane: usize) -> Self {
        *self
    }

    #[inline]
    unsafe fn extract_unchecked(&self, _lane: usize) -> Self {
        *self
    }

    #[inline]
    fn replace(&mut self, _lane: usize, value: Self) {
        *self = value;
    }

    #[inline]
    unsafe fn replace_unchecked(&mut self, _lane: usize, value: Self) {
        *self = value;
    }

    #[inline]
    fn select(self, condition: bool, other: Self) -> Self {
        if condition {
            self
        } else {
            other
        }
    }
}
