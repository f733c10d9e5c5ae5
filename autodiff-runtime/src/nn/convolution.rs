//! Convolutions of images and of sequences: products of the weights with patches of the sample.
//!
//! `y[o, p] = b[o] + Σ_k w[o, k] x[at(k, p)]`, where `at` finds tap `k` of the patch at position `p`, and what lies in
//! the padding is 0. It is bilinear: `dw[o, k] += Σ_p dy[o, p] x[at(k, p)]`, `dx[at(k, p)] += Σ_o w[o, k] dy[o, p]`.
//! Where it is worth it the patches of a sample are laid out as a matrix, for [the kernel](super::kernel);
//! else, and without an allocator, the loops run over the sample itself.

mod images;
mod sequences;

pub use images::{Conv2d, Conv2dTangent};
pub use sequences::{Conv1d, Conv1dTangent};

use super::kernel::Strides;
#[cfg(feature = "alloc")]
use super::kernel::{add_product, is_large};
#[cfg(feature = "alloc")]
use super::recycled::Buffer;
use crate::real::Real;

/// How many positions a window of `kernel` steps has: `(size + 2 padding - kernel) / stride + 1`.
pub(super) const fn positions(size: usize, kernel: usize, stride: usize, padding: usize) -> usize {
    assert!(stride > 0, "a stride of 0 never ends");
    assert!(size + 2 * padding >= kernel, "the window is larger than what it slides over");
    (size + 2 * padding - kernel) / stride + 1
}

/// How a window moves, as an argument: the rules' parameters are found from those of their functions alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slide<const STRIDE: usize, const PADDING: usize>;

/// The patches of one sample.
trait Patches {
    /// Numbers in a patch.
    fn taps(&self) -> usize;

    /// Patches of a sample.
    fn positions(&self) -> usize;

    /// How an output is stored: outputs by positions.
    fn strides(&self) -> Strides;

    /// Visits runs of neighbors that are in the sample: tap, first position, first index into the sample, length. Along a
    /// run, positions grow by 1 and indices by `step`.
    fn for_each_run(&self, visit: impl FnMut(usize, usize, usize, usize));

    /// See [`for_each_run`](Self::for_each_run).
    fn step(&self) -> usize;
}

/// `y += w * x`
fn add_forward<T: Real, G: Patches>(geometry: &G, outputs: usize, w: &[T], x: &[T], y: &mut [T]) {
    let (taps, at) = (geometry.taps(), geometry.strides());
    #[cfg(feature = "alloc")]
    if is_large(outputs, taps, geometry.positions()) {
        let positions = geometry.positions();
        let patches = gather(geometry, x);
        let w = (w, Strides::by_rows(taps));
        let patches = (patches.as_slice(), Strides::by_rows(positions));
        return add_product([outputs, taps, positions], w, patches, (y, at));
    }
    let step = geometry.step();
    geometry.for_each_run(|tap, position, index, length| {
        for o in 0..outputs {
            let weight = w[o * taps + tap];
            for n in 0..length {
                y[o * at.row + (position + n) * at.column] += weight * x[index + n * step];
            }
        }
    });
}

/// `dw += dy * x`
fn add_to_weight<T: Real, G: Patches>(
    geometry: &G,
    outputs: usize,
    dy: &[T],
    x: &[T],
    dw: &mut [T],
) {
    let (taps, at) = (geometry.taps(), geometry.strides());
    #[cfg(feature = "alloc")]
    if is_large(outputs, taps, geometry.positions()) {
        let positions = geometry.positions();
        let patches = gather(geometry, x);
        // The transposed patches: positions by taps.
        let patches = (patches.as_slice(), Strides::by_columns(positions));
        let dw = (dw, Strides::by_rows(taps));
        return add_product([outputs, positions, taps], (dy, at), patches, dw);
    }
    let step = geometry.step();
    geometry.for_each_run(|tap, position, index, length| {
        for o in 0..outputs {
            let mut sum = T::zero();
            for n in 0..length {
                sum += dy[o * at.row + (position + n) * at.column] * x[index + n * step];
            }
            dw[o * taps + tap] += sum;
        }
    });
}

/// `dx += w * dy`
fn add_to_input<T: Real, G: Patches>(
    geometry: &G,
    outputs: usize,
    w: &[T],
    dy: &[T],
    dx: &mut [T],
) {
    let (taps, at) = (geometry.taps(), geometry.strides());
    let step = geometry.step();
    #[cfg(feature = "alloc")]
    if is_large(outputs, taps, geometry.positions()) {
        let positions = geometry.positions();
        let mut patches = Buffer::<T>::zeros(taps * positions);
        let of_patches = (patches.as_mut_slice(), Strides::by_rows(positions));
        let w = (w, Strides::by_columns(taps));
        add_product([taps, outputs, positions], w, (dy, at), of_patches);
        let patches = patches.as_slice();
        geometry.for_each_run(|tap, position, index, length| {
            let from = &patches[tap * positions + position..][..length];
            from.iter().enumerate().for_each(|(n, d)| dx[index + n * step] += *d);
        });
        return;
    }
    geometry.for_each_run(|tap, position, index, length| {
        for o in 0..outputs {
            let weight = w[o * taps + tap];
            for n in 0..length {
                dx[index + n * step] += weight * dy[o * at.row + (position + n) * at.column];
            }
        }
    });
}

/// The patches as a matrix, taps by positions, by rows.
#[cfg(feature = "alloc")]
fn gather<T: Real, G: Patches>(geometry: &G, x: &[T]) -> Buffer<T> {
    let (positions, step) = (geometry.positions(), geometry.step());
    let mut patches = Buffer::zeros(geometry.taps() * positions);
    let numbers = patches.as_mut_slice();
    geometry.for_each_run(|tap, position, index, length| {
        let to = &mut numbers[tap * positions + position..][..length];
        if step == 1 {
            to.copy_from_slice(&x[index..][..length]);
        } else {
            to.iter_mut().enumerate().for_each(|(n, to)| *to = x[index + n * step]);
        }
    });
    patches
}

/// The positions of a window along one axis at which its tap `tap` lies inside: the first, how many, and the first index.
fn inside(
    tap: usize,
    size: usize,
    positions: usize,
    stride: usize,
    padding: usize,
) -> (usize, usize, usize) {
    // Inside where `padding <= position * stride + tap < padding + size`.
    let first = padding.saturating_sub(tap).div_ceil(stride);
    let end = (padding + size).saturating_sub(tap).div_ceil(stride).min(positions);
    let index = (first * stride + tap).saturating_sub(padding);
    (first, end.saturating_sub(first), index)
}
