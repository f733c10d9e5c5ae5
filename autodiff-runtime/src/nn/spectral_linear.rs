//! A dense layer whose weight keeps the spectral norm one.

use autodiff_macros::{differentiate, Differentiable};

use super::batch::{Samples, Weights};
use super::chained::runs;
use super::layer::layer;
use super::place::{Place, Stack};
use super::product::matmul;
use crate::real::Real;

/// A dense layer with spectral normalization (Miyato et al., 2018): `y = W x / s + b`, where `s` is the largest singular value of `W`.
///
/// ```text
/// s = u^T W v
/// v = W^T u / |W^T u|, then u = W v / |W v|      once before each training step, and fifteen times at first
/// ```
///
/// `u` and `v` are buffers, without derivatives; the derivative goes through `W` in `s`. As PyTorch's
/// `spectral_norm(Linear(I, O))`, with its names: `weight_orig`, `bias`, `weight_u`, `weight_v`.
///
/// ```
/// use autodiff_runtime::nn::{Samples, SpectralLinear};
///
/// let layer = SpectralLinear::<f64, 2, 2>::new([[3.0, 0.0], [0.0, 0.5]], [0.0, 1.0]);
/// let y = layer.forward(&Samples::from([[1.0, 6.0]]));
/// assert!((y[0][0] - 1.0).abs() < 1e-12 && (y[0][1] - 2.0).abs() < 1e-12);
/// ```
#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct SpectralLinear<T: Real, const I: usize, const O: usize, P: Place = Stack> {
    /// The weight before the normalization.
    pub weight_orig: Weights<T, O, I, P>,
    /// What is added to each output.
    pub bias: [T; O],
    /// The left singular vector.
    #[constant]
    pub weight_u: [T; O],
    /// The right singular vector.
    #[constant]
    pub weight_v: [T; I],
}

/// PyTorch's number of iterations before the first use.
const FIRST_ITERATIONS: usize = 15;
/// PyTorch's smallest length.
const SHORTEST: f64 = 1e-12;

impl<T: Real, const I: usize, const O: usize, P: Place> SpectralLinear<T, I, O, P> {
    /// A layer of these parameters.
    #[must_use]
    pub fn new(weight: impl Into<Weights<T, O, I, P>>, bias: [T; O]) -> Self {
        // Nothing is orthogonal to this by symmetry.
        let start = core::array::from_fn(|o| T::lit(1.0 + 0.5 / (o as f64 + 1.0)));
        Self::started(weight.into(), bias, start)
    }

    fn started(weight_orig: Weights<T, O, I, P>, bias: [T; O], weight_u: [T; O]) -> Self {
        let mut layer = Self { weight_orig, bias, weight_u, weight_v: [T::zero(); I] };
        for _ in 0..FIRST_ITERATIONS {
            layer.iterate();
        }
        layer
    }

    /// A step of the power iteration.
    fn iterate(&mut self) {
        let rows = self.weight_orig.samples();
        self.weight_v = [T::zero(); I];
        for (row, u) in rows.iter().zip(&self.weight_u) {
            self.weight_v.iter_mut().zip(row).for_each(|(v, w)| *v += *w * *u);
        }
        normalize(&mut self.weight_v);
        for (u, row) in self.weight_u.iter_mut().zip(rows) {
            *u = row.iter().zip(&self.weight_v).fold(T::zero(), |sum, (w, v)| sum + *w * *v);
        }
        normalize(&mut self.weight_u);
    }

    /// The estimate of the largest singular value.
    #[must_use]
    pub fn spectral_norm(&self) -> T {
        bilinear(&self.weight_orig, &self.weight_u, &self.weight_v)
    }
}

fn normalize<T: Real>(vector: &mut [T]) {
    let length = vector.iter().fold(T::zero(), |sum, x| sum + *x * *x).sqrt();
    let shortest = T::lit(SHORTEST);
    let length = if length < shortest { shortest } else { length };
    vector.iter_mut().for_each(|x| *x /= length);
}

/// `u^T W v`
#[differentiate]
fn bilinear<T: Real, const I: usize, const O: usize, W: Place>(
    weight: &Weights<T, O, I, W>,
    #[constant] u: &[T; O],
    #[constant] v: &[T; I],
) -> T {
    let mut sum = T::zero();
    for o in 0..O {
        for i in 0..I {
            sum += weight[o][i] * (u[o] * v[i]);
        }
    }
    sum
}

#[differentiate]
impl<T: Real, const I: usize, const O: usize, W: Place> SpectralLinear<T, I, O, W> {
    /// The outputs for a batch.
    pub fn forward<const B: usize, P: Place>(
        &self,
        x: &Samples<T, I, B, P>,
    ) -> Samples<T, O, B, P> {
        let norm = bilinear(&self.weight_orig, &self.weight_u, &self.weight_v);
        let mut y = matmul(&self.weight_orig, x);
        for b in 0..B {
            for o in 0..O {
                y[b][o] = y[b][o] / norm + self.bias[o];
            }
        }
        y
    }
}

layer! {
    [const I: usize, const O: usize, W: Place] SpectralLinear[I, O, W] {
        weight_orig: Weight [O, I];
        bias: Bias [O];
    }
    buffers {
        weight_u: Buffer [O];
        weight_v: Buffer [I];
    }
    mode(this, mode, _position) {
        if mode.is_training() {
            this.iterate();
        }
    }
    random(rng) {
        let shape = WeightShape::matrix(O, I);
        let mut weight = Weights::zeros();
        VarianceScaling::torch_default().fill(weight.as_mut_slice(), &shape, rng);
        let (mut bias, mut start) = ([T::zero(); O], [T::zero(); O]);
        Uniform::torch_default(I).fill_slice(&mut bias, rng);
        crate::init::Normal::default().fill_slice(&mut start, rng);
        Self::started(weight, bias, start)
    }
}

runs!([T: Real, const I: usize, const O: usize, const B: usize, W: Place, P: Place]
    SpectralLinear<T, I, O, W>: Samples<T, I, B, P> => Samples<T, O, B, P>);
