//! Long short-term memory.

use autodiff_macros::{differentiate, Differentiable};

use super::declare::recurrent;
use super::unroll::{gate_map, step, unroll};
use crate::nn::activation::sigmoid;
use crate::nn::batch::{Samples, Sequences};
use crate::nn::chained::runs;
use crate::nn::layer::layer;
use crate::nn::place::{Place, Stack};
use crate::nn::product::Gates;
use crate::real::Real;

/// What the gates of an [`Lstm`] do.
#[derive(Clone, Copy, Debug)]
struct Memory;

#[differentiate]
fn memory<T: Real, const H: usize>(
    x: &[[T; H]; 4],
    h: &[[T; H]; 4],
    state: &[[T; H]; 2],
) -> [[T; H]; 2] {
    let mut new = [[T::zero(); H]; 2];
    for k in 0..H {
        let input = sigmoid(x[0][k] + h[0][k]);
        let forget = sigmoid(x[1][k] + h[1][k]);
        let candidate = (x[2][k] + h[2][k]).tanh();
        let output = sigmoid(x[3][k] + h[3][k]);
        let cell = forget * state[1][k] + input * candidate;
        new[0][k] = output * cell.tanh();
        new[1][k] = cell;
    }
    new
}

gate_map!(Memory, memory, 4, 2);

recurrent! {
    Memory, 4 gates, 2 parts;

    /// One step of a long short-term memory (Hochreiter and Schmidhuber 1997), with gates in PyTorch's order `i`, `f`, `g`, `o`:
    ///
    /// `i, f, o = σ(W_ih x + b_ih + W_hh h + b_hh)`, `g = tanh(..)`, `c' = f c + i g`, `h' = o tanh(c')`.
    ///
    /// As PyTorch's `LSTMCell`. A random cell draws all parameters from `U(-1/√H, 1/√H)`.
    ///
    /// ```
    /// use autodiff_runtime::nn::{LstmCell, Samples, Sequences};
    ///
    /// let mut cell = LstmCell::<f64, 1, 2>::default();
    /// cell.bias_ih.as_flattened_mut().fill(1.0);
    /// let state = cell.forward(&Samples::<f64, 1, 1>::zeros(), &Sequences::zeros());
    /// assert!(state[0][0][0] > 0.0 && state[0][0][0] == state[0][0][1]);
    /// ```
    LstmCell;

    /// A long short-term memory over sequences of a fixed length (Hochreiter and Schmidhuber 1997), with gates in PyTorch's
    /// order `i`, `f`, `g`, `o`:
    ///
    /// `i, f, o = σ(W_ih x + b_ih + W_hh h + b_hh)`, `g = tanh(..)`, `c' = f c + i g`, `h' = o tanh(c')`.
    ///
    /// As PyTorch's `LSTM` of one layer. A random layer draws all parameters from `U(-1/√H, 1/√H)`.
    ///
    /// ```
    /// use autodiff_runtime::nn::{Lstm, Sequences};
    ///
    /// let mut layer = Lstm::<f64, 1, 2>::default();
    /// layer.weight_ih_l0.as_mut_slice().fill(1.0);
    /// // Two sequences of three steps.
    /// let x = Sequences::<f64, 1, 3, 2>::from([[[0.0], [0.0], [0.0]], [[0.0], [1.0], [0.0]]]);
    /// let y = layer.forward(&x);
    /// assert_eq!(y[0], [[0.0; 2]; 3]);
    /// assert!(y[1][0] == [0.0; 2] && y[1][1][0] > 0.0);
    /// ```
    Lstm;
}
