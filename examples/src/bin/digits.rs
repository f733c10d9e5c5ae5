//! Trains a network to read handwritten digits, with a gradient that `#[differentiate]` wrote.

use autodiff_runtime::data::{Dataset, MiniBatch};
use autodiff_runtime::init;
use autodiff_runtime::metrics::ConfusionMatrix;
use autodiff_runtime::nn::{Linear, Random, Relu, Samples, cross_entropy_first};
use autodiff_runtime::optim::Adam;
use autodiff_runtime::prelude::*;
use autodiff_runtime::save;
use autodiff_runtime::schedule::Cosine;
use autodiff_runtime::train::Trainer;
use clap::Parser;
use examples::data::{self, CLASSES};
use examples::{gradient_check, program};
use std::error::Error;
use std::fs;
use std::process::ExitCode;
use std::time::Instant;

/// Train a 64-32-10 network to read handwritten digits.
#[derive(Parser, Debug)]
struct Options {
    #[command(flatten)]
    common: program::Common,
    /// Passes over the training images.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    epochs: u32,
}

/// Images in a batch.
const BATCH: usize = 32;
/// The learning rate of the first step; it falls to zero along a cosine.
const LEARNING_RATE: f64 = 1e-2;
/// How fast the weights shrink, in multiples of the learning rate.
const WEIGHT_DECAY: f64 = 0.05;
/// The share of images that are moved by a pixel.
const SHARE_MOVED: f64 = 0.2;

type Images = Samples<f64, 64, BATCH>;

/// The network: its shapes are types, its fields run in their order.
#[derive(Network, Clone, Debug)]
struct Digits {
    hidden: Linear<f64, 64, 32>,
    relu: Relu,
    output: Linear<f64, 32, 10>,
}

/// The mean cross-entropy of the first images of a batch.
#[differentiate]
fn loss(
    network: &Digits,
    #[constant] images: &Images,
    labels: &[usize; BATCH],
    active: usize,
) -> f64 {
    cross_entropy_first(&network.forward(images), labels, active)
}

fn main() -> ExitCode {
    let options = Options::parse();
    program::run(|| run(&options))
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let seed = options.common.seed;
    let digits = data::small::<f64>(&options.common.data("digits.csv.gz"))?;
    let out = options.common.out("digits")?;
    let (training, testing) = (&digits.training, &digits.testing);
    println!("{} digits to train on, {} to test on, seed {seed}", training.len(), testing.len());

    let mut network = Digits::random(&mut init::seeded(seed));
    check_gradient(&network, training);

    let start = Instant::now();
    let steps = u64::from(options.epochs) * training.len().div_ceil(BATCH) as u64;
    let history = Trainer::new(Adam::new(LEARNING_RATE).decoupled_weight_decay(WEIGHT_DECAY))
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

    // For programs without files: see `tests/no-std`.
    fs::write(out.join("network.rs"), save::to_rust(&network)?)?;
    program::finish(&out, start, &history, &confusion(&network, testing), &network)
}

/// Compares the generated gradient with central differences, entry by entry.
fn check_gradient(network: &Digits, training: &Dataset<f64, 64, usize>) {
    let mut batches = training.batches::<Images>(autodiff_runtime::data::Order::Sequential);
    let Some(MiniBatch { inputs, targets, active, .. }) = batches.next_batch() else { return };
    let gradient = loss::grad(network, inputs, targets, *active);
    let deviation =
        gradient_check::compare(network, &gradient, |net| loss(net, inputs, targets, *active));
    println!(
        "gradient against central differences: {} entries, largest relative error {:.1e}",
        deviation.entries, deviation.largest
    );
}

/// How often each digit is taken for each digit.
fn confusion(network: &Digits, images: &Dataset<f64, 64, usize>) -> ConfusionMatrix<CLASSES> {
    let mut confusion = ConfusionMatrix::new();
    images.in_batches::<Images>(|batch| {
        confusion.record_scores(network.forward(&batch.inputs).samples(), batch.active_targets());
    });
    confusion
}
