//! Trains a dense network of heap-held layers on a part of MNIST.

use autodiff_runtime::data::{BatchInputs, Dataset, MiniBatch};
use autodiff_runtime::init;
use autodiff_runtime::metrics::ConfusionMatrix;
use autodiff_runtime::nn::{Heap, Linear, Random, Relu, Samples, cross_entropy_first};
use autodiff_runtime::optim::Adam;
use autodiff_runtime::prelude::*;
use autodiff_runtime::schedule::Cosine;
use autodiff_runtime::train::Trainer;
use clap::Parser;
use examples::data::{self, CLASSES};
use examples::program;
use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

/// Train a 784-128-10 network on 8000 digits of MNIST, and test it on 2000 others.
#[derive(Parser, Debug)]
struct Options {
    #[command(flatten)]
    common: program::Common,
    /// Passes over the training images.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    epochs: u32,
}

/// The learning rate of the first step; it falls to zero along a cosine.
const LEARNING_RATE: f32 = 2e-3;

/// The share of images that are moved by a pixel.
const SHARE_MOVED: f64 = 0.5;

type Images = Samples<f32, 784, 32, Heap>;

/// The network. The first layer's 400 kB of weights are on the heap.
#[derive(Network, Clone, Debug)]
struct Mnist {
    hidden: Linear<f32, 784, 128, Heap>,
    relu: Relu,
    output: Linear<f32, 128, 10>,
}

/// The mean cross-entropy of the first images of a batch.
#[differentiate]
fn loss(network: &Mnist, #[constant] images: &Images, labels: &[usize; 32], active: usize) -> f32 {
    cross_entropy_first(&network.forward(images), labels, active)
}

fn main() -> ExitCode {
    let options = Options::parse();
    program::run(|| run(&options))
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let seed = options.common.seed;
    let digits = data::large::<f32>(&options.common.data(""))?;
    let out = options.common.out("mnist")?;
    let (training, testing) = (&digits.training, &digits.testing);
    println!("{} digits to train on, {} to test on, seed {seed}", training.len(), testing.len());

    let start = Instant::now();
    let mut network = Mnist::random(&mut init::seeded(seed));
    let steps = u64::from(options.epochs) * training.len().div_ceil(Images::SAMPLES) as u64;
    let history = Trainer::new(Adam::adamw(LEARNING_RATE))
        .epochs(options.epochs.into())
        .shuffled(seed)
        .schedule(Cosine::new(LEARNING_RATE, steps))
        .progress(program::bar())
        .fit(
            &mut network,
            training,
            |network, batch: &mut MiniBatch<Images, _>, gradient| {
                let number = (seed, batch.number);
                data::move_some(batch.inputs.samples_mut(), SHARE_MOVED, number);
                loss::accumulate_grad(
                    network,
                    &batch.inputs,
                    &batch.targets,
                    batch.active,
                    gradient,
                )
            },
            |network| {
                let accuracy = |part| confusion(network, part).accuracy().unwrap_or(0.0);
                [("training accuracy", accuracy(training)), ("test accuracy", accuracy(testing))]
            },
        )?;
    program::finish(&out, start, &history, &confusion(&network, testing), &network)
}

/// How often each digit is taken for each digit.
fn confusion(network: &Mnist, images: &Dataset<f32, 784, usize>) -> ConfusionMatrix<CLASSES> {
    let mut confusion = ConfusionMatrix::new();
    images.in_batches::<Images>(|batch| {
        confusion.record_scores(network.forward(&batch.inputs).samples(), batch.active_targets());
    });
    confusion
}
