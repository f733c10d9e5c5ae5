//! Convolutions of sequences.

use autodiff_macros::{differentiate, Differentiable};

use super::{add_forward, add_to_input, add_to_weight, inside, positions, Patches, Slide};
use crate::nn::batch::{Batch, Sequences};
use crate::nn::kernel::Strides;
use crate::nn::layer::layer;
use crate::nn::place::{Place, Stack};
use crate::real::Real;

/// A convolution of sequences with `I` features to sequences with `O` features by kernels of `K` steps:
/// `y[t][o] = bias[o] + Σ weight[o][i][k] x[t STRIDE + k - PADDING][i]`, with 0 beyond the ends.
///
/// A sequence of `L` steps becomes one of `OL = (L + 2 PADDING - K) / STRIDE + 1`: the length of the type that is asked
/// for. A network that is derived computes it.
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
    const STRIDE: usize = 1,
    const PADDING: usize = 0,
    P: Place = Stack,
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
        const STRIDE: usize,
        const PADDING: usize,
        P: Place,
    > Conv1d<T, I, O, K, STRIDE, PADDING, P>
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
        const STRIDE: usize,
        const PADDING: usize,
        P: Place,
    > Conv1d<T, I, O, K, STRIDE, PADDING, P>
{
    /// The sequences that the kernels make of a batch.
    pub fn forward<const L: usize, const OL: usize, const B: usize, Q: Place>(
        &self,
        x: &Sequences<T, I, L, B, Q>,
    ) -> Sequences<T, O, OL, B, Q> {
        convolve(Slide::<STRIDE, PADDING>, &self.weight, &self.bias, x)
    }
}

layer! {
    [const I: usize, const O: usize, const K: usize, const STRIDE: usize, const PADDING: usize, P: Place]
    Conv1d[I, O, K, STRIDE, PADDING, P] {
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

/// The patches of a sequence.
struct Windows {
    features: usize,
    outputs: usize,
    length: usize,
    output: usize,
    kernel: usize,
    stride: usize,
    padding: usize,
}

impl Windows {
    const fn new(
        [features, outputs]: [usize; 2],
        [length, output]: [usize; 2],
        kernel: usize,
        stride: usize,
        padding: usize,
    ) -> Self {
        assert!(
            output == positions(length, kernel, stride, padding),
            "the output of the convolution has another length"
        );
        Self { features, outputs, length, output, kernel, stride, padding }
    }
}

impl Patches for Windows {
    fn taps(&self) -> usize {
        self.features * self.kernel
    }

    fn positions(&self) -> usize {
        self.output
    }

    fn strides(&self) -> Strides {
        Strides::by_columns(self.outputs)
    }

    fn step(&self) -> usize {
        self.stride * self.features
    }

    fn for_each_run(&self, mut visit: impl FnMut(usize, usize, usize, usize)) {
        for feature in 0..self.features {
            for k in 0..self.kernel {
                let (first, count, step) =
                    inside(k, self.length, self.output, self.stride, self.padding);
                if count > 0 {
                    let index = step * self.features + feature;
                    visit(feature * self.kernel + k, first, index, count);
                }
            }
        }
    }
}

#[differentiate(vjp = convolve_vjp, jvp = convolve_jvp)]
fn convolve<
    T: Real,
    const I: usize,
    const O: usize,
    const K: usize,
    const STRIDE: usize,
    const PADDING: usize,
    const L: usize,
    const OL: usize,
    const B: usize,
    P: Place,
    Q: Place,
>(
    #[constant] _slide: Slide<STRIDE, PADDING>,
    weight: &Sequences<T, K, I, O, P>,
    bias: &[T; O],
    x: &Sequences<T, I, L, B, Q>,
) -> Sequences<T, O, OL, B, Q> {
    let windows = const { Windows::new([I, O], [L, OL], K, STRIDE, PADDING) };
    let mut y = Sequences::<T, O, OL, B, Q>::room();
    for (x, y) in x.samples().iter().zip(y.samples_mut()) {
        y.fill(*bias);
        add_forward(&windows, O, weight.as_slice(), x.as_flattened(), y.as_flattened_mut());
    }
    y
}

fn convolve_vjp<
    T: Real,
    const I: usize,
    const O: usize,
    const K: usize,
    const STRIDE: usize,
    const PADDING: usize,
    const L: usize,
    const OL: usize,
    const B: usize,
    P: Place,
    Q: Place,
>(
    _slide: Slide<STRIDE, PADDING>,
    weight: &Sequences<T, K, I, O, P>,
    _bias: &[T; O],
    x: &Sequences<T, I, L, B, Q>,
    seed: Sequences<T, O, OL, B, Q>,
    weight_adjoint: &mut Sequences<T, K, I, O, P>,
    bias_adjoint: &mut [T; O],
    x_adjoint: &mut Sequences<T, I, L, B, Q>,
) {
    let windows = const { Windows::new([I, O], [L, OL], K, STRIDE, PADDING) };
    let wanted = !x_adjoint.is_discarded();
    let samples = x.samples().iter().zip(x_adjoint.samples_mut()).zip(seed.samples());
    for ((x, dx), dy) in samples {
        for step in dy {
            bias_adjoint.iter_mut().zip(step).for_each(|(sum, dy)| *sum += *dy);
        }
        let (x, dy) = (x.as_flattened(), dy.as_flattened());
        add_to_weight(&windows, O, dy, x, weight_adjoint.as_mut_slice());
        if wanted {
            add_to_input(&windows, O, weight.as_slice(), dy, dx.as_flattened_mut());
        }
    }
}

fn convolve_jvp<
    T: Real,
    const I: usize,
    const O: usize,
    const K: usize,
    const STRIDE: usize,
    const PADDING: usize,
    const L: usize,
    const OL: usize,
    const B: usize,
    P: Place,
    Q: Place,
>(
    slide: Slide<STRIDE, PADDING>,
    weight: &Sequences<T, K, I, O, P>,
    bias: &[T; O],
    x: &Sequences<T, I, L, B, Q>,
    weight_tangent: &Sequences<T, K, I, O, P>,
    bias_tangent: &[T; O],
    x_tangent: &Sequences<T, I, L, B, Q>,
) -> (Sequences<T, O, OL, B, Q>, Sequences<T, O, OL, B, Q>) {
    let windows = const { Windows::new([I, O], [L, OL], K, STRIDE, PADDING) };
    let mut tangent = convolve(slide, weight_tangent, bias_tangent, x);
    for (dx, dy) in x_tangent.samples().iter().zip(tangent.samples_mut()) {
        add_forward(&windows, O, weight.as_slice(), dx.as_flattened(), dy.as_flattened_mut());
    }
    (convolve(slide, weight, bias, x), tangent)
}
