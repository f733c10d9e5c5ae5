//! The trainer: no sample is lost, runs go on from files to the same bits, cores change nothing, and what goes wrong is named.

use autodiff_runtime::data::{Dataset, MiniBatch, Order, Remainder};
use autodiff_runtime::nn::{BatchNorm1d, Linear, Random, Samples, Tanh};
use autodiff_runtime::optim::{clip, Adam, EarlyStopping, Ema, Goal, Optimizer, Sgd};
use autodiff_runtime::prelude::*;
use autodiff_runtime::save;
use autodiff_runtime::schedule::ReduceOnPlateau;
use autodiff_runtime::train::{clear, Clip, History, TrainError, Trainer};
use std::cell::Cell;
use std::path::{Path, PathBuf};

#[derive(Network, Clone, Debug, PartialEq)]
struct Net {
    hidden: Linear<f64, 2, 8>,
    tanh: Tanh,
    output: Linear<f64, 8, 1>,
}

type Inputs<const B: usize> = Samples<f64, 2, B>;

/// The mean squared error of the first samples of a batch.
#[differentiate]
fn loss<const B: usize>(
    net: &Net,
    #[constant] x: &Samples<f64, 2, B>,
    #[constant] y: &[f64; B],
    active: usize,
) -> f64 {
    let predicted = net.forward(x);
    let mut sum = 0.0;
    for b in 0..active {
        sum += (predicted[b][0] - y[b]).powi(2);
    }
    sum / active as f64
}

fn gradient<const B: usize>(
    net: &Net,
    batch: &mut MiniBatch<Inputs<B>, f64>,
    gradient: &mut NetTangent,
) -> f64 {
    loss::accumulate_grad(net, &batch.inputs, &batch.targets, batch.active, gradient)
}

fn net(seed: u64) -> Net {
    Net::random(&mut autodiff_runtime::init::seeded(seed))
}

/// Samples of a saddle.
fn saddle(count: usize) -> Dataset<f64, 2, f64> {
    let mut dataset = Dataset::new();
    for i in 0..count {
        let (a, b) = ((0.7 * i as f64).sin(), (1.1 * i as f64).cos());
        dataset.push(&[a, b], a * b);
    }
    dataset
}

fn nothing(_: &Net) -> [(&'static str, f64); 0] {
    []
}

fn scratch(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("training").join(name);
    let _ = std::fs::remove_dir_all(&directory);
    std::fs::create_dir_all(&directory).expect("a writable directory");
    directory
}

fn bytes(net: &Net) -> Vec<u8> {
    save::to_bytes(net).expect("four tensors")
}

#[test]
fn a_step_of_masked_batches_is_the_mean_over_all_samples() {
    let samples = saddle(10);
    let mut parts = net(1);
    // Batches of 4, 4 and 2.
    Trainer::<Inputs<4>, _>::new(Sgd::new(0.1))
        .epochs(1)
        .in_order()
        .batches_per_step(3)
        .fit(&mut parts, &samples, gradient, nothing)
        .expect("trains");
    let mut whole = net(1);
    let history = Trainer::<Inputs<10>, _>::new(Sgd::new(0.1))
        .epochs(1)
        .in_order()
        .fit(&mut whole, &samples, gradient, nothing)
        .expect("trains");
    for (a, b) in whole.hidden.weight.as_slice().iter().zip(parts.hidden.weight.as_slice()) {
        assert!((a - b).abs() < 1e-15);
    }
    assert_ne!(whole, net(1));
    assert_eq!(history.len(), 1);
}

/// A trainer of everything that must go on.
fn resumable(directory: &Path, epochs: u64) -> Trainer<'static, Inputs<4>, Adam<f64>> {
    Trainer::new(Adam::new(0.01))
        .epochs(epochs)
        .shuffled(3)
        .clip(Clip::Norm(0.3))
        .schedule(|step: u64| 0.01 / (1.0 + step as f64 / 50.0))
        .checkpoint(directory.join("run.checkpoint"), 2)
        .resume()
}

fn train(directory: &Path, epochs: u64) -> (Net, History) {
    // A run that goes on starts from any weights.
    let mut model = net(if directory.join("run.checkpoint").exists() { 9 } else { 1 });
    let history = resumable(directory, epochs)
        .fit(&mut model, &saddle(11), gradient, |net| [("slope", net.output.bias[0])])
        .expect("trains");
    (model, history)
}

#[test]
fn training_goes_on_to_the_same_bits() {
    let whole = train(&scratch("whole"), 7);
    let broken = scratch("broken");
    train(&broken, 3);
    train(&broken, 4);
    let parts = train(&broken, 7);
    assert_eq!(bytes(&parts.0), bytes(&whole.0));
    assert_eq!(parts.1, whole.1);
    assert_eq!(whole.1.names(), ["loss", "learning rate", "gradient norm", "slope"]);
    assert_eq!(whole.1.len(), 7);
    // Once more there is nothing to do.
    assert_eq!(train(&broken, 7), parts);
}

/// The mean of the weights is measured, saved as the best, and left in the model; training goes on beside it, from a
/// checkpoint to the same bits.
#[test]
fn the_mean_of_the_weights_is_what_remains() {
    let run = |directory: &Path, epochs: u64| {
        let mut model = net(1);
        let mut measured = Vec::new();
        let mut trainer = resumable(directory, epochs).average(Ema::new(0.8).warm_up());
        let history = trainer
            .fit(&mut model, &saddle(11), gradient, |net| {
                measured.push(net.clone());
                [("slope", net.output.bias[0])]
            })
            .expect("trains");
        (model, history, measured)
    };
    let (whole, history, measured) = run(&scratch("mean"), 4);
    assert_eq!(measured.last(), Some(&whole));
    // By hand: the same steps, and a mean beside them.
    let (mut own, mut average) = (net(1), Ema::new(0.8).warm_up());
    let mut optimizer = Adam::new(0.01);
    let (mut slopes, samples) = (own.zero_tangent(), saddle(11));
    let mut batches = samples.batches::<Inputs<4>>(Order::Shuffled { seed: 3 });
    let mut step = 0_u64;
    for epoch in 0..4 {
        batches.start_epoch(epoch);
        while let Some(batch) = batches.next_batch() {
            clear(&mut slopes);
            gradient(&own, batch, &mut slopes);
            clip::by_global_norm(&mut slopes, 0.3).expect("finite");
            optimizer.set_learning_rate(0.01 / (1.0 + step as f64 / 50.0));
            optimizer.step_model(&mut own, &slopes);
            average.update_model(&own);
            step += 1;
        }
    }
    average.apply_to(&mut own);
    assert_eq!(bytes(&own), bytes(&whole));
    let broken = scratch("broken mean");
    run(&broken, 2);
    let parts = run(&broken, 4);
    assert_eq!((bytes(&parts.0), parts.1), (bytes(&whole), history));
}

#[test]
fn a_damaged_checkpoint_leaves_all_as_it_was() {
    let directory = scratch("damaged");
    train(&directory, 2);
    let path = directory.join("run.checkpoint");
    let good = std::fs::read(&path).expect("a checkpoint");
    let fails = |damaged: &[u8]| -> TrainError {
        std::fs::write(&path, damaged).expect("writable");
        let mut model = net(5);
        let mut trainer = resumable(&directory, 9);
        let error = trainer.fit(&mut model, &saddle(11), gradient, nothing).expect_err("damaged");
        assert_eq!(model, net(5));
        assert_eq!(trainer.optimizer(), &Adam::new(0.01));
        error
    };
    for length in [0, 7, 100, good.len() / 2, good.len() - 1] {
        let error = fails(&good[..length]);
        assert!(matches!(error, TrainError::Load(_)), "{error}");
    }
    let replaced = |from: &str, to: &str| {
        let head = String::from_utf8_lossy(&good).find(from).expect("it is there");
        let mut bytes = good.clone();
        bytes[head..head + to.len()].copy_from_slice(to.as_bytes());
        bytes
    };
    let error = fails(&replaced("model.output.bias", "model.output.bios")).to_string();
    assert!(
        error.ends_with("tensor `model.output.bias` of shape [1] is not in the file"),
        "{error}"
    );
    let error = fails(&bytes(&net(1))).to_string();
    assert!(error.ends_with("it is a model, not a checkpoint of training"), "{error}");

    // Another optimizer cannot go on.
    std::fs::write(&path, &good).expect("writable");
    let mut model = net(5);
    let mut trainer = Trainer::<Inputs<4>, _>::new(Sgd::new(0.1)).checkpoint(&path, 1).resume();
    let error = trainer.fit(&mut model, &saddle(11), gradient, nothing).expect_err("of Adam");
    assert!(matches!(error, TrainError::State(_)), "{error}");
    assert_eq!(model, net(5));
}

#[test]
fn the_number_of_threads_changes_no_bit() {
    let trainer =
        || Trainer::<Inputs<3>, _>::new(Adam::new(0.01)).epochs(3).shuffled(1).batches_per_step(4);
    let samples = saddle(29);
    let mut one_by_one = net(2);
    let history = trainer().fit(&mut one_by_one, &samples, gradient, nothing).expect("trains");
    for threads in [1, 2, 3, 8] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        let mut model = net(2);
        let parallel = pool.install(|| {
            trainer().fit_parallel(&mut model, &samples, gradient, nothing).expect("trains")
        });
        assert_eq!(bytes(&model), bytes(&one_by_one), "{threads} threads");
        assert_eq!(parallel, history);
    }
}

#[test]
fn batch_normalization_takes_in_every_batch_but_not_on_threads() {
    #[derive(Network, Clone, Debug)]
    struct Normal {
        norm: BatchNorm1d<f64, 2>,
    }
    #[differentiate]
    fn size(net: &Normal, #[constant] x: &Inputs<4>) -> f64 {
        let y = net.forward(x);
        y[0][0] * y[0][0] + y[1][1]
    }
    let samples = saddle(8);
    let trained = || Normal { norm: BatchNorm1d::default() };
    let trainer = || Trainer::<Inputs<4>, _>::new(Sgd::new(0.1)).epochs(1).batches_per_step(2);
    let mut net = trained();
    let history = trainer().fit(
        &mut net,
        &samples,
        |net, batch, gradient| size::accumulate_grad(net, &batch.inputs, gradient),
        |_| [("batches", 2.0)],
    );
    assert_eq!(history.expect("trains").len(), 1);
    assert_eq!(net.norm.num_batches_tracked, 2.0);
    let error = trainer().fit_parallel(
        &mut net,
        &samples,
        |net, batch, gradient| size::accumulate_grad(net, &batch.inputs, gradient),
        |_| [("batches", 2.0)],
    );
    let message = error.expect_err("running statistics").to_string();
    assert!(message.contains("`norm.running_mean`"), "{message}");
}

#[test]
fn training_stops_early_and_keeps_the_best() {
    let directory = scratch("early");
    let best = directory.join("best.safetensors");
    // The measure is best in its third epoch.
    let calls = Cell::new(0);
    let measures = [0.2, 0.5, 0.9, 0.8, 0.7, 0.95];
    let mut kept = None;
    let history = Trainer::<Inputs<4>, _>::new(Sgd::new(0.1))
        .epochs(6)
        .stop_early("accuracy", EarlyStopping::new(2).goal(Goal::Max))
        .save_best(&best)
        .fit(&mut net(1), &saddle(8), gradient, |net| {
            if calls.get() == 2 {
                kept = Some(net.clone());
            }
            calls.set(calls.get() + 1);
            [("accuracy", measures[calls.get() - 1])]
        })
        .expect("trains");
    assert_eq!(history.len(), 5);
    let mut loaded = net(7);
    save::from_file(&best, &mut loaded).expect("the best model");
    assert_eq!(Some(loaded), kept);
}

#[test]
fn a_falling_rate_goes_on() {
    let run = |directory: &Path, epochs: u64| {
        Trainer::<Inputs<4>, _>::new(Sgd::new(0.1))
            .epochs(epochs)
            .reduce_on_plateau("one", ReduceOnPlateau::new(0.1).patience(1).factor(0.5))
            .checkpoint(directory.join("run.checkpoint"), 1)
            .resume()
            .fit(&mut net(1), &saddle(8), gradient, |_| [("one", 1.0)])
            .expect("trains")
    };
    let whole = run(&scratch("falling"), 7);
    assert!(whole.last("learning rate").expect("a rate") < 0.05);
    let directory = scratch("falling-parts");
    run(&directory, 3);
    assert_eq!(run(&directory, 7), whole);
}

#[test]
fn a_stopped_run_stays_stopped() {
    let directory = scratch("stopped");
    let run = || {
        let stopping = EarlyStopping::new(1).goal(Goal::Max);
        resumable(&directory, 9)
            .stop_early("one", stopping)
            .fit(&mut net(1), &saddle(8), gradient, |_| [("one", 1.0)])
            .expect("trains")
    };
    assert_eq!(run().len(), 2);
    assert_eq!(run().len(), 2);
}

#[test]
fn what_is_not_finite_is_named() {
    let mut model = net(1);
    let error = Trainer::<Inputs<4>, _>::new(Sgd::new(1e200))
        .fit(&mut model, &saddle(8), gradient, nothing)
        .expect_err("too far");
    let TrainError::NonFinite(blamed) = error else { panic!("{error}") };
    assert!(blamed.step <= 3 && !blamed.name.is_empty(), "{blamed}");

    let mut broken = net(1);
    broken.hidden.bias[3] = f64::NAN;
    let error = Trainer::<Inputs<4>, _>::new(Sgd::new(0.1))
        .fit(&mut broken, &saddle(8), gradient, nothing)
        .expect_err("a parameter is NaN");
    assert_eq!(error.to_string(), "step 0: element 3 of `hidden.bias` is NaN");
}

#[test]
fn what_cannot_be_is_an_error() {
    let mut trainer = Trainer::<Inputs<4>, _>::new(Sgd::new(0.1)).remainder(Remainder::Dropped);
    let error = trainer.fit(&mut net(1), &saddle(3), gradient, nothing).expect_err("three of four");
    assert!(matches!(error, TrainError::NoSamples));
    let mut trainer = Trainer::<Inputs<4>, _>::new(Sgd::new(f64::NAN));
    let error = trainer.fit(&mut net(1), &saddle(4), gradient, nothing).expect_err("no rate");
    assert!(matches!(error, TrainError::Invalid(_)), "{error}");
    let mut trainer =
        Trainer::<Inputs<4>, _>::new(Sgd::new(0.1)).stop_early("accuracy", EarlyStopping::new(1));
    let error = trainer.fit(&mut net(1), &saddle(4), gradient, nothing).expect_err("not measured");
    assert_eq!(error.to_string(), "training is to watch `accuracy`, which is not measured");
}
