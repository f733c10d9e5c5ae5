//! What becomes of a signal in a deep stack of layers, forward and backward.

use autodiff_runtime::analysis::Spread;
use autodiff_runtime::init::{Normal, seeded};
use autodiff_runtime::prelude::*;
use nalgebra::DMatrix;

/// Units of a layer.
pub const UNITS: usize = 256;
/// Layers.
pub const LAYERS: usize = 50;
const SAMPLES: usize = 48;

/// What stands behind a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Linear,
    /// The hyperbolic tangent.
    Tanh,
    /// The rectifier.
    Relu,
}

// region: S1-31 S1-33 S1-34 S1-35 S1-36 S1-38 S2-4
#[differentiate]
fn linear(x: &DMatrix<f64>, w: &DMatrix<f64>) -> DMatrix<f64> {
    w * x
}

#[differentiate]
fn tanh(x: &DMatrix<f64>, w: &DMatrix<f64>) -> DMatrix<f64> {
    (w * x).map(|z| z.tanh())
}

#[differentiate]
fn relu(x: &DMatrix<f64>, w: &DMatrix<f64>) -> DMatrix<f64> {
    (w * x).map(|z| if z > 0.0 { z } else { 0.0 })
}

/// A stack of layers of fresh normal weights of mean 0 and variance 1, to be scaled.
pub struct Stack {
    weights: Vec<DMatrix<f64>>,
    input: DMatrix<f64>,
    /// What comes in from behind.
    seed: DMatrix<f64>,
}

impl Stack {
    /// The weights of a seed.
    pub fn new(seed: u64) -> Self {
        let mut rng = seeded(seed);
        let mut normal = |rows: usize, columns: usize| {
            let mut matrix = DMatrix::zeros(rows, columns);
            Normal::default().fill_slice(matrix.as_mut_slice(), &mut rng);
            matrix
        };
        let weights = (0..LAYERS).map(|_| normal(UNITS, UNITS)).collect();
        Self { weights, input: normal(UNITS, SAMPLES), seed: normal(UNITS, SAMPLES) }
    }

    /// The signal after each of the first layers, with weights of a standard deviation.
    pub fn forward(&self, kind: Kind, deviation: f64, layers: usize) -> Vec<DMatrix<f64>> {
        let mut signals: Vec<DMatrix<f64>> = Vec::with_capacity(layers);
        for weight in &self.weights[..layers] {
            let x = signals.last().unwrap_or(&self.input);
            let w = weight * deviation;
            signals.push(match kind {
                Kind::Linear => linear(x, &w),
                Kind::Tanh => tanh(x, &w),
                Kind::Relu => relu(x, &w),
            });
        }
        signals
    }

    /// How the signal is spread after each layer.
    pub fn spreads(&self, kind: Kind, deviation: f64) -> Vec<Spread> {
        let signals = self.forward(kind, deviation, LAYERS);
        signals.iter().map(|signal| Spread::of(signal.as_slice())).collect()
    }

    /// The root mean square of the gradient in front of each layer, of a random gradient of size 1 at the end.
    pub fn backward(&self, kind: Kind, deviation: f64, layers: usize) -> Vec<f64> {
        let signals = self.forward(kind, deviation, layers);
        let mut gradient = self.seed.clone();
        let mut sizes = vec![0.0; layers];
        for layer in (0..layers).rev() {
            let x = if layer == 0 { &self.input } else { &signals[layer - 1] };
            let w = &self.weights[layer] * deviation;
            gradient = match kind {
                Kind::Linear => linear::vjp(x, &w, gradient).1.0,
                Kind::Tanh => tanh::vjp(x, &w, gradient).1.0,
                Kind::Relu => relu::vjp(x, &w, gradient).1.0,
            };
            sizes[layer] = Spread::of(gradient.as_slice()).root_mean_square;
        }
        sizes
    }
}
// end region
