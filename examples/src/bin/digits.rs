//! Trains a network to read handwritten digits, with a gradient that `#[differentiate]` wrote.

use clap::Parser;
use examples::network::{Network, cross_entropy};
use examples::training::{self, BATCH, Epoch, Progress};
use examples::{charts, data, gradient_check};
use indicatif::{ProgressBar, ProgressStyle};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

/// Train a 64-32-10 network to read handwritten digits.
#[derive(Parser, Debug)]
struct Options {
    /// Seed of the initial weights and of the order of the images.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Passes over the training images.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    epochs: u32,
    /// Directory for the learning curves and the confusion matrix.
    #[arg(long, default_value = "target/digits")]
    out: PathBuf,
    /// The digits, if not those that come with the examples.
    #[arg(long)]
    data: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: &Options) -> Result<(), Box<dyn Error>> {
    let path = options.data.clone().unwrap_or_else(data::default_path);
    let (training, testing) = data::load(&path)?;
    std::fs::create_dir_all(&options.out)
        .map_err(|e| format!("cannot make the directory `{}`: {e}", options.out.display()))?;
    println!(
        "{} digits to train on, {} to test on, seed {}",
        training.len(),
        testing.len(),
        options.seed
    );

    let mut random = ChaCha8Rng::seed_from_u64(options.seed);
    let mut network = Network::random(&mut random);
    let (images, labels) = training.batch::<BATCH>(&core::array::from_fn(|i| i));
    let gradient = cross_entropy::grad(&network, &images, &labels);
    let deviation = gradient_check::compare(&network, &gradient, |network| {
        cross_entropy(network, &images, &labels)
    });
    println!(
        "gradient against central differences: {} entries, largest relative error {:.1e}",
        deviation.entries, deviation.largest
    );

    let start = Instant::now();
    let epochs = options.epochs as usize;
    let bar = Bar::new(epochs * training::batches_in(&training))?;
    let history = training::train(&mut network, (&training, &testing), epochs, &mut random, bar);
    let seconds = start.elapsed().as_secs_f64();

    let curves = options.out.join("learning_curves.svg");
    charts::learning_curves(&curves, &history)?;
    let confusion = options.out.join("confusion_matrix.svg");
    charts::confusion_matrix(&confusion, &training::confusion(&network, &testing))?;
    if let Some(last) = history.last() {
        println!(
            "after {epochs} epochs in {seconds:.1} s: loss {:.4}, training accuracy {:.3}, test accuracy {:.3}",
            last.loss, last.training, last.testing
        );
    }
    println!("wrote {} and {}", curves.display(), confusion.display());
    Ok(())
}

/// The progress on the terminal.
struct Bar {
    bar: ProgressBar,
    accuracy: f64,
}

impl Bar {
    fn new(steps: usize) -> Result<Self, Box<dyn Error>> {
        let style = ProgressStyle::with_template("{elapsed:>4} [{bar:32}] {percent:>3} % {msg}")?;
        let bar = ProgressBar::new(steps as u64).with_style(style.progress_chars("=> "));
        Ok(Self { bar, accuracy: 0.0 })
    }
}

impl Progress for Bar {
    fn batch(&mut self, loss: f64) {
        self.bar.inc(1);
        self.bar.set_message(format!("loss {loss:.4}, test accuracy {:.3}", self.accuracy));
    }

    fn epoch(&mut self, epoch: Epoch) {
        self.accuracy = epoch.testing;
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish();
    }
}
