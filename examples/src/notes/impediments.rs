//! Inputs that are not centred, or of unequal variance (S2-1 to S2-3).

use super::pictures::Chart;
use super::row::{Experiment, Row};
use autodiff_runtime::analysis::{
    Spread, convergence_rate, optimal_learning_rate, squared_singular_values, steps_to,
};
use autodiff_runtime::data::{Dataset, Standardization};
use autodiff_runtime::init::{Normal, Uniform, seeded};
use autodiff_runtime::optim::Sgd;
use autodiff_runtime::prelude::*;
use nalgebra::DMatrix;

/// The rows.
pub const EXPERIMENTS: &[Experiment] = &[
    Experiment { id: "S2-1", title: "Zero-centred inputs", run: centred, source: SOURCE },
    Experiment {
        id: "S2-2",
        title: "A mini-batch is not centred",
        run: mini_batches,
        source: SOURCE,
    },
    Experiment { id: "S2-3", title: "Inputs of unit variance", run: unit_variance, source: SOURCE },
];

const SOURCE: &str = include_str!("impediments.rs");

// region: S2-1
/// The loss of one example: half of the squared distance of `tanh(w x)` from `y`.
#[differentiate]
fn example(w: &[f64; 2], #[constant] x: &[f64; 2], #[constant] y: f64) -> f64 {
    let output = (w[0] * x[0] + w[1] * x[1]).tanh();
    0.5 * (output - y) * (output - y)
}

/// Targets of a unit with weights (1, -1): south-east of zero.
fn examples(inputs: &[[f64; 2]]) -> Vec<f64> {
    inputs.iter().map(|x| (x[0] - x[1]).tanh()).collect()
}

/// The share of examples whose gradient has components of one sign.
fn agreement(inputs: &[[f64; 2]], targets: &[f64], w: &[f64; 2]) -> f64 {
    let gradients = inputs.iter().zip(targets).map(|(x, y)| example::grad(w, x, *y));
    gradients.filter(|g| g[0] * g[1] > 0.0).count() as f64 / inputs.len() as f64
}

/// The way of the weights from (-0.5, 0.5), one example after the other.
fn way(inputs: &[[f64; 2]], targets: &[f64]) -> Vec<(f64, f64)> {
    let mut w = [-0.5, 0.5];
    let mut optimizer = Sgd::new(0.8);
    let mut way = vec![(w[0], w[1])];
    for (x, y) in inputs.iter().zip(targets) {
        let gradient = example::grad(&w, x, *y);
        optimizer.step(&mut w, &gradient);
        way.push((w[0], w[1]));
    }
    way
}

fn centred(seed: u64) -> Row {
    let mut positive = vec![[0.0; 2]; 2000];
    Uniform { low: 0.0, high: 1.0 }.fill_slice(positive.as_flattened_mut(), &mut seeded(seed));
    let around_zero: Vec<[f64; 2]> =
        positive.iter().map(|x| [2.0 * x[0] - 1.0, 2.0 * x[1] - 1.0]).collect();
    let (of_positive, of_centred) = (examples(&positive), examples(&around_zero));
    let w = [0.2, 0.1];
    let (zig_zag, direct) = (way(&positive, &of_positive), way(&around_zero, &of_centred));
    let far = |way: &[(f64, f64)]| (way[200].0 - 1.0).hypot(way[200].1 + 1.0);
    let first = |way: &[(f64, f64)]| way[..120].to_vec();
    // A share of 2000 is known to 0.011.
    Row::new(
        "With positive inputs every component of an example's gradient has the sign of &delta;: a step goes north-east or south-west, never south-east, where the optimum (1, &minus;1) is. Centred inputs go anywhere.
        The steps are the same in number and rate.",
    )
    .exactly("share of examples whose components agree in sign, inputs in (0, 1)", agreement(&positive, &of_positive, &w), 1.0)
    .near("the same, inputs in (-1, 1)", agreement(&around_zero, &of_centred, &w), 0.5, 0.045)
    .between("distance from the optimum after 200 steps, centred", far(&direct), 0.0, 0.5)
    .between("the same with positive inputs, in that", far(&zig_zag) / far(&direct), 1.5, 1e3)
    .picture(
        Chart::new("120 steps towards (1, \u{2212}1)", "w0", "w1")
            .line("inputs in (0, 1)", first(&zig_zag))
            .line("inputs in (\u{2212}1, 1)", first(&direct))
            .dots("optimum", [(1.0, -1.0)])
            .draw(),
    )
    .mistake("The notes say that the update of a weight is proportional to the mean of its input. The factor &delta; of each example is missing: it is &Sigma;<sub>i</sub> &delta;<sub>i</sub><i>x</i><sub>ij</sub>. Exactly (LeCun): for <i>one</i> example with positive inputs all components share the sign of &delta;. Their sums also run from 0 to <i>m</i>', which are <i>m</i>' + 1 terms, and lack 1/<i>m</i>; the loss of all examples is their mean in one sentence and their sum in another.")
}
// end region

// region: S2-2
fn mini_batches(seed: u64) -> Row {
    const BATCH: usize = 25;
    let mut x = vec![0.0_f64; 50_000];
    Normal { mean: 3.0, deviation: 2.0 }.fill_slice(&mut x, &mut seeded(seed));
    let all = Spread::of(&x);
    x.iter_mut().for_each(|x| *x -= all.mean);
    let means: Vec<f64> = x.chunks_exact(BATCH).map(|batch| Spread::of(batch).mean).collect();
    let largest = means.iter().map(|mean| mean.abs()).fold(0.0, f64::max);
    // 2000 means tell their deviation to 1 / sqrt(2 2000) = 1.6 %.
    Row::new("50000 numbers of deviation 2, centred as a whole; the means of mini-batches of 25 are spread by &sigma;/&radic;25 = 0.4.")
        .near("mean of all", Spread::of(&x).mean, 0.0, 1e-12)
        .relative("deviation of the mini-batches' means", Spread::of(&means).deviation, 0.4, 0.07)
        .between("largest mean of a mini-batch", largest, 1.0, 2.6)
        .picture(Chart::new("Means of 2000 mini-batches of 25", "mean", "share").histogram("", &means, -1.5, 1.5, 40).draw())
}
// end region

// region: S2-3
#[differentiate]
fn squared_error(w: &[f64; 2], #[constant] x: &[[f64; 2]], #[constant] y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for n in 0..x.len() {
        sum += (y[n] - w[0] * x[n][0] - w[1] * x[n][1]).powi(2);
    }
    sum
}

/// Descent at the best rate: the losses above the least, and the predicted and the measured factor of the error.
fn descent(data: &Dataset<f64, 2, f64>) -> (Vec<f64>, f64, f64) {
    let x = data.inputs();
    let matrix = DMatrix::from_fn(x.len(), 2, |i, j| x[i][j]);
    let squares = squared_singular_values(&matrix);
    let rate = optimal_learning_rate(&squares);
    let mut w = [0.0; 2];
    let mut optimizer = Sgd::new(rate);
    let mut losses = Vec::new();
    for _ in 0..400 {
        let (loss, gradient) = squared_error::value_and_grad(&w, x, data.targets());
        losses.push(loss);
        optimizer.step(&mut w, &gradient);
    }
    let factor = convergence_rate(rate, &squares);
    // The loss falls by the square of the factor.
    let last = if factor > 0.5 { 20 } else { 4 };
    (losses.clone(), factor, (losses[last] / losses[1]).powf(0.5 / (last - 1) as f64))
}

fn unit_variance(seed: u64) -> Row {
    let mut rng = seeded(seed);
    let mut numbers = [[0.0; 2]; 400];
    Normal::default().fill_slice(numbers.as_flattened_mut(), &mut rng);
    let inputs = numbers.map(|x| [x[0], 10.0 * x[1]]);
    // Without noise, so that the least loss is zero.
    let targets = inputs.map(|x| x[0] + 0.1 * x[1]);
    let mut data =
        Dataset::<f64, 2, f64>::from_arrays(&inputs, &targets).expect("as many targets as inputs");
    let (raw, raw_factor, raw_measured) = descent(&data);
    Standardization::fit(&data).apply(&mut data);
    let centre = data.targets().iter().sum::<f64>() / data.len() as f64;
    let mut data = data.map_targets(|y| y - centre);
    let spread: Vec<f64> = data.inputs_mut().iter().map(|x| x[1]).collect();
    let (scaled, scaled_factor, scaled_measured) = descent(&data);
    Row::new("Two features of deviation 1 and 10: &kappa; is about 100, and even at the best rate the error falls by only 2 % in a step. After <code>Standardization</code> both directions are alike.")
        .near("factor of a step, predicted: about 99/101", raw_factor, 99.0 / 101.0, 0.005)
        .near("measured", raw_measured, raw_factor, 0.002)
        .between("factor after standardization, predicted", scaled_factor, 0.0, 0.2)
        .near("measured", scaled_measured, scaled_factor, 0.02)
        .near("deviation of the second feature after standardization", Spread::of(&spread).deviation, 1.0, 1e-12)
        .between("steps to 99.9 %: raw", steps_to(1e-3, raw_factor), 250.0, 500.0)
        .between("standardized", steps_to(1e-3, scaled_factor), 0.5, 5.0)
        .picture(
            Chart::new("Loss at the best rate of each", "steps", "loss")
                .logarithmic()
                .series("deviations 1 and 10", raw.into_iter().take(120))
                .series("standardized", scaled.into_iter().take(16))
                .draw(),
        )
}
// end region
