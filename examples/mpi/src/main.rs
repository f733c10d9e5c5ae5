//! Trains the digits network on several processes that add up their gradients: see the README.

use autodiff_runtime::data::csv::{self, Format};
use autodiff_runtime::data::{Dataset, Order};
use autodiff_runtime::init;
use autodiff_runtime::metrics::ConfusionMatrix;
use autodiff_runtime::nn::{Linear, Name, Parameters, Random, Relu, Samples, cross_entropy_first};
use autodiff_runtime::optim::{Adam, Optimizer};
use autodiff_runtime::prelude::*;
use autodiff_runtime::save;
use autodiff_runtime::train::clear;
use autodiff_runtime::{ScalarSlice, ScalarSliceMut};
use clap::Parser;
use mpi::collective::SystemOperation;
use mpi::traits::{Communicator, CommunicatorCollectives};
use std::error::Error;
use std::path::{Path, PathBuf};

/// Train a 64-32-10 network to read handwritten digits, on all processes of an MPI program.
#[derive(Parser, Debug)]
struct Options {
    /// Seed of the initial weights and of the order of the images.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Passes over the training images.
    #[arg(long, default_value_t = 20)]
    epochs: u64,
    /// Where the network is written after every epoch.
    #[arg(long, default_value = "target/mpi-digits.safetensors")]
    out: PathBuf,
    /// A network of another run, to compare the weights with at the end.
    #[arg(long)]
    compare: Option<PathBuf>,
    /// The process of this rank dies after the epoch of `--die-after`: to see what becomes of the others.
    #[arg(long)]
    die: Option<i32>,
    /// See `--die`.
    #[arg(long, default_value_t = 1)]
    die_after: u64,
}

/// A step is four parts of eight images, however many processes share them.
const PARTS: usize = 4;
const PART: usize = 8;

type Images = Samples<f64, 64, PART>;

#[derive(Network, Clone, Debug)]
struct Digits {
    hidden: Linear<f64, 64, 32>,
    relu: Relu,
    output: Linear<f64, 32, 10>,
}

/// The mean cross-entropy of the first images of a part.
#[differentiate]
fn loss(
    network: &Digits,
    #[constant] images: &Images,
    labels: &[usize; PART],
    active: usize,
) -> f64 {
    cross_entropy_first(&network.forward(images), labels, active)
}

fn main() {
    let options = Options::parse();
    let universe = mpi::initialize().expect("MPI is started once");
    let world = universe.world();
    if let Err(error) = run(&options, &world) {
        eprintln!("process {} of {}: error: {error}", world.rank(), world.size());
        // The others would wait for it forever.
        world.abort(1);
    }
}

fn run(options: &Options, world: &impl CommunicatorCollectives) -> Result<(), Box<dyn Error>> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/digits.csv.gz");
    let digits: Dataset<f64, 64, usize> = csv::read_classes(data, Format::default())?;
    digits.check_classes(10)?;
    let (training, testing) = digits.map_inputs(|x| x / 16.0).split_at(1437);

    let mut network = Digits::random(&mut init::seeded(options.seed));
    let mut optimizer = Adam::new(1e-2);
    let mut batches = training.batches::<Images>(Order::Shuffled { seed: options.seed });
    let mut gradient = network.zero_tangent();
    let mut part = network.zero_tangent();
    for epoch in 0..options.epochs {
        batches.start_epoch(epoch);
        let mut total = 0.0;
        for first in (0..training.len()).step_by(PARTS * PART) {
            let samples = (training.len() - first).min(PARTS * PART);
            clear(&mut gradient);
            let mut sum = 0.0;
            for number in 0..PARTS {
                // Every process knows the order, and computes its share of it.
                if number as i32 % world.size() != world.rank() {
                    batches.skip(1);
                    continue;
                }
                let Some(batch) = batches.next_batch() else { continue };
                clear(&mut part);
                let (inputs, targets) = (&batch.inputs, &batch.targets);
                let mean = loss::accumulate_grad(&network, inputs, targets, batch.active, &mut part);
                let share = batch.active as f64 / samples as f64;
                part.scale(share);
                gradient.add_assign(&part);
                sum += share * mean;
            }
            total += all_reduce(world, &mut gradient, sum) * samples as f64;
            optimizer.step_model(&mut network, &gradient);
        }
        if world.rank() == 0 {
            save::to_file(&options.out, &network)?;
            println!("epoch {}: loss {:.4}", epoch + 1, total / training.len() as f64);
        }
        if options.die == Some(world.rank()) && epoch + 1 == options.die_after {
            // Not before the checkpoint of this epoch is there.
            world.barrier();
            std::process::abort();
        } else if options.die.is_some() && epoch + 1 == options.die_after {
            world.barrier();
        }
    }
    if world.rank() == 0 {
        report(options, &network, &testing)?;
    }
    Ok(())
}

/// Adds up the gradients of all processes, and their losses.
fn all_reduce(
    world: &impl CommunicatorCollectives,
    gradient: &mut DigitsTangent,
    loss: f64,
) -> f64 {
    let mut own = vec![loss];
    gradient.for_each_slice(&mut |slice| match slice {
        ScalarSlice::F64(slice) => own.extend(slice),
        _ => unreachable!("the network is in double precision"),
    });
    let mut sum = vec![0.0; own.len()];
    world.all_reduce_into(&own[..], &mut sum[..], SystemOperation::sum());
    let mut rest = &sum[1..];
    gradient.for_each_slice_mut(&mut |slice| match slice {
        ScalarSliceMut::F64(slice) => {
            let (own, others) = rest.split_at(slice.len());
            slice.copy_from_slice(own);
            rest = others;
        }
        _ => unreachable!("the network is in double precision"),
    });
    sum[0]
}

fn report(
    options: &Options,
    network: &Digits,
    testing: &Dataset<f64, 64, usize>,
) -> Result<(), Box<dyn Error>> {
    let mut confusion = ConfusionMatrix::<10>::new();
    testing.in_batches::<Images>(|batch| {
        confusion.record_scores(network.forward(&batch.inputs).samples(), batch.active_targets());
    });
    println!("test accuracy {:.3}", confusion.accuracy().unwrap_or(0.0));
    if let Some(path) = &options.compare {
        let mut other = network.clone();
        save::from_file(path, &mut other)?;
        let numbers = |network: &Digits| {
            let mut all: Vec<f64> = Vec::new();
            network.visit(Name::ROOT, &mut |_, numbers| all.extend(numbers));
            all
        };
        let pairs = numbers(network).into_iter().zip(numbers(&other));
        let largest = pairs.map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        println!("largest difference to {}: {largest:.1e}", path.display());
        if largest > 1e-12 {
            return Err("the weights differ by more than 1e-12".into());
        }
    }
    Ok(())
}
