//! Convolutions of images.

use autodiff_macros::{differentiate, Differentiable};

use super::{convolve, Geometry, Patches};
use crate::kernel::Strides;
use crate::nn::batch::{Images, Kernels};
use crate::nn::chained::runs;
use crate::nn::layer::layer;
use crate::nn::place::{Place, Stack};
use crate::nn::sliding::Axis;
use crate::real::Real;

/// A convolution of images with `I` channels to images with `O` channels by kernels of `K` x `K`, with a stride `S`, a padding `A`
/// and a dilation `D`: `y[o][i][j] = bias[o] + Σ weight[o][c][k][l] x[c][i S + k D - A][j S + l D - A]`, with 0 beyond the border.
///
/// An image of `H` x `W` becomes one of `OH` x `OW`, `OH = (H + 2 A - D (K - 1) - 1) / S + 1`: the sizes of the type that is
/// asked for. A network that is derived computes them. Kernels that are not square (`KW` columns), and a stride, padding or dilation
/// of their own for columns (`SW`, `AW`, `DW`), are easier to write as [`Conv2dRect`].
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
    const S: usize = 1,
    const A: usize = 0,
    P: Place = Stack,
    const KW: usize = K,
    const SW: usize = S,
    const AW: usize = A,
    const D: usize = 1,
    const DW: usize = D,
> {
    /// The kernels: of each output, one for each input.
    pub weight: Kernels<T, O, I, K, KW, P>,
    /// What is added to each output.
    pub bias: [T; O],
}

/// A [`Conv2d`] by kernels of `KH` rows and `KW` columns, with a stride, a padding and a dilation for each axis.
///
/// ```
/// use autodiff_runtime::nn::{Conv2dRect, Images, Kernels};
///
/// // Differences of pixels that are two apart in a row.
/// let layer = Conv2dRect::<f64, 1, 1, 1, 2, 1, 1, 0, 0, 1, 2>::new(Kernels::new([[[[-1.0, 1.0]]]]), [0.0]);
/// let x = Images::from([[[[1.0, 2.0, 4.0, 8.0]]]]);
/// let y: Images<f64, 1, 1, 2, 1> = layer.forward(&x);
/// assert_eq!(y[0][0], [[3.0, 6.0]]);
/// ```
pub type Conv2dRect<
    T,
    const I: usize,
    const O: usize,
    const KH: usize,
    const KW: usize,
    const SH: usize = 1,
    const SW: usize = 1,
    const PH: usize = 0,
    const PW: usize = 0,
    const DH: usize = 1,
    const DW: usize = 1,
    P = Stack,
> = Conv2d<T, I, O, KH, SH, PH, P, KW, SW, PW, DH, DW>;

impl<
        T: Real,
        const I: usize,
        const O: usize,
        const K: usize,
        const S: usize,
        const A: usize,
        P: Place,
        const KW: usize,
        const SW: usize,
        const AW: usize,
        const D: usize,
        const DW: usize,
    > Conv2d<T, I, O, K, S, A, P, KW, SW, AW, D, DW>
{
    /// A layer of these parameters, also in constants.
    #[must_use]
    pub const fn new(weight: Kernels<T, O, I, K, KW, P>, bias: [T; O]) -> Self {
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
        const KW: usize,
        const SW: usize,
        const AW: usize,
        const D: usize,
        const DW: usize,
    > Conv2d<T, I, O, K, S, A, P, KW, SW, AW, D, DW>
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
        convolve(Sizes::<I, H, W, OH, OW, K, KW, S, SW, A, AW, D, DW>, &self.weight, &self.bias, x)
    }
}

layer! {
    [
        const I: usize, const O: usize, const K: usize, const S: usize, const A: usize, P: Place,
        const KW: usize, const SW: usize, const AW: usize, const D: usize, const DW: usize
    ]
    Conv2d[I, O, K, S, A, P, KW, SW, AW, D, DW] {
        weight: Weight [O, I, K, KW];
        bias: Bias [O];
    }
    random(rng) {
        let mut layer = Self { weight: Kernels::zeros(), bias: [T::zero(); O] };
        let shape = WeightShape::convolution(O, I, [K, KW]);
        VarianceScaling::torch_default().fill(layer.weight.as_mut_slice(), &shape, rng);
        Uniform::torch_default(I * K * KW).fill_slice(&mut layer.bias, rng);
        layer
    }
}

runs!([
    T: Real, const I: usize, const O: usize, const K: usize, const S: usize, const A: usize, P: Place,
    const KW: usize, const SW: usize, const AW: usize, const D: usize, const DW: usize,
    const H: usize, const W: usize, const OH: usize, const OW: usize, const B: usize, Q: Place
]
    Conv2d<T, I, O, K, S, A, P, KW, SW, AW, D, DW>:
    Images<T, I, H, W, B, Q> => Images<T, O, OH, OW, B, Q>);

/// The sizes of a layer and its batches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes<
    const I: usize,
    const H: usize,
    const W: usize,
    const OH: usize,
    const OW: usize,
    const K: usize,
    const KW: usize,
    const S: usize,
    const SW: usize,
    const A: usize,
    const AW: usize,
    const D: usize,
    const DW: usize,
>;

impl<
        const I: usize,
        const H: usize,
        const W: usize,
        const OH: usize,
        const OW: usize,
        const K: usize,
        const KW: usize,
        const S: usize,
        const SW: usize,
        const A: usize,
        const AW: usize,
        const D: usize,
        const DW: usize,
    > Geometry for Sizes<I, H, W, OH, OW, K, KW, S, SW, A, AW, D, DW>
{
    type Patches = Windows;

    const PATCHES: Windows = Windows {
        channels: I,
        rows: Axis { size: H, output: OH, kernel: K, stride: S, padding: A, dilation: D }.checked(),
        columns: Axis { size: W, output: OW, kernel: KW, stride: SW, padding: AW, dilation: DW }
            .checked(),
    };
}

/// The patches of an image.
#[derive(Clone, Copy, Debug)]
pub(super) struct Windows {
    channels: usize,
    rows: Axis,
    columns: Axis,
}

impl Patches for Windows {
    fn inputs(&self) -> usize {
        self.channels * self.rows.size * self.columns.size
    }

    fn taps(&self) -> usize {
        self.channels * self.rows.kernel * self.columns.kernel
    }

    fn positions(&self) -> usize {
        self.rows.output * self.columns.output
    }

    fn strides(&self) -> Strides {
        Strides::by_rows(self.positions())
    }

    fn step(&self) -> usize {
        self.columns.stride
    }

    fn for_each_run(&self, mut visit: impl FnMut(usize, usize, usize, usize)) {
        let Self { channels, rows, columns } = self;
        for channel in 0..*channels {
            for k in 0..rows.kernel {
                let (top, height, row) = rows.inside(k);
                for l in 0..columns.kernel {
                    let (left, width, column) = columns.inside(l);
                    let tap = (channel * rows.kernel + k) * columns.kernel + l;
                    if width == 0 {
                        continue;
                    }
                    for n in 0..height {
                        let row = channel * rows.size + row + n * rows.stride;
                        let position = (top + n) * columns.output + left;
                        visit(tap, position, row * columns.size + column, width);
                    }
                }
            }
        }
    }
}
