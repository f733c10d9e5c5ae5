//! Convolutions of images.

use autodiff_macros::{differentiate, Differentiable};

use super::{add_forward, add_to_input, add_to_weight, inside, positions, Patches, Slide};
use crate::nn::batch::{Batch, Images, Kernels};
use crate::nn::kernel::Strides;
use crate::nn::layer::layer;
use crate::nn::place::{Place, Stack};
use crate::real::Real;

/// A convolution of images with `I` channels to images with `O` channels by kernels of `K` x `K`:
/// `y[o][i][j] = bias[o] + Σ weight[o][c][k][l] x[c][i STRIDE + k - PADDING][j STRIDE + l - PADDING]`, with 0 beyond the
/// border.
///
/// An image of `H` x `W` becomes one of `OH` x `OW`, `OH = (H + 2 PADDING - K) / STRIDE + 1`: the sizes of the type that is asked for. A network
/// that is derived computes them.
///
/// As PyTorch's `Conv2d` (which correlates, like all of them): a random layer draws from `U(-1/√(I K²), 1/√(I K²))`.
///
/// ```
/// use autodiff_runtime::nn::{Conv2d, Images, Kernels};
///
/// // The change from each pixel to the next.
/// let kernel = Kernels::new([[[[0.0, 0.0], [-1.0, 1.0]]]]);
/// let layer = Conv2d::<f64, 1, 1, 2>::new(kernel, [0.5]);
/// let x = Images::from([[[[1.0, 2.0, 4.0], [1.0, 2.0, 4.0], [5.0, 5.0, 5.0]]]]);
/// let y: Images<f64, 1, 2, 2, 1> = layer.forward(&x);
/// assert_eq!(y[0][0], [[1.5, 2.5], [0.5, 0.5]]);
/// ```
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Conv2d<
    T: Real,
    const I: usize,
    const O: usize,
    const K: usize,
    const STRIDE: usize = 1,
    const PADDING: usize = 0,
    P: Place = Stack,
> {
    /// The kernels: of each output, one for each input.
    pub weight: Kernels<T, O, I, K, K, P>,
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
    > Conv2d<T, I, O, K, STRIDE, PADDING, P>
{
    /// A layer of these parameters, also in constants.
    #[must_use]
    pub const fn new(weight: Kernels<T, O, I, K, K, P>, bias: [T; O]) -> Self {
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
    > Conv2d<T, I, O, K, STRIDE, PADDING, P>
{
    /// The images that the kernels make of a batch.
    pub fn forward<
        const H: usize,
        const W: usize,
        const OH: usize,
        const OW: usize,
        const B: usize,
        Q: Place,
    >(
        &self,
        x: &Images<T, I, H, W, B, Q>,
    ) -> Images<T, O, OH, OW, B, Q> {
        convolve(Slide::<STRIDE, PADDING>, &self.weight, &self.bias, x)
    }
}

layer! {
    [const I: usize, const O: usize, const K: usize, const STRIDE: usize, const PADDING: usize, P: Place]
    Conv2d[I, O, K, STRIDE, PADDING, P] {
        weight: Weight [O, I, K, K];
        bias: Bias [O];
    }
    random(rng) {
        let mut layer = Self { weight: Kernels::zeros(), bias: [T::zero(); O] };
        let shape = WeightShape::convolution(O, I, [K, K]);
        VarianceScaling::torch_default().fill(layer.weight.as_mut_slice(), &shape, rng);
        Uniform::torch_default(I * K * K).fill_slice(&mut layer.bias, rng);
        layer
    }
}

/// The patches of an image.
struct Windows {
    channels: usize,
    size: [usize; 2],
    output: [usize; 2],
    kernel: usize,
    stride: usize,
    padding: usize,
}

impl Windows {
    const fn new(
        channels: usize,
        size: [usize; 2],
        output: [usize; 2],
        kernel: usize,
        stride: usize,
        padding: usize,
    ) -> Self {
        assert!(
            output[0] == positions(size[0], kernel, stride, padding)
                && output[1] == positions(size[1], kernel, stride, padding),
            "the output of the convolution has another height or width"
        );
        Self { channels, size, output, kernel, stride, padding }
    }
}

impl Patches for Windows {
    fn taps(&self) -> usize {
        self.channels * self.kernel * self.kernel
    }

    fn positions(&self) -> usize {
        self.output[0] * self.output[1]
    }

    fn strides(&self) -> Strides {
        Strides::by_rows(self.positions())
    }

    fn step(&self) -> usize {
        self.stride
    }

    fn for_each_run(&self, mut visit: impl FnMut(usize, usize, usize, usize)) {
        let &Self { size: [height, width], output: [out_height, out_width], .. } = self;
        let &Self { channels, kernel, stride, padding, .. } = self;
        for channel in 0..channels {
            for k in 0..kernel {
                let (top, rows, row) = inside(k, height, out_height, stride, padding);
                for l in 0..kernel {
                    let (left, columns, column) = inside(l, width, out_width, stride, padding);
                    let tap = (channel * kernel + k) * kernel + l;
                    if columns == 0 {
                        continue;
                    }
                    for n in 0..rows {
                        let index = (channel * height + row + n * stride) * width + column;
                        visit(tap, (top + n) * out_width + left, index, columns);
                    }
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
    const H: usize,
    const W: usize,
    const OH: usize,
    const OW: usize,
    const B: usize,
    P: Place,
    Q: Place,
>(
    #[constant] _slide: Slide<STRIDE, PADDING>,
    weight: &Kernels<T, O, I, K, K, P>,
    bias: &[T; O],
    x: &Images<T, I, H, W, B, Q>,
) -> Images<T, O, OH, OW, B, Q> {
    let windows = const { Windows::new(I, [H, W], [OH, OW], K, STRIDE, PADDING) };
    let mut y = Images::<T, O, OH, OW, B, Q>::room();
    for (x, y) in x.samples().iter().zip(y.samples_mut()) {
        y.iter_mut().zip(bias).for_each(|(y, bias)| y.as_flattened_mut().fill(*bias));
        let (x, y) = (x.as_flattened().as_flattened(), y.as_flattened_mut().as_flattened_mut());
        add_forward(&windows, O, weight.as_slice(), x, y);
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
    const H: usize,
    const W: usize,
    const OH: usize,
    const OW: usize,
    const B: usize,
    P: Place,
    Q: Place,
>(
    _slide: Slide<STRIDE, PADDING>,
    weight: &Kernels<T, O, I, K, K, P>,
    _bias: &[T; O],
    x: &Images<T, I, H, W, B, Q>,
    seed: Images<T, O, OH, OW, B, Q>,
    weight_adjoint: &mut Kernels<T, O, I, K, K, P>,
    bias_adjoint: &mut [T; O],
    x_adjoint: &mut Images<T, I, H, W, B, Q>,
) {
    let windows = const { Windows::new(I, [H, W], [OH, OW], K, STRIDE, PADDING) };
    let wanted = !x_adjoint.is_discarded();
    let samples = x.samples().iter().zip(x_adjoint.samples_mut()).zip(seed.samples());
    for ((x, dx), dy) in samples {
        for (sum, dy) in bias_adjoint.iter_mut().zip(dy) {
            dy.as_flattened().iter().for_each(|dy| *sum += *dy);
        }
        let dy = dy.as_flattened().as_flattened();
        let x = x.as_flattened().as_flattened();
        add_to_weight(&windows, O, dy, x, weight_adjoint.as_mut_slice());
        if wanted {
            let dx = dx.as_flattened_mut().as_flattened_mut();
            add_to_input(&windows, O, weight.as_slice(), dy, dx);
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
    const H: usize,
    const W: usize,
    const OH: usize,
    const OW: usize,
    const B: usize,
    P: Place,
    Q: Place,
>(
    slide: Slide<STRIDE, PADDING>,
    weight: &Kernels<T, O, I, K, K, P>,
    bias: &[T; O],
    x: &Images<T, I, H, W, B, Q>,
    weight_tangent: &Kernels<T, O, I, K, K, P>,
    bias_tangent: &[T; O],
    x_tangent: &Images<T, I, H, W, B, Q>,
) -> (Images<T, O, OH, OW, B, Q>, Images<T, O, OH, OW, B, Q>) {
    let windows = const { Windows::new(I, [H, W], [OH, OW], K, STRIDE, PADDING) };
    let mut tangent = convolve(slide, weight_tangent, bias_tangent, x);
    for (dx, dy) in x_tangent.samples().iter().zip(tangent.samples_mut()) {
        let (dx, dy) = (dx.as_flattened().as_flattened(), dy.as_flattened_mut().as_flattened_mut());
        add_forward(&windows, O, weight.as_slice(), dx, dy);
    }
    (convolve(slide, weight, bias, x), tangent)
}
