//! Normalization of each feature over the batch.

use core::fmt;
use core::sync::atomic::{AtomicU64, Ordering};

use autodiff_macros::{differentiate, Differentiable};

use crate::accumulate::stop_gradient;
use crate::nn::batch::Samples;
use crate::nn::chained::runs;
use crate::nn::each::{each, sample_map};
use crate::nn::layer::{layer, Mode};
use crate::nn::place::Place;
use crate::real::Real;

/// `y = (x - mean) / √(variance + eps) · weight + bias` for each feature, with the statistics of the batch in training
/// and the running ones in use (Ioffe and Szegedy 2015).
///
/// As PyTorch's `BatchNorm1d`: `eps` is 1e-5 and `momentum` 0.1 (Keras 1e-3 and, counted the other way, 0.99). The batch is normalized by
/// its biased variance; the running statistics move to `(1 - momentum) running + momentum batch`, with
/// the unbiased one. That is done when the mode is set next, by [`train`](crate::nn::Parameters::train) or
/// [`evaluate`](crate::nn::Parameters::evaluate): the last batch that went through the layer in training counts.
///
/// # Panics
///
/// In training, if the batch has less than two samples.
///
/// ```
/// use autodiff_runtime::nn::{BatchNorm1d, Parameters, Samples};
///
/// let mut layer = BatchNorm1d::<f64, 1>::default();
/// let x = Samples::<f64, 1, 2>::from([[1.0], [3.0]]);
/// Parameters::<f64>::train(&mut layer, 0);
/// let y = layer.forward(&x);
/// assert!((y[1][0] - 1.0).abs() < 1e-5);
/// Parameters::<f64>::evaluate(&mut layer);
/// assert_eq!(layer.running_mean, [0.2]);
/// assert!((layer.running_var[0] - (0.9 + 0.1 * 2.0)).abs() < 1e-15);
/// ```
#[derive(Clone, Debug, Differentiable)]
pub struct BatchNorm1d<T: Real, const F: usize> {
    /// The factor of each feature.
    pub weight: [T; F],
    /// What is added to each feature.
    pub bias: [T; F],
    /// The running means.
    #[constant]
    pub running_mean: [T; F],
    /// The running variances, unbiased.
    #[constant]
    pub running_var: [T; F],
    /// How many batches they have seen.
    #[constant]
    pub num_batches_tracked: T,
    /// What is added to the variance.
    #[constant]
    pub eps: f64,
    /// How much a batch counts in the running statistics.
    #[constant]
    pub momentum: f64,
    #[constant]
    training: bool,
    #[constant]
    seen: Seen<F>,
}

impl<T: Real, const F: usize> Default for BatchNorm1d<T, F> {
    fn default() -> Self {
        Self {
            weight: [T::one(); F],
            bias: [T::zero(); F],
            running_mean: [T::zero(); F],
            running_var: [T::one(); F],
            num_batches_tracked: T::zero(),
            eps: 1e-5,
            momentum: 0.1,
            training: false,
            seen: Seen::default(),
        }
    }
}

impl<T: Real, const F: usize> BatchNorm1d<T, F> {
    fn set_mode(&mut self, mode: Mode) {
        self.training = mode.is_training();
        let momentum = T::lit(self.momentum);
        if let Some((means, variances)) = self.seen.take() {
            for f in 0..F {
                let (mean, variance) = (T::lit(means[f]), T::lit(variances[f]));
                self.running_mean[f] += momentum * (mean - self.running_mean[f]);
                self.running_var[f] += momentum * (variance - self.running_var[f]);
            }
            self.num_batches_tracked += T::one();
        }
    }
}

/// The means and unbiased variances of the last batch in training, which a shared layer writes down. They have no derivative,
/// and writing them again changes nothing.
struct Seen<const F: usize> {
    /// The bits of numbers in double precision.
    means: [AtomicU64; F],
    variances: [AtomicU64; F],
    /// 1 if there is a batch.
    batches: AtomicU64,
}

impl<const F: usize> Seen<F> {
    fn write<T: Real>(&self, means: &[T; F], variances: &[T; F]) {
        for f in 0..F {
            self.means[f].store(means[f].to_f64().to_bits(), Ordering::Relaxed);
            self.variances[f].store(variances[f].to_f64().to_bits(), Ordering::Relaxed);
        }
        self.batches.store(1, Ordering::Relaxed);
    }

    fn read(&self) -> ([f64; F], [f64; F]) {
        let read = |all: &[AtomicU64; F]| {
            all.each_ref().map(|bits| f64::from_bits(bits.load(Ordering::Relaxed)))
        };
        (read(&self.means), read(&self.variances))
    }

    fn take(&mut self) -> Option<([f64; F], [f64; F])> {
        (core::mem::take(self.batches.get_mut()) == 1).then(|| self.read())
    }
}

impl<const F: usize> Default for Seen<F> {
    fn default() -> Self {
        let zeros = || core::array::from_fn(|_| AtomicU64::new(0));
        Self { means: zeros(), variances: zeros(), batches: AtomicU64::new(0) }
    }
}

impl<const F: usize> Clone for Seen<F> {
    fn clone(&self) -> Self {
        let copy = Self::default();
        let (means, variances) = self.read();
        if self.batches.load(Ordering::Relaxed) == 1 {
            copy.write(&means, &variances);
        }
        copy
    }
}

impl<const F: usize> fmt::Debug for Seen<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seen").finish_non_exhaustive()
    }
}

#[differentiate]
impl<T: Real, const F: usize> BatchNorm1d<T, F> {
    /// The normalized batch.
    pub fn forward<const B: usize, P: Place>(
        &self,
        x: &Samples<T, F, B, P>,
    ) -> Samples<T, F, B, P> {
        let mut mean = self.running_mean;
        let mut variance = self.running_var;
        if self.training {
            assert!(B > 1, "batch normalization in training needs two samples or more");
            mean = means(x);
            variance = variances(x, &mean);
            record(stop_gradient(self), stop_gradient(&mean), stop_gradient(&variance), B);
        }
        let mut scale = [T::zero(); F];
        for f in 0..F {
            scale[f] = self.weight[f] / (variance[f] + T::lit(stop_gradient(self.eps))).sqrt();
        }
        each(&Standardization { mean, scale, shift: self.bias }, x)
    }
}

/// `(x - mean) scale + shift` of each feature.
#[derive(Clone, Copy, Differentiable)]
struct Standardization<T: Real, const F: usize> {
    mean: [T; F],
    scale: [T; F],
    shift: [T; F],
}

#[differentiate]
impl<T: Real, const F: usize> Standardization<T, F> {
    fn of_sample(&self, x: &[T; F]) -> [T; F] {
        let mut y = [T::zero(); F];
        for f in 0..F {
            y[f] = (x[f] - self.mean[f]) * self.scale[f] + self.shift[f];
        }
        y
    }
}

sample_map!([const F: usize] Standardization<T, F>, [T; F] => [T; F]);

#[differentiate]
fn means<T: Real, const F: usize, const B: usize, P: Place>(x: &Samples<T, F, B, P>) -> [T; F] {
    let mut mean = [T::zero(); F];
    for b in 0..B {
        for f in 0..F {
            mean[f] += x[b][f];
        }
    }
    for f in 0..F {
        mean[f] /= T::lit(B as f64);
    }
    mean
}

/// The biased ones.
#[differentiate]
fn variances<T: Real, const F: usize, const B: usize, P: Place>(
    x: &Samples<T, F, B, P>,
    mean: &[T; F],
) -> [T; F] {
    let mut variance = [T::zero(); F];
    for b in 0..B {
        for f in 0..F {
            variance[f] += (x[b][f] - mean[f]) * (x[b][f] - mean[f]);
        }
    }
    for f in 0..F {
        variance[f] /= T::lit(B as f64);
    }
    variance
}

fn record<T: Real, const F: usize>(
    layer: &BatchNorm1d<T, F>,
    mean: &[T; F],
    variance: &[T; F],
    batch: usize,
) {
    let unbiased = T::lit(batch as f64 / (batch as f64 - 1.0));
    layer.seen.write(mean, &variance.map(|variance| variance * unbiased));
}

layer! {
    [const F: usize] BatchNorm1d[F] {
        weight: Scale [F];
        bias: Shift [F];
    }
    buffers {
        running_mean: Buffer [F];
        running_var: Buffer [F];
        num_batches_tracked: Counter [];
    }
    mode(this, mode, _position) { BatchNorm1d::set_mode(this, mode); }
    random(_rng) { Self::default() }
}

runs!([T: Real, const F: usize, const B: usize, P: Place]
    BatchNorm1d<T, F>: Samples<T, F, B, P> => Samples<T, F, B, P>);
