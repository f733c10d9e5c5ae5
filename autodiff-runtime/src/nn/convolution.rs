//! Convolutions of images and of sequences: products of the weights with patches of the sample.
//!
//! `y[o, p] = b[o] + Σ_k w[o, k] x[at(k, p)]`, where `at` finds tap `k` of the patch at position `p`, and what lies in
//! the padding is 0. It is bilinear: `dw[o, k] += Σ_p dy[o, p] x[at(k, p)]`, `dx[at(k, p)] += Σ_o w[o, k] dy[o, p]`.
//! Where it is worth it the patches of a sample are laid out as a matrix, for [the kernel](crate::kernel);
//! else, and without an allocator, the loops run over the sample itself.
//!
//! The sizes are in the type of the layer and of its batches; the loops see them as numbers, and are there once for all sizes.

mod images;
mod sequences;

pub use images::{Conv2d, Conv2dRect, Conv2dTangent};
pub use sequences::{Conv1d, Conv1dTangent};

use autodiff_macros::differentiate;

use super::batch::Batch;
#[cfg(feature = "alloc")]
use super::recycled::Buffer;
use crate::kernel::Strides;
#[cfg(feature = "alloc")]
use crate::kernel::{add_product, is_large};
use crate::real::Real;

/// The sizes of a convolution and its batches, as a type: the rules' parameters are found from those of their functions alone.
pub(super) trait Geometry: Copy {
    type Patches: Patches;

    /// Not computed if the sizes do not fit: then the program does not compile.
    const PATCHES: Self::Patches;
}

/// The patches of one sample.
pub(super) trait Patches {
    /// Numbers in a sample.
    fn inputs(&self) -> usize;

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

/// The convolution of each sample of a batch.
#[differentiate(vjp = convolve_vjp, jvp = convolve_jvp)]
pub(super) fn convolve<G, T, const O: usize, K, X, Y>(
    #[constant] _geometry: G,
    weight: &K,
    bias: &[T; O],
    x: &X,
) -> Y
where
    G: Geometry,
    T: Real,
    K: Batch<Scalar = T>,
    X: Batch<Scalar = T>,
    Y: Batch<Scalar = T>,
{
    let (patches, mut y) = (&G::PATCHES, Y::room());
    for (x, y) in samples(patches, O, x.as_slice(), y.as_mut_slice()) {
        fill(patches, bias, y);
        add_forward(patches, O, weight.as_slice(), x, y);
    }
    y
}

fn convolve_vjp<G, T, const O: usize, K, X, Y>(
    _geometry: G,
    weight: &K,
    _bias: &[T; O],
    x: &X,
    mut seed: Y,
    weight_adjoint: &mut K,
    bias_adjoint: &mut [T; O],
    x_adjoint: &mut X,
) where
    G: Geometry,
    T: Real,
    K: Batch<Scalar = T>,
    X: Batch<Scalar = T>,
    Y: Batch<Scalar = T>,
{
    let patches = &G::PATCHES;
    let wanted = !weight_adjoint.is_discarded();
    for (x, dy) in samples(patches, O, x.as_slice(), seed.as_mut_slice()) {
        add_to_bias(patches, dy, bias_adjoint);
        if wanted {
            add_to_weight(patches, O, dy, x, weight_adjoint.as_mut_slice());
        }
    }
    if !x_adjoint.is_discarded() {
        let x_adjoint = x_adjoint.as_mut_slice();
        for (dy, dx) in seed
            .as_slice()
            .chunks_exact((O * patches.positions()).max(1))
            .zip(x_adjoint.chunks_exact_mut(patches.inputs().max(1)))
        {
            add_to_input(patches, O, weight.as_slice(), dy, dx);
        }
    }
}

fn convolve_jvp<G, T, const O: usize, K, X, Y>(
    geometry: G,
    weight: &K,
    bias: &[T; O],
    x: &X,
    weight_tangent: &K,
    bias_tangent: &[T; O],
    x_tangent: &X,
) -> (Y, Y)
where
    G: Geometry,
    T: Real,
    K: Batch<Scalar = T>,
    X: Batch<Scalar = T>,
    Y: Batch<Scalar = T>,
{
    let patches = &G::PATCHES;
    let mut tangent: Y = convolve(geometry, weight_tangent, bias_tangent, x);
    for (dx, dy) in samples(patches, O, x_tangent.as_slice(), tangent.as_mut_slice()) {
        add_forward(patches, O, weight.as_slice(), dx, dy);
    }
    (convolve(geometry, weight, bias, x), tangent)
}

/// The samples of a batch, and what belongs to each in the batch of outputs.
fn samples<'x, 'y, T, G: Patches>(
    patches: &G,
    outputs: usize,
    x: &'x [T],
    y: &'y mut [T],
) -> impl Iterator<Item = (&'x [T], &'y mut [T])> + use<'x, 'y, T, G> {
    let numbers = (outputs * patches.positions()).max(1);
    x.chunks_exact(patches.inputs().max(1)).zip(y.chunks_exact_mut(numbers))
}

/// `y = b`
fn fill<T: Real, G: Patches>(patches: &G, bias: &[T], y: &mut [T]) {
    let at = patches.strides();
    for (o, bias) in bias.iter().enumerate() {
        let positions = y[o * at.row..].iter_mut().step_by(at.column).take(patches.positions());
        positions.for_each(|y| *y = *bias);
    }
}

/// `db += dy 1`
fn add_to_bias<T: Real, G: Patches>(patches: &G, dy: &[T], bias_adjoint: &mut [T]) {
    let at = patches.strides();
    for (o, sum) in bias_adjoint.iter_mut().enumerate() {
        let positions = dy[o * at.row..].iter().step_by(at.column).take(patches.positions());
        positions.for_each(|dy| *sum += *dy);
    }
}

/// `y += w * x`
fn add_forward<T: Real, G: Patches>(patches: &G, outputs: usize, w: &[T], x: &[T], y: &mut [T]) {
    let (taps, at) = (patches.taps(), patches.strides());
    #[cfg(feature = "alloc")]
    if is_large([outputs, taps, patches.positions()]) {
        let positions = patches.positions();
        let gathered = gather(patches, x);
        let w = (w, Strides::by_rows(taps));
        let gathered = (gathered.as_slice(), Strides::by_rows(positions));
        return add_product([outputs, taps, positions], w, gathered, (y, at));
    }
    let step = patches.step();
    patches.for_each_run(|tap, position, index, length| {
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
    patches: &G,
    outputs: usize,
    dy: &[T],
    x: &[T],
    dw: &mut [T],
) {
    let (taps, at) = (patches.taps(), patches.strides());
    #[cfg(feature = "alloc")]
    if is_large([outputs, taps, patches.positions()]) {
        let positions = patches.positions();
        let gathered = gather(patches, x);
        // The transposed patches: positions by taps.
        let gathered = (gathered.as_slice(), Strides::by_columns(positions));
        let dw = (dw, Strides::by_rows(taps));
        return add_product([outputs, positions, taps], (dy, at), gathered, dw);
    }
    let step = patches.step();
    patches.for_each_run(|tap, position, index, length| {
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
fn add_to_input<T: Real, G: Patches>(patches: &G, outputs: usize, w: &[T], dy: &[T], dx: &mut [T]) {
    let (taps, at) = (patches.taps(), patches.strides());
    let step = patches.step();
    #[cfg(feature = "alloc")]
    if is_large([outputs, taps, patches.positions()]) {
        let positions = patches.positions();
        let mut slopes = Buffer::<T>::zeros(taps * positions);
        let of_slopes = (slopes.as_mut_slice(), Strides::by_rows(positions));
        let w = (w, Strides::by_columns(taps));
        add_product([taps, outputs, positions], w, (dy, at), of_slopes);
        let slopes = slopes.as_slice();
        patches.for_each_run(|tap, position, index, length| {
            let from = &slopes[tap * positions + position..][..length];
            if step == 1 {
                let to = dx[index..][..length].iter_mut();
                to.zip(from).for_each(|(dx, d)| *dx += *d);
            } else {
                from.iter().enumerate().for_each(|(n, d)| dx[index + n * step] += *d);
            }
        });
        return;
    }
    patches.for_each_run(|tap, position, index, length| {
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
fn gather<T: Real, G: Patches>(patches: &G, x: &[T]) -> Buffer<T> {
    let (positions, step) = (patches.positions(), patches.step());
    let mut gathered = Buffer::zeros(patches.taps() * positions);
    let numbers = gathered.as_mut_slice();
    patches.for_each_run(|tap, position, index, length| {
        let to = &mut numbers[tap * positions + position..][..length];
        if step == 1 {
            to.copy_from_slice(&x[index..][..length]);
        } else {
            to.iter_mut().enumerate().for_each(|(n, to)| *to = x[index + n * step]);
        }
    });
    gathered
}
