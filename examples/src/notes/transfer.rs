//! Weights that have learned something before (S2-9, S2-10).

use super::pictures::Chart;
use super::row::{Experiment, Row};
use crate::data;
use autodiff_runtime::init::{Normal, encoded, pretrain, seeded};
use autodiff_runtime::nn::{Activation, Heap, Linear, Place, Samples, Tanh, mse};
use autodiff_runtime::optim::{Adam, Groups};
use autodiff_runtime::prelude::*;
use autodiff_runtime::save::{Loading, to_bytes};
use nalgebra::DMatrix;

/// The rows.
pub const EXPERIMENTS: &[Experiment] = &[
    Experiment { id: "S2-9", title: "Layer-wise pre-training", run: pre_training, source: SOURCE },
    Experiment { id: "S2-10", title: "Transfer learning", run: transfer, source: SOURCE },
];

const SOURCE: &str = include_str!("transfer.rs");

// region: S2-9
const WIDTH: usize = 8;
const COUNT: usize = 128;

/// No activation.
struct Itself;

impl Activation<f64> for Itself {
    fn value(&self, x: f64) -> f64 {
        x
    }

    fn derivative(&self, _x: f64, d: f64) -> f64 {
        d
    }
}

/// Points near a plane in eight dimensions.
fn points(seed: u64) -> Samples<f64, WIDTH, COUNT> {
    let mut rng = seeded(seed);
    let mut hidden = [[0.0; 3]; COUNT];
    Normal::default().fill_slice(hidden.as_flattened_mut(), &mut rng);
    let mut directions = [[0.0; 3]; WIDTH];
    Normal::default().fill_slice(directions.as_flattened_mut(), &mut rng);
    let mut noise = [[0.0; WIDTH]; COUNT];
    Normal { mean: 0.0, deviation: 0.1 }.fill_slice(noise.as_flattened_mut(), &mut rng);
    Samples::from_fn(|n| {
        core::array::from_fn(|f| {
            (0..3).map(|k| directions[f][k] * hidden[n][k] * [1.0, 0.8, 0.15][k]).sum::<f64>()
                + noise[n][f]
        })
    })
}

/// What the first `k` principal components leave of the variance, per number.
fn principal_components<const I: usize, const B: usize, P: Place>(
    x: &Samples<f64, I, B, P>,
    k: usize,
) -> f64 {
    let matrix = DMatrix::from_fn(I, B, |f, n| x[n][f]);
    let mean = matrix.column_mean();
    let centred = DMatrix::from_fn(I, B, |f, n| x[n][f] - mean[f]);
    let covariance = &centred * centred.transpose() / B as f64;
    let mut eigenvalues: Vec<f64> = covariance.symmetric_eigenvalues().iter().copied().collect();
    eigenvalues.sort_by(|a, b| b.total_cmp(a));
    eigenvalues[k..].iter().sum::<f64>() / I as f64
}

/// The error of a linear encoder of four units on handwritten digits, in that of four principal components.
fn digits_in_four_numbers(seed: u64) -> f64 {
    const IMAGES: usize = 256;
    let digits = data::small::<f64>(&data::directory().join("digits.csv.gz"))
        .expect("the digits are in the repository");
    let x = Samples::<f64, 64, IMAGES, Heap>::from_fn(|n| *digits.training.input(n));
    let mut rng = seeded(seed);
    let mut layer = Linear::<f64, 64, 4>::random(&mut rng);
    let batches = [x];
    let losses =
        pretrain(&mut layer, &Itself, &batches, &mut Adam::new(0.02), 600, &mut rng).losses;
    losses[losses.len() - 1] / principal_components(&batches[0], 4)
}

fn pre_training(seed: u64) -> Row {
    let x = points(seed);
    let batches = [x.clone()];
    let mut row = Row::new(
        "A layer is trained as the encoder of an autoencoder, on &lt;<i>X</i>, <i>X</i>&gt;; the decoder is thrown away, and the next layer is trained on what this one makes of the samples.
        A linear encoder of <i>k</i> units finds what the first <i>k</i> principal components find.",
    );
    let mut chart =
        Chart::new("Reconstruction error of the linear encoder", "epochs", "mean square")
            .logarithmic();
    let error_of = |k: usize| principal_components(&x, k);
    let mut layer = Linear::<f64, WIDTH, 1>::random(&mut seeded(seed));
    let one =
        pretrain(&mut layer, &Itself, &batches, &mut Adam::new(0.02), 1500, &mut seeded(seed + 1));
    let mut layer = Linear::<f64, WIDTH, 2>::random(&mut seeded(seed));
    let two =
        pretrain(&mut layer, &Itself, &batches, &mut Adam::new(0.02), 1500, &mut seeded(seed + 1));
    for (k, losses) in [(1, one.losses), (2, two.losses)] {
        let least = error_of(k);
        row = row.between(
            &format!("error of k = {k} units, in that of k principal components"),
            losses[losses.len() - 1] / least,
            1.0 - 1e-9,
            1.01,
        );
        chart = chart
            .series(&format!("k = {k}"), losses)
            .level(&format!("{k} of the components"), least);
    }
    row = row.between(
        "the same for k = 4 on 256 handwritten digits",
        digits_in_four_numbers(seed),
        1.0 - 1e-9,
        1.02,
    );
    // Two layers, one after the other, without a linear shortcut.
    let mut rng = seeded(seed + 2);
    let mut first = Linear::<f64, WIDTH, 4>::random(&mut rng);
    let of_first =
        pretrain(&mut first, &Tanh {}, &batches, &mut Adam::new(0.02), 400, &mut rng).losses;
    let next: Vec<Samples<f64, 4, COUNT>> = encoded(&first, &Tanh {}, &batches);
    let mut second = Linear::<f64, 4, 2>::random(&mut rng);
    let of_second =
        pretrain(&mut second, &Tanh {}, &next, &mut Adam::new(0.02), 400, &mut rng).losses;
    row.between("first tanh layer: last error of its first", of_first[399] / of_first[0], 0.0, 0.3)
        .between(
            "second tanh layer: last error of its first",
            of_second[399] / of_second[0],
            0.0,
            0.5,
        )
        .picture(chart.draw())
}
// end region

// region: S2-10
#[derive(Network, Clone, Debug)]
struct Source {
    features: Linear<f64, WIDTH, 6>,
    tanh: Tanh,
    output: Linear<f64, 6, 2>,
}

/// Another task: other outputs on the same features.
#[derive(Network, Clone, Debug)]
struct Target {
    features: Linear<f64, WIDTH, 6>,
    tanh: Tanh,
    head: Linear<f64, 6, 1>,
}

type Inputs = Samples<f64, WIDTH, COUNT>;

#[differentiate]
fn on_source(net: &Source, #[constant] x: &Inputs, #[constant] y: &Samples<f64, 2, COUNT>) -> f64 {
    mse(&net.forward(x), y)
}

#[differentiate]
fn on_target(net: &Target, #[constant] x: &Inputs, #[constant] y: &Samples<f64, 1, COUNT>) -> f64 {
    mse(&net.forward(x), y)
}

fn transfer(seed: u64) -> Row {
    let x = points(seed);
    let trait_of = |n: usize| (x[n][0] - x[n][1] + x[n][2]).tanh();
    let other = |n: usize| (x[n][3] + x[n][4]).tanh();
    let of_source = Samples::from_fn(|n| [trait_of(n), other(n)]);
    let of_target = Samples::from_fn(|n| [trait_of(n) - other(n)]);

    let mut source = Source::random(&mut seeded(seed));
    let mut optimizer = Adam::new(0.02);
    for _ in 0..500 {
        let gradient = on_source::grad(&source, &x, &of_source);
        optimizer.step_model(&mut source, &gradient);
    }
    let bytes = to_bytes::<f64>(&source).expect("finite numbers");

    let fresh = Target::random(&mut seeded(seed + 1));
    let mut loaded = fresh.clone();
    let result = Loading::strict().allow_missing().allow_unknown().from_bytes(&bytes, &mut loaded);
    let strict = Loading::strict().from_bytes(&bytes, &mut fresh.clone());

    let train = |mut net: Target, frozen: bool| {
        let mut optimizer = Groups::new(Adam::new(0.02));
        if frozen {
            optimizer = optimizer.frozen(|parameter| {
                parameter.name == "features.weight" || parameter.name == "features.bias"
            });
        }
        let mut losses = Vec::new();
        for _ in 0..60 {
            let (loss, gradient) = on_target::value_and_grad(&net, &x, &of_target);
            losses.push(loss);
            optimizer.step_model(&mut net, &gradient);
        }
        (net, losses)
    };
    let (tuned, from_source) = train(loaded.clone(), true);
    let (_, from_nothing) = train(fresh.clone(), false);
    Row::new("The weights of a source task are loaded into the network of a target task, as far as their names fit, and are frozen; only the new head is trained.")
        .yes("a strict load is refused", strict.is_err())
        .yes("a partial load is not", result.is_ok())
        .yes("the features are those of the source", loaded.features == source.features)
        .yes("the head is still its own", loaded.head == fresh.head)
        .yes("frozen features after 60 steps are the same, to the last bit", tuned.features == source.features)
        .yes("the head has moved", tuned.head != fresh.head)
        .between("loss after 60 steps: transferred, in that of a fresh start", from_source[59] / from_nothing[59], 0.0, 1.0)
        .picture(
            Chart::new("Loss on the target task", "steps", "loss")
                .logarithmic()
                .series("source features, frozen", from_source)
                .series("fresh start", from_nothing)
                .draw(),
        )
}
// end region
