//! Products of weights and batches, with and without a bias: the only layer code whose derivatives are written by hand.
//!
//! With a weight `W` of `O` rows and `I` columns, stored by rows, and a batch `X` of columns:
//!
//! `Y = W X + b`;  `dW += dY Xᵀ`;  `db += dY 1`;  `dX += Wᵀ dY`;  `Ẏ = Ẇ X + W Ẋ + ḃ`.
//!
//! Sizes are known, so each product chooses at compile time: loops inlined where it is [small], [the kernel](crate::kernel)
//! where it is [large]. Both read and write memory in its order, and add in place. What is not chosen is not compiled.

mod large;
mod small;

use autodiff_macros::differentiate;

use super::batch::{Batch, Samples, Sequences, Weights};
use super::each::Units;
use super::place::Place;
use crate::kernel::is_large;
use crate::real::Real;

/// A product of `O` rows of `I` numbers with `B` columns, in the form for its size.
macro_rules! product {
    ($sizes:expr, forward($rows:expr, $x:expr, $y:expr)) => {
        if const { is_large($sizes) } {
            large::forward($sizes, $rows.as_flattened(), $x.as_flattened(), $y);
        } else {
            small::forward($rows, $x, $y);
        }
    };
    ($sizes:expr, to_weight($seed:expr, $x:expr, $rows:expr)) => {
        if const { is_large($sizes) } {
            large::to_weight($sizes, $seed, $x.as_flattened(), $rows.as_flattened_mut());
        } else {
            small::to_weight($seed, $x, $rows);
        }
    };
    ($sizes:expr, to_bias($seed:expr, $bias:expr)) => {
        if const { is_large($sizes) } {
            large::to_bias($seed, $bias);
        } else {
            small::to_bias($seed, $bias);
        }
    };
    ($sizes:expr, to_input($rows:expr, $seed:expr, $x:expr)) => {
        if const { is_large($sizes) } {
            large::to_input($sizes, $rows.as_flattened(), $seed, $x.as_flattened_mut());
        } else {
            small::to_input($rows, $seed, $x);
        }
    };
}

/// `W x + b` for each sample `x`: the map of a dense layer, in one pass.
///
/// ```
/// use autodiff_runtime::nn::{affine, Samples, Weights};
///
/// let weight = Weights::<f64, 2, 3>::new([[1.0, 2.0, 3.0], [0.0, -1.0, 1.0]]);
/// let x = Samples::<f64, 3, 1>::new([[1.0, 1.0, 2.0]]);
/// assert_eq!(affine(&weight, &[0.5, 0.0], &x)[0], [9.5, 1.0]);
/// ```
#[differentiate]
pub fn affine<T: Real, const I: usize, const O: usize, const B: usize, W: Place, P: Place>(
    weight: &Weights<T, O, I, W>,
    bias: &[T; O],
    x: &Samples<T, I, B, P>,
) -> Samples<T, O, B, P> {
    dense(weight, bias, x)
}

/// [`affine()`] of each unit of a batch: samples, or steps of sequences.
#[differentiate(vjp = dense_vjp, jvp = dense_jvp)]
pub(super) fn dense<T, const I: usize, const O: usize, W, X, Y>(
    weight: &Weights<T, O, I, W>,
    bias: &[T; O],
    x: &X,
) -> Y
where
    T: Real,
    W: Place,
    X: Units<[T; I]> + Batch<Scalar = T>,
    Y: Units<[T; O]> + Batch<Scalar = T>,
{
    let mut y = Y::room();
    y.units_mut().fill(*bias);
    product!([O, I, X::COUNT], forward(weight.samples(), x.units(), y.as_mut_slice()));
    y
}

fn dense_vjp<T, const I: usize, const O: usize, W, X, Y>(
    weight: &Weights<T, O, I, W>,
    _bias: &[T; O],
    x: &X,
    seed: Y,
    weight_adjoint: &mut Weights<T, O, I, W>,
    bias_adjoint: &mut [T; O],
    x_adjoint: &mut X,
) where
    T: Real,
    W: Place,
    X: Units<[T; I]> + Batch<Scalar = T>,
    Y: Units<[T; O]> + Batch<Scalar = T>,
{
    product!([O, I, X::COUNT], to_bias(seed.as_slice(), bias_adjoint));
    if !weight_adjoint.is_discarded() {
        product!(
            [O, I, X::COUNT],
            to_weight(seed.as_slice(), x.units(), weight_adjoint.samples_mut())
        );
    }
    if !x_adjoint.is_discarded() {
        product!(
            [O, I, X::COUNT],
            to_input(weight.samples(), seed.as_slice(), x_adjoint.units_mut())
        );
    }
}

fn dense_jvp<T, const I: usize, const O: usize, W, X, Y>(
    weight: &Weights<T, O, I, W>,
    bias: &[T; O],
    x: &X,
    weight_tangent: &Weights<T, O, I, W>,
    bias_tangent: &[T; O],
    x_tangent: &X,
) -> (Y, Y)
where
    T: Real,
    W: Place,
    X: Units<[T; I]> + Batch<Scalar = T>,
    Y: Units<[T; O]> + Batch<Scalar = T>,
{
    let mut tangent: Y = dense(weight_tangent, bias_tangent, x);
    product!(
        [O, I, X::COUNT],
        forward(weight.samples(), x_tangent.units(), tangent.as_mut_slice())
    );
    (dense(weight, bias, x), tangent)
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
    product!([O, I, B], forward(weight.samples(), x.samples(), y.as_mut_slice()));
    y
}

fn matmul_vjp<T: Real, const I: usize, const O: usize, const B: usize, W: Place, P: Place>(
    weight: &Weights<T, O, I, W>,
    x: &Samples<T, I, B, P>,
    seed: Samples<T, O, B, P>,
    weight_adjoint: &mut Weights<T, O, I, W>,
    x_adjoint: &mut Samples<T, I, B, P>,
) {
    if !weight_adjoint.is_discarded() {
        product!([O, I, B], to_weight(seed.as_slice(), x.samples(), weight_adjoint.samples_mut()));
    }
    if !x_adjoint.is_discarded() {
        product!([O, I, B], to_input(weight.samples(), seed.as_slice(), x_adjoint.samples_mut()));
    }
}

fn matmul_jvp<T: Real, const I: usize, const O: usize, const B: usize, W: Place, P: Place>(
    weight: &Weights<T, O, I, W>,
    x: &Samples<T, I, B, P>,
    weight_tangent: &Weights<T, O, I, W>,
    x_tangent: &Samples<T, I, B, P>,
) -> (Samples<T, O, B, P>, Samples<T, O, B, P>) {
    let mut tangent = matmul(weight_tangent, x);
    product!([O, I, B], forward(weight.samples(), x_tangent.samples(), tangent.as_mut_slice()));
    (matmul(weight, x), tangent)
}

/// The weights of `G` gates of `O` outputs each, from `I` inputs: PyTorch's `[G * O, I]`.
///
/// ```
/// use autodiff_runtime::nn::{Gates, Stack};
///
/// // Two gates of three outputs, from four inputs.
/// assert_eq!(Gates::<f64, 2, 3, 4, Stack>::zeros().as_slice().len(), 24);
/// ```
pub type Gates<T, const G: usize, const O: usize, const I: usize, P> = Sequences<T, I, O, G, P>;

/// [`affine()`] of several gates at once, for each unit of a batch.
#[differentiate(vjp = gates_vjp, jvp = gates_jvp)]
pub(super) fn gates<T, const I: usize, const O: usize, const G: usize, W, X, Y>(
    weight: &Gates<T, G, O, I, W>,
    bias: &[[T; O]; G],
    x: &X,
) -> Y
where
    T: Real,
    W: Place,
    X: Units<[T; I]> + Batch<Scalar = T>,
    Y: Units<[[T; O]; G]> + Batch<Scalar = T>,
{
    let mut y = Y::room();
    y.units_mut().fill(*bias);
    product!(
        [G * O, I, X::COUNT],
        forward(weight.samples().as_flattened(), x.units(), y.as_mut_slice())
    );
    y
}

fn gates_vjp<T, const I: usize, const O: usize, const G: usize, W, X, Y>(
    weight: &Gates<T, G, O, I, W>,
    _bias: &[[T; O]; G],
    x: &X,
    seed: Y,
    weight_adjoint: &mut Gates<T, G, O, I, W>,
    bias_adjoint: &mut [[T; O]; G],
    x_adjoint: &mut X,
) where
    T: Real,
    W: Place,
    X: Units<[T; I]> + Batch<Scalar = T>,
    Y: Units<[[T; O]; G]> + Batch<Scalar = T>,
{
    product!([G * O, I, X::COUNT], to_bias(seed.as_slice(), bias_adjoint.as_flattened_mut()));
    if !weight_adjoint.is_discarded() {
        let rows = weight_adjoint.samples_mut().as_flattened_mut();
        product!([G * O, I, X::COUNT], to_weight(seed.as_slice(), x.units(), rows));
    }
    if !x_adjoint.is_discarded() {
        product!(
            [G * O, I, X::COUNT],
            to_input(weight.samples().as_flattened(), seed.as_slice(), x_adjoint.units_mut())
        );
    }
}

fn gates_jvp<T, const I: usize, const O: usize, const G: usize, W, X, Y>(
    weight: &Gates<T, G, O, I, W>,
    bias: &[[T; O]; G],
    x: &X,
    weight_tangent: &Gates<T, G, O, I, W>,
    bias_tangent: &[[T; O]; G],
    x_tangent: &X,
) -> (Y, Y)
where
    T: Real,
    W: Place,
    X: Units<[T; I]> + Batch<Scalar = T>,
    Y: Units<[[T; O]; G]> + Batch<Scalar = T>,
{
    let mut tangent: Y = gates(weight_tangent, bias_tangent, x);
    let rows = weight.samples().as_flattened();
    product!([G * O, I, X::COUNT], forward(rows, x_tangent.units(), tangent.as_mut_slice()));
    (gates(weight, bias, x), tangent)
}
