//! The simple recurrent network of Elman.

use autodiff_macros::{differentiate, Differentiable};

use super::declare::recurrent;
use super::unroll::{gate_map, step, unroll};
use crate::nn::batch::{Samples, Sequences};
use crate::nn::chained::runs;
use crate::nn::layer::layer;
use crate::nn::place::{Place, Stack};
use crate::nn::product::Gates;
use crate::real::Real;

/// What the gate of an [`Rnn`] does: `h' = tanh(gate)`.
#[derive(Clone, Copy, Debug)]
struct Elman;

#[differentiate]
fn elman<T: Real, const H: usize>(
    x: &[[T; H]; 1],
    h: &[[T; H]; 1],
    _state: &[[T; H]; 1],
) -> [[T; H]; 1] {
    let mut new = [[T::zero(); H]; 1];
    for k in 0..H {
        new[0][k] = (x[0][k] + h[0][k]).tanh();
    }
    new
}

gate_map!(Elman, elman, 1, 1);

recurrent! {
    Elman, 1 gates, 1 parts;

    /// One step of the simple recurrent network: `h' = tanh(W_ih x + b_ih + W_hh h + b_hh)` (Elman 1990).
    ///
    /// As PyTorch's `RNNCell`. A random cell draws all parameters from `U(-1/√H, 1/√H)`.
    ///
    /// ```
    /// use autodiff_runtime::nn::{RnnCell, Samples, Sequences};
    ///
    /// let mut cell = RnnCell::<f64, 1, 2>::default();
    /// cell.bias_ih.as_flattened_mut().fill(1.0);
    /// let state = cell.forward(&Samples::<f64, 1, 1>::zeros(), &Sequences::zeros());
    /// assert!(state[0][0][0] > 0.0 && state[0][0][0] == state[0][0][1]);
    /// ```
    RnnCell;

    /// The simple recurrent network over sequences of a fixed length: `h' = tanh(W_ih x + b_ih + W_hh h + b_hh)` (Elman
    /// 1990).
    ///
    /// As PyTorch's `RNN` of one layer. A random layer draws all parameters from `U(-1/√H, 1/√H)`.
    ///
    /// ```
    /// use autodiff_runtime::nn::{Rnn, Sequences};
    ///
    /// let mut layer = Rnn::<f64, 1, 2>::default();
    /// layer.weight_ih_l0.as_mut_slice().fill(1.0);
    /// // Two sequences of three steps.
    /// let x = Sequences::<f64, 1, 3, 2>::from([[[0.0], [0.0], [0.0]], [[0.0], [1.0], [0.0]]]);
    /// let y = layer.forward(&x);
    /// assert_eq!(y[0], [[0.0; 2]; 3]);
    /// assert!(y[1][0] == [0.0; 2] && y[1][1][0] > 0.0);
    /// ```
    Rnn;
}
