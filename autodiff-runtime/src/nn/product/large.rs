//! Products by the kernel: they see flat slices, and are there once for all sizes of layers.
//!
//! Sizes are the weight's rows and columns, and how many columns the batch has.

use crate::kernel::{add_product, Strides};
use crate::real::Real;

/// `Y += W X`
#[inline(never)]
pub(super) fn forward<T: Real>(sizes: [usize; 3], weight: &[T], x: &[T], y: &mut [T]) {
    let [outputs, inputs, _] = sizes;
    let weight = (weight, Strides::by_rows(inputs));
    let x = (x, Strides::by_columns(inputs));
    add_product(sizes, weight, x, (y, Strides::by_columns(outputs)));
}

/// `dW += dY Xᵀ`, as `dWᵀ += X dYᵀ`: the columns of `dWᵀ` are the rows of `dW`.
#[inline(never)]
pub(super) fn to_weight<T: Real>(
    [outputs, inputs, batch]: [usize; 3],
    seed: &[T],
    x: &[T],
    weight: &mut [T],
) {
    let x = (x, Strides::by_columns(inputs));
    let seed = (seed, Strides::by_rows(outputs));
    add_product([inputs, batch, outputs], x, seed, (weight, Strides::by_columns(inputs)));
}

/// `db += dY 1`
#[inline(never)]
pub(super) fn to_bias<T: Real>(seed: &[T], bias: &mut [T]) {
    super::small::to_bias(seed, bias);
}

/// `dX += Wᵀ dY`
#[inline(never)]
pub(super) fn to_input<T: Real>(
    [outputs, inputs, batch]: [usize; 3],
    weight: &[T],
    seed: &[T],
    x: &mut [T],
) {
    let weight = (weight, Strides::by_columns(inputs));
    let seed = (seed, Strides::by_columns(outputs));
    add_product([inputs, outputs, batch], weight, seed, (x, Strides::by_columns(inputs)));
}
