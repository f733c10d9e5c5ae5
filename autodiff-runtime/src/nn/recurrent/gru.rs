//! Gated recurrent units.

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

/// What the gates of a [`Gru`] do.
#[derive(Clone, Copy, Debug)]
struct Gated;

#[differentiate]
fn gated<T: Real, const H: usize>(
    x: &[[T; H]; 3],
    h: &[[T; H]; 3],
    state: &[[T; H]; 1],
) -> [[T; H]; 1] {
    let mut new = [[T::zero(); H]; 1];
    for k in 0..H {
        let reset = sigmoid(x[0][k] + h[0][k]);
        let update = sigmoid(x[1][k] + h[1][k]);
        let candidate = (x[2][k] + reset * h[2][k]).tanh();
        new[0][k] = (T::one() - update) * candidate + update * state[0][k];
    }
    new
}

gate_map!(Gated, gated, 3, 1);

recurrent! {
    Gated, 3 gates, 1 parts;

    /// One step of a gated recurrent unit (Cho et al. 2014), with gates in PyTorch's order `r`, `z`, `n`:
    ///
    /// `r, z = σ(W_ih x + b_ih + W_hh h + b_hh)`, `n = tanh(W_in x + b_in + r (W_hn h + b_hn))`, `h' = (1 - z) n + z h`.
    ///
    /// As PyTorch's `GRUCell`. A random cell draws all parameters from `U(-1/√H, 1/√H)`.
    ///
    /// ```
    /// use autodiff_runtime::nn::{GruCell, Samples, Sequences};
    ///
    /// let mut cell = GruCell::<f64, 1, 2>::default();
    /// cell.bias_ih.as_flattened_mut().fill(1.0);
    /// let state = cell.forward(&Samples::<f64, 1, 1>::zeros(), &Sequences::zeros());
    /// assert!(state[0][0][0] > 0.0 && state[0][0][0] == state[0][0][1]);
    /// ```
    GruCell;

    /// A gated recurrent unit over sequences of a fixed length (Cho et al. 2014), with gates in PyTorch's order `r`, `z`,
    /// `n`:
    ///
    /// `r, z = σ(W_ih x + b_ih + W_hh h + b_hh)`, `n = tanh(W_in x + b_in + r (W_hn h + b_hn))`, `h' = (1 - z) n + z h`.
    ///
    /// As PyTorch's `GRU` of one layer. A random layer draws all parameters from `U(-1/√H, 1/√H)`.
    ///
    /// ```
    /// use autodiff_runtime::nn::{Gru, Sequences};
    ///
    /// let mut layer = Gru::<f64, 1, 2>::default();
    /// layer.weight_ih_l0.as_mut_slice().fill(1.0);
    /// // Two sequences of three steps.
    /// let x = Sequences::<f64, 1, 3, 2>::from([[[0.0], [0.0], [0.0]], [[0.0], [1.0], [0.0]]]);
    /// let y = layer.forward(&x);
    /// assert_eq!(y[0], [[0.0; 2]; 3]);
    /// assert!(y[1][0] == [0.0; 2] && y[1][1][0] > 0.0);
    /// ```
    Gru;
}
