//! Rectifiers: where they bend, how they die, and what cures them (S1-32, S1-37 to S1-39).

use super::depth::{Kind, Stack, UNITS};
use super::initialization::at_depths;
use super::pictures::Chart;
use super::row::{Experiment, Row};
use autodiff_runtime::init::{
    Constant, Fan, Gain, Initializer, Normal, Uniform, VarianceScaling, WeightShape, seeded,
};
use autodiff_runtime::nn::{Linear, Relu, Samples, mse};
use autodiff_runtime::optim::{Adam, Sgd};
use autodiff_runtime::prelude::*;

/// The rows.
pub const EXPERIMENTS: &[Experiment] = &[
    Experiment { id: "S1-32", title: "Where rectifiers bend", run: elbows, source: SOURCE },
    Experiment { id: "S1-37", title: "Dead rectifiers", run: dead, source: SOURCE },
    Experiment { id: "S1-38", title: "He initialization for ReLU", run: he, source: SOURCE },
    Experiment { id: "S1-39", title: "Biases", run: biases, source: SOURCE },
];

const SOURCE: &str = include_str!("rectifiers.rs");

// region: S1-32
/// A function of one number, of 64 rectifiers.
#[derive(Network, Clone, Debug)]
struct Fit {
    hidden: Linear<f64, 1, 64>,
    relu: Relu,
    output: Linear<f64, 64, 1>,
}

#[differentiate]
fn distance(
    fit: &Fit,
    #[constant] x: &Samples<f64, 1, 64>,
    #[constant] y: &Samples<f64, 1, 64>,
) -> f64 {
    mse(&fit.forward(x), y)
}

/// Where each rectifier bends: `x = -b / w`.
fn bends(weights: &[f64], biases: &[f64]) -> Vec<f64> {
    weights.iter().zip(biases).map(|(w, b)| -b / w).collect()
}

fn share(values: &[f64], low: f64, high: f64) -> f64 {
    values.iter().filter(|x| (low..=high).contains(*x)).count() as f64 / values.len() as f64
}

fn elbows(seed: u64) -> Row {
    const COUNT: usize = 20_000;
    let mut rng = seeded(seed);
    let (mut w, mut b) = (vec![0.0; COUNT], vec![0.0; COUNT]);
    Normal::default().fill_slice(&mut w, &mut rng);
    let at_zero = bends(&w, &b);
    Normal::default().fill_slice(&mut b, &mut rng);
    let cauchy = bends(&w, &b);
    Uniform::torch_default(1).fill_slice(&mut w, &mut rng);
    Uniform::torch_default(1).fill_slice(&mut b, &mut rng);
    let torch = bends(&w, &b);

    let mut fit = Fit::random(&mut rng);
    let of = |fit: &Fit| bends(fit.hidden.weight.as_slice(), &fit.hidden.bias);
    let before = of(&fit);
    let x = Samples::from_fn(|n| [-3.0 + 6.0 * n as f64 / 63.0]);
    let y = Samples::from_fn(|n| [(2.0 * x[n][0]).sin()]);
    let first = distance(&fit, &x, &y);
    let mut optimizer = Adam::new(0.01);
    for _ in 0..1500 {
        let gradient = distance::grad(&fit, &x, &y);
        optimizer.step_model(&mut fit, &gradient);
    }
    let after = of(&fit);
    let moved = before.iter().zip(&after).filter(|(a, b)| (*a - *b).abs() > 0.05).count();
    let fitted = fit.forward(&x);
    // A share of 20000 is known to 0.0035.
    Row::new(
        "relu(<i>wx</i> + <i>b</i>) bends at <i>x</i> = &minus;<i>b</i>/<i>w</i>. Without biases all units bend at 0, and can draw nothing but a single corner there. The pictures in the notes were lost; these are the distributions
        of the bends for no biases, for normal <i>w</i> and <i>b</i> (Cauchy's), for PyTorch's defaults, and after training on a sine.",
    )
    .exactly("share of bends at 0, no biases", share(&at_zero, 0.0, 0.0), 1.0)
    .near("share between -1 and 1, normal: 1/2", share(&cauchy, -1.0, 1.0), 0.5, 0.015)
    .near("share between -5 and 5, normal: 2 atan(5) / pi", share(&cauchy, -5.0, 5.0), 0.874334, 0.01)
    .near("share between -1 and 1, PyTorch: 1/2", share(&torch, -1.0, 1.0), 0.5, 0.015)
    .near("share between -2 and 2, PyTorch: 3/4", share(&torch, -2.0, 2.0), 0.75, 0.013)
    .between("units of 64 whose bend moved in training", moved as f64, 16.0, 64.0)
    .between("loss after training, of the first", distance(&fit, &x, &y) / first, 0.0, 0.2)
    .picture(
        Chart::new("Bends at the start", "x", "share")
            .histogram("PyTorch's defaults", &torch, -5.0, 5.0, 50)
            .histogram("normal w and b", &cauchy, -5.0, 5.0, 50)
            .draw(),
    )
    .picture(
        Chart::new("Bends before and after training", "x", "share")
            .histogram("before", &before, -4.0, 4.0, 32)
            .histogram("after", &after, -4.0, 4.0, 32)
            .draw(),
    )
    .picture(
        Chart::new("What the 64 units draw", "x", "y")
            .dots("sin 2x", (0..64).map(|n| (x[n][0], y[n][0])))
            .line("network", (0..64).map(|n| (x[n][0], fitted[n][0])))
            .draw(),
    )
}
// end region

// region: S1-37
const HIDDEN: usize = 16;

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Net {
    w1: [[f64; 2]; HIDDEN],
    b1: [f64; HIDDEN],
    w2: [f64; HIDDEN],
}

const RELU: usize = 0;
const LEAKY: usize = 1;

#[differentiate]
fn activated(z: f64, kind: usize) -> f64 {
    if z > 0.0 {
        z
    } else if kind == RELU {
        0.0
    } else if kind == LEAKY {
        0.01 * z
    } else {
        z.exp_m1()
    }
}

/// The mean squared distance of the network from `x0 + x1`.
#[differentiate]
fn error(net: &Net, #[constant] x: &[[f64; 2]; 32], kind: usize) -> f64 {
    let mut sum = 0.0;
    for n in 0..32 {
        let mut output = 0.0;
        for j in 0..HIDDEN {
            output += net.w2[j]
                * activated(net.w1[j][0] * x[n][0] + net.w1[j][1] * x[n][1] + net.b1[j], kind);
        }
        sum += (output - x[n][0] - x[n][1]).powi(2);
    }
    sum / 32.0
}

impl Net {
    fn random(seed: u64, bias: f64) -> Self {
        let mut rng = seeded(seed);
        let mut net = Self { w1: [[0.0; 2]; HIDDEN], b1: [bias; HIDDEN], w2: [0.0; HIDDEN] };
        Uniform::symmetric(1.0).fill_slice(net.w1.as_flattened_mut(), &mut rng);
        Uniform::symmetric(0.4).fill_slice(&mut net.w2, &mut rng);
        net
    }

    /// The losses of a training.
    fn train(&mut self, x: &[[f64; 2]; 32], kind: usize, rate: f64) -> Vec<f64> {
        let mut optimizer = Sgd::new(rate);
        let mut losses = Vec::new();
        for _ in 0..600 {
            let (loss, g) = error::value_and_grad(self, x, kind);
            losses.push(loss);
            optimizer.start_step();
            optimizer.update(self.w1.as_flattened_mut(), g.w1.as_flattened());
            optimizer.update(&mut self.b1, &g.b1);
            optimizer.update(&mut self.w2, &g.w2);
        }
        losses
    }

    /// The share of the units that are at or below zero for every sample.
    fn dead(&self, x: &[[f64; 2]; 32]) -> f64 {
        let sleeps = |j: &usize| {
            x.iter().all(|x| self.w1[*j][0] * x[0] + self.w1[*j][1] * x[1] + self.b1[*j] <= 0.0)
        };
        (0..HIDDEN).filter(sleeps).count() as f64 / HIDDEN as f64
    }
}

fn dead(seed: u64) -> Row {
    let mut x = [[0.0; 2]; 32];
    Uniform::symmetric(1.0).fill_slice(x.as_flattened_mut(), &mut seeded(seed + 1));
    let net = Net::random(seed, -3.0);
    let size = |kind: usize| {
        let g = error::grad(&net, &x, kind);
        g.w1.as_flattened().iter().chain(&g.b1).chain(&g.w2).map(|g| g.abs()).fold(0.0, f64::max)
    };
    let trained = |kind: usize| {
        let mut net = net;
        net.train(&x, kind, 0.05)
    };
    let share = |losses: &[f64]| losses[losses.len() - 1] / losses[0];
    let (relu, leaky, elu) = (trained(RELU), trained(LEAKY), trained(2));
    let mut fresh = Net::random(seed, 0.0);
    let alive = fresh.dead(&x);
    // One step that is far too long, and then ordinary ones.
    let mut thrown = fresh;
    let g = error::grad(&thrown, &x, RELU);
    for j in 0..HIDDEN {
        thrown.b1[j] -= 40.0 * g.b1[j].abs();
    }
    let killed = thrown.dead(&x);
    thrown.train(&x, RELU, 0.05);
    fresh.train(&x, RELU, 0.05);
    Row::new(
        "A unit whose sum is below 0 for every sample gets no gradient, and never wakes up. Here all biases are &minus;3, out of reach of the inputs. Leaky ReLU (slope 0.01 below 0) and ELU always pass on something.",
    )
    .exactly("dead units", net.dead(&x), 1.0)
    .exactly("largest gradient of all parameters, ReLU", size(RELU), 0.0)
    .exactly("last loss of the first, ReLU", share(&relu), 1.0)
    .between("largest gradient, leaky ReLU", size(LEAKY), 1e-5, 1.0)
    .between("largest gradient, ELU", size(2), 1e-3, 10.0)
    .between("last loss of the first, leaky ReLU", share(&leaky), 0.0, 0.98)
    .between("last loss of the first, ELU", share(&elu), 0.0, 0.5)
    .exactly("dead units with biases of 0", alive, 0.0)
    .between("dead units after one step that was far too long for the biases", killed, 0.1, 1.0)
    .between("of these, dead after 600 ordinary steps", thrown.dead(&x) / killed, 0.5, 1.0)
    .picture(
        Chart::new("Loss, from biases of \u{2212}3", "steps", "loss")
            .series("ReLU", relu)
            .series("leaky ReLU", leaky)
            .series("ELU", elu)
            .draw(),
    )
}
// end region

// region: S1-38
fn he(seed: u64) -> Row {
    let stack = Stack::new(seed);
    let sizes = |scale: f64| -> Vec<f64> {
        let spreads = stack.spreads(Kind::Relu, (scale / UNITS as f64).sqrt());
        spreads.iter().map(|spread| spread.root_mean_square).collect()
    };
    let (plain, he) = (sizes(1.0), sizes(2.0));
    let shape = WeightShape::matrix(128, 512);
    let row = Row::new("The notes' code cell is empty. He's weights have the variance 2/<i>n</i><sub>in</sub>: half of the sums are lost to ReLU, the other half is twice as large.")
        .relative("deviation for 512 inputs: sqrt(2 / 512)", VarianceScaling::kaiming_normal(Gain::Relu, Fan::In).deviation(&shape), 0.0625, 1e-14);
    let row = at_depths(row, "ReLU, 1 / sqrt n", &plain, [0.700, 0.029, 3.2e-8]);
    at_depths(row, "ReLU, He", &he, [0.999, 0.993, 0.66]).picture(
        Chart::new("Size of the signal after each layer, ReLU", "layer", "root mean square")
            .logarithmic()
            .series("He: sqrt(2 / n)", he)
            .series("1 / sqrt n", plain)
            .draw(),
    )
}
// end region

// region: S1-39
fn biases(seed: u64) -> Row {
    const INPUTS: usize = 64;
    const COUNT: usize = 4000;
    let mut rng = seeded(seed);
    let mut x = [0.0; INPUTS];
    // Of one sample of size exactly 1, so that the sums have the variance 2.
    Normal::default().fill_slice(&mut x, &mut rng);
    let size = (x.iter().map(|x| x * x).sum::<f64>() / INPUTS as f64).sqrt();
    let mut w = vec![0.0; COUNT * INPUTS];
    VarianceScaling::kaiming_normal(Gain::Relu, Fan::In).fill(
        &mut w,
        &WeightShape::matrix(COUNT, INPUTS),
        &mut rng,
    );
    let active = |biases: &[f64]| {
        let sum = |j: usize| {
            (0..INPUTS).map(|i| w[INPUTS * j + i] * x[i] / size).sum::<f64>() + biases[j]
        };
        (0..COUNT).filter(|j| sum(*j) > 0.0).count() as f64 / COUNT as f64
    };
    let mut values = vec![0.0_f64; COUNT];
    Constant::zeros().fill(&mut values);
    let zero = active(&values);
    Constant(0.1).fill(&mut values);
    let positive = active(&values);
    Constant(1.0).fill(&mut values);
    let one = active(&values);
    Uniform::torch_default(INPUTS).fill_slice(&mut values, &mut rng);
    let random = active(&values);
    let mut apart = values.clone();
    apart.sort_by(f64::total_cmp);
    apart.dedup();
    // A share of 4000 is known to 0.008.
    Row::new(
        "The picture in the notes was lost. Zeros are the rule; a small positive bias keeps more rectifiers awake; random ones spread the bends (S1-32). He's weights, one sample of size 1: the sums have deviation &radic;2.",
    )
    .near("share of active units, bias 0: 1/2", zero, 0.5, 0.03)
    .near("bias 0.1: \u{3a6}(0.1 / sqrt 2)", positive, 0.5282, 0.03)
    .near("bias 1: \u{3a6}(1 / sqrt 2)", one, 0.7602, 0.03)
    .near("PyTorch's default, random: 1/2", random, 0.5, 0.03)
    .between("different biases of 4000, random", apart.len() as f64, 3990.0, 4000.0)
}
// end region
