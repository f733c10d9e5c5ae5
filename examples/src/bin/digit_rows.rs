//! Trains a recurrent network to read digits row by row.

use autodiff_runtime::data::{BatchInputs, Dataset, MiniBatch};
use autodiff_runtime::init;
use autodiff_runtime::metrics::ConfusionMatrix;
use autodiff_runtime::nn::{LastStep, Linear, Lstm, Random, Sequences, cross_entropy_first};
use autodiff_runtime::optim::Adam;
use autodiff_runtime::prelude::*;
use autodiff_runtime::schedule::Cosine;
use autodiff_runtime::train::{Clip, Trainer};
use clap::Parser;
use examples::data::{self, CLASSES};
use examples::program;
use std::error::Error;
use std::process::ExitCode;
use std::time::Instant;

/// Train a long short-term memory of 32 cells to read handwritten digits, a row of pixels a step.
#[derive(Parser, Debug)]
struct Options {
    #[command(flatten)]
    common: program::Common,
    /// Passes over the training images.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    epochs: u32,
}

/// The learning rate of the first step; it falls to zero along a cosine.
const LEARNING_RATE: f64 = 1e-2;
/// How fast the weights shrink, in multiples of the learning rate.
const WEIGHT_DECAY: f64 = 0.05;
/// The share of images that are moved by a pixel.
const SHARE_MOVED: f64 = 0.2;

type Batch = Sequences<f64, 8, 8, 32>;

/// The network: eight steps of eight pixels, of which the last state is read.
#[derive(Network, Clone, Debug)]
#[network(input = [8, 8])]
struct Digits {
    rows: Lstm<f64, 8, 32>,
    last: LastStep,
    output: Linear<f64, 32, 10>,
}

/// The mean cross-entropy of the first images of a batch.
#[differentiate]
fn loss(network: &Digits, #[constant] images: &Batch, labels: &[usize; 32], active: usize) -> f64 {
    cross_entropy_first(&network.forward(images), labels, active)
}

fn main() -> ExitCode {
    let options = Options::parse();
    program::run(|| run(&options))
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let seed = options.common.seed;
    let digits = data::small::<f64>(&options.common.data("digits.csv.gz"))?;
    let out = options.common.out("digit_rows")?;
    let (training, testing) = (&digits.training, &digits.testing);
    println!("{} digits to train on, {} to test on, seed {seed}", training.len(), testing.len());

    let start = Instant::now();
    let mut network = Digits::random(&mut init::seeded(seed));
    let steps = u64::from(options.epochs) * training.len().div_ceil(Batch::SAMPLES) as u64;
    let history = Trainer::new(Adam::new(LEARNING_RATE).decoupled_weight_decay(WEIGHT_DECAY))
        .clip(Clip::Norm(1.0))
        .epochs(options.epochs.into())
        .shuffled(seed)
        .schedule(Cosine::new(LEARNING_RATE, steps))
        .progress(program::bar())
        .fit(
            &mut network,
            training,
            |network, batch: &mut MiniBatch<Batch, _>, gradient| {
                let (images, _) = batch.inputs.as_mut_slice().as_chunks_mut::<64>();
                data::move_some(images, SHARE_MOVED, (seed, batch.number));
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
fn confusion(network: &Digits, images: &Dataset<f64, 64, usize>) -> ConfusionMatrix<CLASSES> {
    let mut confusion = ConfusionMatrix::new();
    images.in_batches::<Batch>(|batch| {
        confusion.record_scores(network.forward(&batch.inputs).samples(), batch.active_targets());
    });
    confusion
}
