//! Long short-term memory.

use autodiff_macros::{differentiate, Differentiable};

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

/// One step of a long short-term memory (Hochreiter and Schmidhuber 1997), with gates in PyTorch's order `i`, `f`, `g`, `o`:
///
/// `i, f, o = σ(W_ih x + b_ih + W_hh h + b_hh)`, `g = tanh(..)`, `c' = f c + i g`, `h' = o tanh(c')`.
///
/// As PyTorch's `LSTMCell`. A random cell draws all parameters from `U(-1/√H, 1/√H)`.
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct LstmCell<T: Real, const I: usize, const H: usize, P: Place = Stack> {
    /// The factors of the inputs: 4 gates, a row an output; PyTorch's `[4 * H, I]`.
    pub weight_ih: Gates<T, 4, H, I, P>,
    /// The factors of the hidden state.
    pub weight_hh: Gates<T, 4, H, H, P>,
    /// What is added for the inputs.
    pub bias_ih: [[T; H]; 4],
    /// What is added for the hidden state.
    pub bias_hh: [[T; H]; 4],
}

#[differentiate]
impl<T: Real, const I: usize, const H: usize, P: Place> LstmCell<T, I, H, P> {
    /// The states after a step: of each sample the hidden state and the cell.
    pub fn forward<const B: usize, Q: Place>(
        &self,
        x: &Samples<T, I, B, Q>,
        state: &Sequences<T, H, 2, B, Q>,
    ) -> Sequences<T, H, 2, B, Q> {
        step(&Memory, &self.weight_ih, &self.weight_hh, &self.bias_ih, &self.bias_hh, x, state)
    }
}

impl<T: Real, const I: usize, const H: usize, P: Place> Default for LstmCell<T, I, H, P> {
    /// All parameters zero.
    fn default() -> Self {
        Self {
            weight_ih: Gates::zeros(),
            weight_hh: Gates::zeros(),
            bias_ih: [[T::zero(); H]; 4],
            bias_hh: [[T::zero(); H]; 4],
        }
    }
}

layer! {
    [const I: usize, const H: usize, P: Place] LstmCell[I, H, P] {
        weight_ih: Weight [4 * H, I];
        weight_hh: Weight [4 * H, H];
        bias_ih: Bias [4 * H];
        bias_hh: Bias [4 * H];
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
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Lstm<T: Real, const I: usize, const H: usize, P: Place = Stack> {
    /// The factors of the inputs: 4 gates, a row an output; PyTorch's `[4 * H, I]`.
    pub weight_ih_l0: Gates<T, 4, H, I, P>,
    /// The factors of the hidden state.
    pub weight_hh_l0: Gates<T, 4, H, H, P>,
    /// What is added for the inputs.
    pub bias_ih_l0: [[T; H]; 4],
    /// What is added for the hidden state.
    pub bias_hh_l0: [[T; H]; 4],
}

#[differentiate]
impl<T: Real, const I: usize, const H: usize, P: Place> Lstm<T, I, H, P> {
    /// The hidden states after each step, from a state of zeros.
    pub fn forward<const L: usize, const B: usize, Q: Place>(
        &self,
        x: &Sequences<T, I, L, B, Q>,
    ) -> Sequences<T, H, L, B, Q> {
        self.forward_from(x, &Sequences::zeros())
    }

    /// The hidden states after each step, from given ones: of each sample the hidden state and the cell.
    pub fn forward_from<const L: usize, const B: usize, Q: Place>(
        &self,
        x: &Sequences<T, I, L, B, Q>,
        initial: &Sequences<T, H, 2, B, Q>,
    ) -> Sequences<T, H, L, B, Q> {
        unroll(
            &Memory,
            &self.weight_ih_l0,
            &self.weight_hh_l0,
            &self.bias_ih_l0,
            &self.bias_hh_l0,
            x,
            initial,
        )
    }
}

impl<T: Real, const I: usize, const H: usize, P: Place> Default for Lstm<T, I, H, P> {
    /// All parameters zero.
    fn default() -> Self {
        Self {
            weight_ih_l0: Gates::zeros(),
            weight_hh_l0: Gates::zeros(),
            bias_ih_l0: [[T::zero(); H]; 4],
            bias_hh_l0: [[T::zero(); H]; 4],
        }
    }
}

layer! {
    [const I: usize, const H: usize, P: Place] Lstm[I, H, P] {
        weight_ih_l0: Weight [4 * H, I];
        weight_hh_l0: Weight [4 * H, H];
        bias_ih_l0: Bias [4 * H];
        bias_hh_l0: Bias [4 * H];
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
    Lstm<T, I, H, P>: Sequences<T, I, L, B, Q> => Sequences<T, H, L, B, Q>);
