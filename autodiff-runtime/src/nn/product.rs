//! Products of weights and batches, with and without a bias: the only layer code whose derivatives are written by hand.
//!
//! With a weight `W` of `O` rows and `I` columns, stored by rows, and a batch `X` of columns:
//!
//! `Y = W X + b`;  `dW += dY Xᵀ`;  `db += dY 1`;  `dX += Wᵀ dY`;  `Ẏ = Ẇ X + W Ẋ + ḃ`.
//!
//! Sizes are known, so each product chooses at compile time: loops inlined where it is small, [the kernel](super::kernel)
//! else. Both read and write memory in its order, and add in place.

use autodiff_macros::differentiate;

use super::batch::{Batch, Samples, Weights};
use super::kernel::{add_product, is_large, Strides};
use super::place::Place;
use crate::real::Real;

/// `W x + b` for each sample `x`: the map of a dense layer, in one pass.
///
/// ```
/// use autodiff_runtime::nn::{affine, Samples, Weights};
///
/// let weight = Weights::<f64, 2, 3>::new([[1.0, 2.0, 3.0], [0.0, -1.0, 1.0]]);
/// let x = Samples::<f64, 3, 1>::new([[1.0, 1.0, 2.0]]);
/// assert_eq!(affine(&weight, &[0.5, 0.0], &x)[0], [9.5, 1.0]);
/// ```
#[differentiate(vjp = affine_vjp, jvp = affine_jvp)]
pub fn affine<T: Real, const I: usize, const O: usize, const B: usize, W: Place, P: Place>(
    weight: &Weights<T, O, I, W>,
    bias: &[T; O],
    x: &Samples<T, I, B, P>,
) -> Samples<T, O, B, P> {
    let mut y = Samples::room();
    y.samples_mut().fill(*bias);
    add_forward(weight, x, &mut y);
    y
}

fn affine_vjp<T: Real, const I: usize, const O: usize, const B: usize, W: Place, P: Place>(
    weight: &Weights<T, O, I, W>,
    _bias: &[T; O],
    x: &Samples<T, I, B, P>,
    seed: Samples<T, O, B, P>,
    weight_adjoint: &mut Weights<T, O, I, W>,
    bias_adjoint: &mut [T; O],
    x_adjoint: &mut Samples<T, I, B, P>,
) {
    for sample in seed.samples() {
        bias_adjoint.iter_mut().zip(sample).for_each(|(sum, dy)| *sum += *dy);
    }
    add_to_weight(&seed, x, weight_adjoint);
    add_to_input(weight, &seed, x_adjoint);
}

fn affine_jvp<T: Real, const I: usize, const O: usize, const B: usize, W: Place, P: Place>(
    weight: &Weights<T, O, I, W>,
    bias: &[T; O],
    x: &Samples<T, I, B, P>,
    weight_tangent: &Weights<T, O, I, W>,
    bias_tangent: &[T; O],
    x_tangent: &Samples<T, I, B, P>,
) -> (Samples<T, O, B, P>, Samples<T, O, B, P>) {
    let mut tangent = affine(weight_tangent, bias_tangent, x);
    add_forward(weight, x_tangent, &mut tangent);
    (affine(weight, bias, x), tangent)
}

/// `W x` for each sample `x`: the product of two matrices whose sizes the compiler checks.
///
/// ```
/// use autodiff_runtime::nn::{matmul, Samples, Weights};
///
/// let weight = Weights::<f64, 2, 2>::new([[1.0, 2.0], [3.0, 4.0]]);
/// let x = Samples::<f64, 2, 1>::new([[10.0, 1.0]]);
/// assert_eq!(matmul(&weight, &x)[0], [12.0, 34.0]);
/// ```
#[differentiate(vjp = matmul_vjp, jvp = matmul_jvp)]
pub fn matmul<T: Real, const I: usize, const O: usize, const B: usize, W: Place, P: Place>(
    weight: &Weights<T, O, I, W>,
    x: &Samples<T, I, B, P>,
) -> Samples<T, O, B, P> {
    let mut y = Samples::zeros();
    add_forward(weight, x, &mut y);
    y
}

fn matmul_vjp<T: Real, const I: usize, const O: usize, const B: usize, W: Place, P: Place>(
    weight: &Weights<T, O, I, W>,
    x: &Samples<T, I, B, P>,
    seed: Samples<T, O, B, P>,
    weight_adjoint: &mut Weights<T, O, I, W>,
    x_adjoint: &mut Samples<T, I, B, P>,
) {
    add_to_weight(&seed, x, weight_adjoint);
    add_to_input(weight, &seed, x_adjoint);
}

fn matmul_jvp<T: Real, const I: usize, const O: usize, const B: usize, W: Place, P: Place>(
    weight: &Weights<T, O, I, W>,
    x: &Samples<T, I, B, P>,
    weight_tangent: &Weights<T, O, I, W>,
    x_tangent: &Samples<T, I, B, P>,
) -> (Samples<T, O, B, P>, Samples<T, O, B, P>) {
    let mut tangent = matmul(weight_tangent, x);
    add_forward(weight, x_tangent, &mut tangent);
    (matmul(weight, x), tangent)
}

/// `Y += W X`
#[inline]
fn add_forward<T: Real, const I: usize, const O: usize, const B: usize, W: Place, P: Place>(
    weight: &Weights<T, O, I, W>,
    x: &Samples<T, I, B, P>,
    y: &mut Samples<T, O, B, P>,
) {
    if is_large(O, I, B) {
        let (rows, columns) = (Strides::by_rows(I), Strides::by_columns(I));
        let y = (y.as_mut_slice(), Strides::by_columns(O));
        return add_product([O, I, B], (weight.as_slice(), rows), (x.as_slice(), columns), y);
    }
    for (x, y) in x.samples().iter().zip(y.samples_mut()) {
        y.iter_mut().zip(weight.samples()).for_each(|(y, row)| *y += dot(row, x));
    }
}

/// `dW += dY Xᵀ`, as `dWᵀ += X dYᵀ`: the columns of `dWᵀ` are the rows of `dW`.
#[inline]
fn add_to_weight<T: Real, const I: usize, const O: usize, const B: usize, W: Place, P: Place>(
    seed: &Samples<T, O, B, P>,
    x: &Samples<T, I, B, P>,
    adjoint: &mut Weights<T, O, I, W>,
) {
    if adjoint.is_discarded() {
        return;
    }
    if is_large(O, I, B) {
        let (x, seed) =
            ((x.as_slice(), Strides::by_columns(I)), (seed.as_slice(), Strides::by_rows(O)));
        return add_product([I, B, O], x, seed, (adjoint.as_mut_slice(), Strides::by_columns(I)));
    }
    for (x, seed) in x.samples().iter().zip(seed.samples()) {
        adjoint.samples_mut().iter_mut().zip(seed).for_each(|(row, dy)| add_scaled(row, x, *dy));
    }
}

/// `dX += Wᵀ dY`
#[inline]
fn add_to_input<T: Real, const I: usize, const O: usize, const B: usize, W: Place, P: Place>(
    weight: &Weights<T, O, I, W>,
    seed: &Samples<T, O, B, P>,
    adjoint: &mut Samples<T, I, B, P>,
) {
    if adjoint.is_discarded() {
        return;
    }
    if is_large(O, I, B) {
        let weight = (weight.as_slice(), Strides::by_columns(I));
        let seed = (seed.as_slice(), Strides::by_columns(O));
        return add_product(
            [I, O, B],
            weight,
            seed,
            (adjoint.as_mut_slice(), Strides::by_columns(I)),
        );
    }
    for (adjoint, seed) in adjoint.samples_mut().iter_mut().zip(seed.samples()) {
        weight.samples().iter().zip(seed).for_each(|(row, dy)| add_scaled(adjoint, row, *dy));
    }
}

/// `a · b`, in eight sums where there is enough for them: a processor adds them at once.
#[inline]
fn dot<T: Real, const N: usize>(a: &[T; N], b: &[T; N]) -> T {
    const LANES: usize = 8;
    let mut total = T::zero();
    if N >= 2 * LANES {
        let mut lanes = [T::zero(); LANES];
        for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
            for lane in 0..LANES {
                lanes[lane] += a[lane] * b[lane];
            }
        }
        lanes.iter().for_each(|lane| total += *lane);
        let rest = N - N % LANES;
        a[rest..].iter().zip(&b[rest..]).for_each(|(a, b)| total += *a * *b);
    } else {
        a.iter().zip(b).for_each(|(a, b)| total += *a * *b);
    }
    total
}

/// `to += from * factor`
#[inline]
fn add_scaled<T: Real, const N: usize>(to: &mut [T; N], from: &[T; N], factor: T) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += *from * factor);
}
