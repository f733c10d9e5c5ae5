//! A constant parameter of a generic type beside an active one of the same type does not steer what rustc infers.

use autodiff_runtime::nn::{Linear, Place, Samples, mse};
use autodiff_runtime::prelude::*;

#[differentiate]
pub fn reconstruction<T: Real, const I: usize, const H: usize, const B: usize, W: Place, P: Place>(
    encoder: &Linear<T, I, H, W>,
    decoder: &Linear<T, H, I, W>,
    #[constant] x: &Samples<T, I, B, P>,
) -> T {
    mse(&decoder.forward(&encoder.forward(x)), x)
}

pub fn main() {}
