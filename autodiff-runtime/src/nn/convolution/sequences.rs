//! Convolutions of sequences.

use autodiff_macros::{differentiate, Differentiable};

use super::{convolve, Geometry, Patches};
use crate::kernel::Strides;
use crate::nn::batch::Sequences;
use crate::nn::chained::runs;
use crate::nn::layer::layer;
use crate::nn::place::{Place, Stack};
use crate::nn::sliding::Axis;
use crate::real::Real;

/// A convolution of sequences with `I` features to sequences with `O` features by kernels of `K` steps:
/// `y[t][o] = bias[o] + Σ weight[o][i][k] x[t S + k D - A][i]`, with a stride `S`, a padding `A` of zeros and a dilation `D`.
///
/// A sequence of `L` steps becomes one of `OL = (L + 2 A - D (K - 1) - 1) / S + 1`: the length of the type
/// that is asked for. A network that is derived computes it.
///
/// As PyTorch's `Conv1d`, but for the layout of the sequences: here a step is contiguous. A random layer draws from `U(-1/√(I K), 1/√(I K))`.
///
/// ```
/// use autodiff_runtime::nn::{Conv1d, Sequences};
///
/// let layer = Conv1d::<f64, 1, 1, 2>::new(Sequences::new([[[-1.0, 1.0]]]), [0.5]);
/// let y: Sequences<f64, 1, 2, 1> = layer.forward(&Sequences::from([[[1.0], [2.0], [4.0]]]));
/// assert_eq!(y[0], [[1.5], [2.5]]);
/// ```
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Conv1d<
    T: Real,
    const I: usize,
    const O: usize,
    const K: usize,
    const S: usize = 1,
    const A: usize = 0,
    P: Place = Stack,
    const D: usize = 1,
> {
    /// The kernels: of each output, one for each input. PyTorch's `[O, I, K]`.
    pub weight: Sequences<T, K, I, O, P>,
    /// What is added to each output.
    pub bias: [T; O],
}

impl<
        T: Real,
        const I: usize,
        const O: usize,
        const K: usize,
        const S: usize,
        const A: usize,
        P: Place,
        const D: usize,
    > Conv1d<T, I, O, K, S, A, P, D>
{
    /// A layer of these parameters, also in constants.
    #[must_use]
    pub const fn new(weight: Sequences<T, K, I, O, P>, bias: [T; O]) -> Self {
        Self { weight, bias }
    }
}

#[differentiate]
impl<
        T: Real,
        const I: usize,
        const O: usize,
        const K: usize,
        const S: usize,
        const A: usize,
        P: Place,
        const D: usize,
    > Conv1d<T, I, O, K, S, A, P, D>
{
    /// The sequences that the kernels make of a batch.
    pub fn forward<const L: usize, const OL: usize, const B: usize, Q: Place>(
        &self,
        x: &Sequences<T, I, L, B, Q>,
    ) -> Sequences<T, O, OL, B, Q> {
        convolve(Sizes::<I, O, L, OL, K, S, A, D>, &self.weight, &self.bias, x)
    }
}

layer! {
    [
        const I: usize, const O: usize, const K: usize, const S: usize, const A: usize, P: Place,
        const D: usize
    ]
    Conv1d[I, O, K, S, A, P, D] {
        weight: Weight [O, I, K];
        bias: Bias [O];
    }
    random(rng) {
        let mut layer = Self { weight: Sequences::zeros(), bias: [T::zero(); O] };
        let shape = WeightShape::of_axes(&[O, I, K]);
        VarianceScaling::torch_default().fill(layer.weight.as_mut_slice(), &shape, rng);
        Uniform::torch_default(I * K).fill_slice(&mut layer.bias, rng);
        layer
    }
}

runs!([
    T: Real, const I: usize, const O: usize, const K: usize, const S: usize, const A: usize, P: Place,
    const D: usize, const L: usize, const OL: usize, const B: usize, Q: Place
]
    Conv1d<T, I, O, K, S, A, P, D>:
    Sequences<T, I, L, B, Q> => Sequences<T, O, OL, B, Q>);

/// The sizes of a layer and its batches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes<
    const I: usize,
    const O: usize,
    const L: usize,
    const OL: usize,
    const K: usize,
    const S: usize,
    const A: usize,
    const D: usize,
>;

impl<
        const I: usize,
        const O: usize,
        const L: usize,
        const OL: usize,
        const K: usize,
        const S: usize,
        const A: usize,
        const D: usize,
    > Geometry for Sizes<I, O, L, OL, K, S, A, D>
{
    type Patches = Windows;

    const PATCHES: Windows = Windows {
        features: I,
        outputs: O,
        steps: Axis { size: L, output: OL, kernel: K, stride: S, padding: A, dilation: D }
            .checked(),
    };
}

/// The patches of a sequence.
#[derive(Clone, Copy, Debug)]
pub(super) struct Windows {
    features: usize,
    outputs: usize,
    steps: Axis,
}

impl Patches for Windows {
    fn inputs(&self) -> usize {
        self.features * self.steps.size
    }

    fn taps(&self) -> usize {
        self.features * self.steps.kernel
    }

    fn positions(&self) -> usize {
        self.steps.output
    }

    fn strides(&self) -> Strides {
        Strides::by_columns(self.outputs)
    }

    fn step(&self) -> usize {
        self.steps.stride * self.features
    }

    fn for_each_run(&self, mut visit: impl FnMut(usize, usize, usize, usize)) {
        for feature in 0..self.features {
            for k in 0..self.steps.kernel {
                let (first, count, step) = self.steps.inside(k);
                if count > 0 {
                    let index = step * self.features + feature;
                    visit(feature * self.steps.kernel + k, first, index, count);
                }
            }
        }
    }
}
