//! Dense layers.

use autodiff_macros::{differentiate, Differentiable};

use super::batch::{Samples, Sequences, Weights};
use super::chained::runs;
use super::layer::layer;
use super::place::{Place, Stack};
use super::product::dense;
use crate::real::Real;

/// A dense layer: `y = W x + b` for each sample `x` of `I` features, with a weight `W` of `O` x `I` and a bias `b` of `O`.
///
/// As PyTorch's `Linear`: the parameters are `weight`, `[O, I]`, and `bias`, `[O]`, and a random layer draws both from
/// `U(-1/√I, 1/√I)`.
///
/// ```
/// use autodiff_runtime::nn::{Linear, Samples};
///
/// let layer = Linear::<f64, 2, 3>::new([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], [0.0, 0.0, 0.5]);
/// let y = layer.forward(&Samples::from([[2.0, 3.0]]));
/// assert_eq!(y[0], [2.0, 3.0, 5.5]);
/// ```
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Linear<T: Real, const I: usize, const O: usize, P: Place = Stack> {
    /// How much of each input goes into each output, a row an output.
    pub weight: Weights<T, O, I, P>,
    /// What is added to each output.
    pub bias: [T; O],
}

impl<T: Real, const I: usize, const O: usize> Linear<T, I, O> {
    /// A layer of these parameters, also in constants.
    #[must_use]
    pub const fn new(weight: [[T; I]; O], bias: [T; O]) -> Self {
        Self { weight: Weights::new(weight), bias }
    }
}

#[differentiate]
impl<T: Real, const I: usize, const O: usize, W: Place> Linear<T, I, O, W> {
    /// The outputs for a batch.
    pub fn forward<const B: usize, P: Place>(
        &self,
        x: &Samples<T, I, B, P>,
    ) -> Samples<T, O, B, P> {
        let y: Samples<T, O, B, P> = dense(&self.weight, &self.bias, x);
        y
    }

    /// The outputs for sequences, each step by itself.
    pub fn forward_steps<const L: usize, const B: usize, P: Place>(
        &self,
        x: &Sequences<T, I, L, B, P>,
    ) -> Sequences<T, O, L, B, P> {
        let y: Sequences<T, O, L, B, P> = dense(&self.weight, &self.bias, x);
        y
    }
}

runs!([T: Real, const I: usize, const O: usize, const B: usize, W: Place, P: Place]
    Linear<T, I, O, W>: Samples<T, I, B, P> => Samples<T, O, B, P>);

layer! {
    [const I: usize, const O: usize, W: Place] Linear[I, O, W] {
        weight: Weight [O, I];
        bias: Bias [O];
    }
    random(rng) {
        let mut layer = Self { weight: Weights::zeros(), bias: [T::zero(); O] };
        let shape = WeightShape::matrix(O, I);
        VarianceScaling::torch_default().fill(layer.weight.as_mut_slice(), &shape, rng);
        Uniform::torch_default(I).fill_slice(&mut layer.bias, rng);
        layer
    }
}
