//! A network with one hidden layer, its shapes in its types, and its loss.

use autodiff_runtime::prelude::*;
use nalgebra::{SMatrix, SVector};
use rand::{Rng, RngExt};

/// Pixels of an image.
pub const PIXELS: usize = 64;
/// Neurons between the images and the answers.
pub const HIDDEN: usize = 32;
/// Answers: the digits.
pub const CLASSES: usize = 10;

/// A dense layer from `I` inputs to `O` outputs.
#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Dense<const I: usize, const O: usize> {
    /// How much of each input goes into each output.
    pub weight: SMatrix<f64, O, I>,
    /// What is added to each output.
    pub bias: SVector<f64, O>,
}

impl<const I: usize, const O: usize> Dense<I, O> {
    /// A random layer after He et al. (2015): weights of variance `2 / I`, uniform; biases of zero.
    pub fn random(random: &mut impl Rng) -> Self {
        let bound = (6.0 / I as f64).sqrt();
        Self {
            weight: SMatrix::from_fn(|_, _| random.random_range(-bound..bound)),
            bias: SVector::zeros(),
        }
    }
}

#[differentiate]
impl<const I: usize, const O: usize> Dense<I, O> {
    /// The outputs for a batch of inputs, one a column.
    pub fn forward<const B: usize>(&self, inputs: &SMatrix<f64, I, B>) -> SMatrix<f64, O, B> {
        let mut outputs = self.weight * inputs;
        for b in 0..B {
            for o in 0..O {
                outputs[(o, b)] += self.bias[o];
            }
        }
        outputs
    }
}

/// The network: two layers and a rectifier between them.
#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Network {
    /// From the pixels to the hidden neurons.
    pub hidden: Dense<PIXELS, HIDDEN>,
    /// From the hidden neurons to the answers.
    pub output: Dense<HIDDEN, CLASSES>,
}

impl Network {
    /// A random network.
    pub fn random(random: &mut impl Rng) -> Self {
        Self { hidden: Dense::random(random), output: Dense::random(random) }
    }

    /// The parameters beside their gradients, in runs.
    pub fn parameters<'a>(
        &'a mut self,
        gradient: &'a NetworkTangent,
    ) -> [(&'a mut [f64], &'a [f64]); 4] {
        [
            (self.hidden.weight.as_mut_slice(), gradient.hidden.weight.as_slice()),
            (self.hidden.bias.as_mut_slice(), gradient.hidden.bias.as_slice()),
            (self.output.weight.as_mut_slice(), gradient.output.weight.as_slice()),
            (self.output.bias.as_mut_slice(), gradient.output.bias.as_slice()),
        ]
    }

    /// The likeliest digit on an image.
    pub fn predict(&self, image: &SVector<f64, PIXELS>) -> usize {
        self.scores(image).column(0).imax()
    }
}

#[differentiate]
impl Network {
    /// A score of every digit for each image of a batch.
    pub fn scores<const B: usize>(
        &self,
        images: &SMatrix<f64, PIXELS, B>,
    ) -> SMatrix<f64, CLASSES, B> {
        let hidden = self.hidden.forward(images).map(|x| if x > 0.0 { x } else { 0.0 });
        self.output.forward(&hidden)
    }
}

/// The mean cross-entropy between the labels of a batch and the softmax of the scores.
#[differentiate]
pub fn cross_entropy<const B: usize>(
    network: &Network,
    #[constant] images: &SMatrix<f64, PIXELS, B>,
    #[constant] labels: &[usize; B],
) -> f64 {
    let scores = network.scores(images);
    let mut total = 0.0;
    for b in 0..B {
        let mut largest = scores[(0, b)];
        for class in 1..CLASSES {
            largest = largest.max(scores[(class, b)]);
        }
        let mut sum = 0.0;
        for class in 0..CLASSES {
            sum += (scores[(class, b)] - largest).exp();
        }
        total += largest + sum.ln() - scores[(labels[b], b)];
    }
    total / B as f64
}
