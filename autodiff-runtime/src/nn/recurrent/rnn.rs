//! The simple recurrent network of Elman.

use autodiff_macros::{differentiate, Differentiable};

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

/// One step of the simple recurrent network: `h' = tanh(W_ih x + b_ih + W_hh h + b_hh)` (Elman 1990).
///
/// As PyTorch's `RNNCell`. A random cell draws all parameters from `U(-1/√H, 1/√H)`.
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct RnnCell<T: Real, const I: usize, const H: usize, P: Place = Stack> {
    /// The factors of the inputs: a row an output; PyTorch's `[H, I]`.
    pub weight_ih: Gates<T, 1, H, I, P>,
    /// The factors of the hidden state.
    pub weight_hh: Gates<T, 1, H, H, P>,
    /// What is added for the inputs.
    pub bias_ih: [[T; H]; 1],
    /// What is added for the hidden state.
    pub bias_hh: [[T; H]; 1],
}

#[differentiate]
impl<T: Real, const I: usize, const H: usize, P: Place> RnnCell<T, I, H, P> {
    /// The hidden states after a step.
    pub fn forward<const B: usize, Q: Place>(
        &self,
        x: &Samples<T, I, B, Q>,
        state: &Sequences<T, H, 1, B, Q>,
    ) -> Sequences<T, H, 1, B, Q> {
        step(&Elman, &self.weight_ih, &self.weight_hh, &self.bias_ih, &self.bias_hh, x, state)
    }
}

impl<T: Real, const I: usize, const H: usize, P: Place> Default for RnnCell<T, I, H, P> {
    /// All parameters zero.
    fn default() -> Self {
        Self {
            weight_ih: Gates::zeros(),
            weight_hh: Gates::zeros(),
            bias_ih: [[T::zero(); H]; 1],
            bias_hh: [[T::zero(); H]; 1],
        }
    }
}

layer! {
    [const I: usize, const H: usize, P: Place] RnnCell[I, H, P] {
        weight_ih: Weight [H, I];
        weight_hh: Weight [H, H];
        bias_ih: Bias [H];
        bias_hh: Bias [H];
    }
    random(rng) {
        let mut layer = Self::default();
        let uniform = Uniform::torch_default(H);
        uniform.fill_slice(layer.weight_ih.as_mut_slice(), rng);
        uniform.fill_slice(layer.weight_hh.as_mut_slice(), rng);
        uniform.fill_slice(layer.bias_ih.as_flattened_mut(), rng);
        uniform.fill_slice(layer.bias_hh.as_flattened_mut(), rng);
        layer
    }
}

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
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Rnn<T: Real, const I: usize, const H: usize, P: Place = Stack> {
    /// The factors of the inputs: a row an output; PyTorch's `[H, I]`.
    pub weight_ih_l0: Gates<T, 1, H, I, P>,
    /// The factors of the hidden state.
    pub weight_hh_l0: Gates<T, 1, H, H, P>,
    /// What is added for the inputs.
    pub bias_ih_l0: [[T; H]; 1],
    /// What is added for the hidden state.
    pub bias_hh_l0: [[T; H]; 1],
}

#[differentiate]
impl<T: Real, const I: usize, const H: usize, P: Place> Rnn<T, I, H, P> {
    /// The hidden states after each step, from a state of zeros.
    pub fn forward<const L: usize, const B: usize, Q: Place>(
        &self,
        x: &Sequences<T, I, L, B, Q>,
    ) -> Sequences<T, H, L, B, Q> {
        self.forward_from(x, &Sequences::zeros())
    }

    /// The hidden states after each step, from given ones.
    pub fn forward_from<const L: usize, const B: usize, Q: Place>(
        &self,
        x: &Sequences<T, I, L, B, Q>,
        initial: &Sequences<T, H, 1, B, Q>,
    ) -> Sequences<T, H, L, B, Q> {
        unroll(
            &Elman,
            &self.weight_ih_l0,
            &self.weight_hh_l0,
            &self.bias_ih_l0,
            &self.bias_hh_l0,
            x,
            initial,
        )
    }
}

impl<T: Real, const I: usize, const H: usize, P: Place> Default for Rnn<T, I, H, P> {
    /// All parameters zero.
    fn default() -> Self {
        Self {
            weight_ih_l0: Gates::zeros(),
            weight_hh_l0: Gates::zeros(),
            bias_ih_l0: [[T::zero(); H]; 1],
            bias_hh_l0: [[T::zero(); H]; 1],
        }
    }
}

layer! {
    [const I: usize, const H: usize, P: Place] Rnn[I, H, P] {
        weight_ih_l0: Weight [H, I];
        weight_hh_l0: Weight [H, H];
        bias_ih_l0: Bias [H];
        bias_hh_l0: Bias [H];
    }
    random(rng) {
        let mut layer = Self::default();
        let uniform = Uniform::torch_default(H);
        uniform.fill_slice(layer.weight_ih_l0.as_mut_slice(), rng);
        uniform.fill_slice(layer.weight_hh_l0.as_mut_slice(), rng);
        uniform.fill_slice(layer.bias_ih_l0.as_flattened_mut(), rng);
        uniform.fill_slice(layer.bias_hh_l0.as_flattened_mut(), rng);
        layer
    }
}

runs!([T: Real, const I: usize, const H: usize, const L: usize, const B: usize, P: Place, Q: Place]
    Rnn<T, I, H, P>: Sequences<T, I, L, B, Q> => Sequences<T, H, L, B, Q>);
