//! Dropout, and its random numbers.

use autodiff_macros::{differentiate, Differentiable};

use super::batch::Batch;
use super::chained::runs;
use super::layer::{parameterless, Mode};
use crate::real::Real;

/// In training, sets each number to 0 with a probability `p` and divides the others by `1 - p`; in use, changes
/// nothing (Srivastava et al. 2014).
///
/// Which numbers are dropped is a function of the seed, the number of the training step
/// ([`train`](super::Parameters::train)) and the layer's place in the network, so that a training that is taken
/// up again drops the same. The generator is [SplitMix64](split_mix), the same on every machine.
///
/// ```
/// use autodiff_runtime::nn::{Dropout, Parameters, Samples};
///
/// let mut layer = Dropout::new(0.5, 1);
/// let x = Samples::<f64, 100, 1>::filled(1.0);
/// assert_eq!(layer.forward(&x), x);
/// Parameters::<f64>::train(&mut layer, 0);
/// let y = layer.forward(&x);
/// assert!(y[0].iter().all(|y| *y == 0.0 || *y == 2.0));
/// assert!((30..70).contains(&y[0].iter().filter(|y| **y == 0.0).count()));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
pub struct Dropout {
    /// The probability of 0.
    #[constant]
    pub probability: f64,
    /// Where the random numbers start.
    #[constant]
    pub seed: u64,
    #[constant]
    mode: Mode,
    #[constant]
    position: u64,
}

impl Dropout {
    /// A layer that drops with a probability.
    ///
    /// # Panics
    ///
    /// If it is no probability.
    #[must_use]
    pub fn new(probability: f64, seed: u64) -> Self {
        assert!((0.0..=1.0).contains(&probability), "{probability} is no probability");
        Self { probability, seed, mode: Mode::Evaluation, position: 0 }
    }

    /// The factor of each number in this step: none in use.
    fn factors<T: Real>(&self) -> Option<impl Fn(usize) -> T + use<T>> {
        let Mode::Training { step } = self.mode else { return None };
        let start = split_mix(split_mix(split_mix(self.seed) ^ self.position) ^ step);
        // A random number below the threshold is dropped.
        let threshold = (self.probability * (1_u64 << 53) as f64) as u64;
        let kept = if self.probability < 1.0 { 1.0 / (1.0 - self.probability) } else { 0.0 };
        let kept = T::lit(kept);
        Some(move |index: usize| {
            let random = split_mix(start.wrapping_add(index as u64)) >> 11;
            if random < threshold {
                T::zero()
            } else {
                kept
            }
        })
    }
}

/// PyTorch's probability, 1/2, and seed 0.
impl Default for Dropout {
    fn default() -> Self {
        Self::new(0.5, 0)
    }
}

#[differentiate]
impl Dropout {
    /// The batch, thinned out in training.
    pub fn forward<X: Batch>(&self, x: &X) -> X {
        masked(self, x)
    }
}

/// A product with a constant mask, which is made again where it is needed.
#[differentiate(vjp = masked_vjp, jvp = masked_jvp)]
fn masked<X: Batch>(#[constant] layer: &Dropout, x: &X) -> X {
    let mut y = x.clone();
    if let Some(factor) = layer.factors::<X::Scalar>() {
        y.as_mut_slice().iter_mut().enumerate().for_each(|(index, y)| *y *= factor(index));
    }
    y
}

fn masked_vjp<X: Batch>(layer: &Dropout, _x: &X, seed: X, adjoint: &mut X) {
    if !adjoint.is_discarded() {
        adjoint.add_assign(&masked(layer, &seed));
    }
}

fn masked_jvp<X: Batch>(layer: &Dropout, x: &X, dx: &X) -> (X, X) {
    (masked(layer, x), masked(layer, dx))
}

/// SplitMix64 (Steele, Lea and Flood 2014): the random number of a state.
///
/// ```
/// use autodiff_runtime::nn::split_mix;
///
/// assert_eq!(split_mix(0), 0xe220_a839_7b1d_cdaf);
/// ```
#[must_use]
pub const fn split_mix(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

parameterless!([] Dropout[] mode(this, mode, position) {
    this.mode = mode;
    this.position = position;
});

runs!([X: Batch] Dropout: X => X);
