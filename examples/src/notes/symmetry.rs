//! Weights that start alike stay alike (S1-28 to S1-30, S2-5).

use super::pictures::Chart;
use super::row::{Experiment, Row};
use autodiff_runtime::init::{Constant, Uniform, seeded};
use autodiff_runtime::optim::Sgd;
use autodiff_runtime::prelude::*;

/// The rows of the first note.
pub const EXPERIMENTS: &[Experiment] = &[
    Experiment { id: "S1-28", title: "Constant weights", run: constant, source: SOURCE },
    Experiment {
        id: "S1-29",
        title: "Zero initialization, a special case",
        run: same_units,
        source: SOURCE,
    },
    Experiment { id: "S1-30", title: "Quiz: why are zeros bad?", run: zeros, source: SOURCE },
];

/// The rows of the second.
pub const IMPEDIMENTS: &[Experiment] =
    &[Experiment { id: "S2-5", title: "Identical weights", run: identical, source: SOURCE }];

const SOURCE: &str = include_str!("symmetry.rs");

// region: S1-28 S1-29 S1-30 S2-5
const UNITS: usize = 4;

/// `h = g(x W + b)`, and one output from the hidden units.
#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Net {
    w1: [[f64; UNITS]; 2],
    b1: [f64; UNITS],
    w2: [f64; UNITS],
    b2: f64,
}

const SIGMOID: usize = 0;
const TANH: usize = 1;
const RELU: usize = 2;

#[differentiate]
fn activated(z: f64, kind: usize) -> f64 {
    if kind == SIGMOID {
        1.0 / (1.0 + (-z).exp())
    } else if kind == TANH {
        z.tanh()
    } else if z > 0.0 {
        z
    } else {
        0.0
    }
}

/// Half of the mean squared distance from the targets.
#[differentiate]
fn loss(net: &Net, #[constant] x: &[[f64; 2]; 4], #[constant] y: &[f64; 4], kind: usize) -> f64 {
    let mut sum = 0.0;
    for n in 0..4 {
        let mut output = net.b2;
        for j in 0..UNITS {
            let z = net.b1[j] + x[n][0] * net.w1[0][j] + x[n][1] * net.w1[1][j];
            output += net.w2[j] * activated(z, kind);
        }
        sum += 0.5 * (output - y[n]) * (output - y[n]);
    }
    sum / 4.0
}

const X: [[f64; 2]; 4] = [[0.3, -0.8], [1.2, 0.4], [-0.5, 0.9], [0.7, 0.2]];
const Y: [f64; 4] = [0.9, -0.4, 0.2, 0.6];

impl Net {
    /// All weights alike, no biases.
    fn constant(alpha: f64) -> Self {
        let mut net = Self { w1: [[0.0; UNITS]; 2], b1: [0.0; UNITS], w2: [0.0; UNITS], b2: 0.0 };
        Constant(alpha).fill(net.w1.as_flattened_mut());
        Constant(alpha).fill(&mut net.w2);
        net
    }

    fn random(seed: u64) -> Self {
        let mut net = Self::constant(0.0);
        let mut rng = seeded(seed);
        Uniform::symmetric(0.7).fill_slice(net.w1.as_flattened_mut(), &mut rng);
        Uniform::symmetric(0.7).fill_slice(&mut net.w2, &mut rng);
        net
    }

    /// A step of gradient descent.
    fn step(&mut self, kind: usize) -> NetTangent {
        let gradient = loss::grad(self, &X, &Y, kind);
        let mut optimizer = Sgd::new(0.2);
        optimizer.start_step();
        optimizer.update(self.w1.as_flattened_mut(), gradient.w1.as_flattened());
        optimizer.update(&mut self.b1, &gradient.b1);
        optimizer.update(&mut self.w2, &gradient.w2);
        optimizer.update(std::slice::from_mut(&mut self.b2), &[gradient.b2]);
        gradient
    }

    /// The largest difference between the weights of two hidden units.
    fn spread(&self) -> f64 {
        let all = [&self.w1[0], &self.w1[1], &self.b1, &self.w2];
        spread(&all)
    }
}

fn spread(rows: &[&[f64; UNITS]]) -> f64 {
    let of = |row: &[f64; UNITS]| {
        row.iter().copied().fold(f64::MIN, f64::max) - row.iter().copied().fold(f64::MAX, f64::min)
    };
    rows.iter().map(|row| of(row)).fold(0.0, f64::max)
}

fn largest(values: &[f64]) -> f64 {
    values.iter().map(|x| x.abs()).fold(0.0, f64::max)
}
// end region

// region: S1-28
fn constant(seed: u64) -> Row {
    let mut row = Row::new(
        "All weights start at &alpha; = 0.5, in <i>h</i> = <i>g</i>(<i>XW</i> + <i>b</i>). The hidden units are equal, so are their gradients, and after 500 steps they are still equal, to the last bit:
        four units do the work of one.",
    );
    for (name, kind) in [("sigmoid", SIGMOID), ("tanh", TANH), ("ReLU", RELU)] {
        let mut net = Net::constant(0.5);
        (0..500).for_each(|_| {
            net.step(kind);
        });
        row = row.exactly(
            &format!("largest difference of the columns after 500 steps, {name}"),
            net.spread(),
            0.0,
        );
        row = row.between(
            &format!("how far the weights moved, {name}"),
            (net.w1[0][0] - 0.5).abs(),
            0.01,
            10.0,
        );
    }
    let (mut alike, mut random) = (Net::constant(0.5), Net::random(seed));
    let mut curves = (Vec::new(), Vec::new());
    for _ in 0..500 {
        alike.step(TANH);
        random.step(TANH);
        curves.0.push(loss(&alike, &X, &Y, TANH));
        curves.1.push(loss(&random, &X, &Y, TANH));
    }
    row.between("difference of the columns from random weights", random.spread(), 0.1, 10.0)
        .picture(
            Chart::new("Loss, tanh", "steps", "loss")
                .series("constant weights", curves.0)
                .series("random weights", curves.1)
                .draw(),
        )
}
// end region

// region: S1-29
fn same_units(_seed: u64) -> Row {
    let alpha = 0.5;
    let net = Net::constant(alpha);
    let outputs = |n: usize| {
        let unit = |j: usize| activated(X[n][0] * net.w1[0][j] + X[n][1] * net.w1[1][j], RELU);
        core::array::from_fn::<f64, UNITS, _>(unit)
    };
    let expected = (alpha * X[1][0] + alpha * X[1][1]).max(0.0);
    let gradient = loss::grad(&net, &X, &Y, RELU);
    let apart = (0..4).map(|n| spread(&[&outputs(n)])).fold(0.0, f64::max);
    Row::new("Every hidden unit gives relu(&alpha;<i>x</i>&#8321; + &alpha;<i>x</i>&#8322;), has the same influence on the loss, and gets the same gradient.")
        .exactly("largest difference between the units' outputs", apart, 0.0)
        .relative("output of a unit at (1.2, 0.4): relu(alpha x1 + alpha x2)", outputs(1)[0], expected, 1e-15)
        .exactly("largest difference between the units' gradients", spread(&[&gradient.w1[0], &gradient.w1[1], &gradient.b1, &gradient.w2]), 0.0)
        .between("size of the gradients", largest(gradient.w1.as_flattened()), 1e-3, 10.0)
}
// end region

// region: S1-30
fn zeros(_seed: u64) -> Row {
    let mut row = Row::new(
        "With tanh and ReLU, <i>g</i>(0) = 0: hidden values are 0, and so are all gradients of weights; only the output's bias learns, for ever.
        With the sigmoid, <i>g</i>(0) = 1/2: the output weights get a gradient at once, the hidden layer from the second step on, always the same for all units.",
    );
    for (name, kind) in [("tanh", TANH), ("ReLU", RELU)] {
        let mut net = Net::constant(0.0);
        let (mut weights, mut bias) = (0.0_f64, 0.0_f64);
        for _ in 0..20 {
            let g = net.step(kind);
            weights =
                weights.max(largest(g.w1.as_flattened())).max(largest(&g.w2)).max(largest(&g.b1));
            bias = bias.max(g.b2.abs());
        }
        row = row
            .exactly(
                &format!("largest gradient of any weight or hidden bias in 20 steps, {name}"),
                weights,
                0.0,
            )
            .between(&format!("largest gradient of the output bias, {name}"), bias, 0.1, 1.0);
    }
    let mut net = Net::constant(0.0);
    let first = net.step(SIGMOID);
    let second = net.step(SIGMOID);
    row.exactly("sigmoid, step 1: largest gradient in the hidden layer", largest(first.w1.as_flattened()), 0.0)
        .between("sigmoid, step 1: gradient of the output weights", largest(&first.w2), 1e-2, 1.0)
        .between("sigmoid, step 2: largest gradient in the hidden layer", largest(second.w1.as_flattened()), 1e-5, 1.0)
        .exactly("sigmoid, step 2: difference of the units' gradients", spread(&[&second.w1[0], &second.w1[1], &second.w2]), 0.0)
        .mistake("The notes' first reason, <i>g</i>(0) &ne; 0, is about symmetry, not about <i>g</i>(0) alone: with zero output weights the hidden layer of a sigmoid network gets a gradient of exactly zero in the first step.")
}
// end region

// region: S2-5
fn identical(seed: u64) -> Row {
    // All units get one vector of weights, which is not constant itself.
    let mut net = Net::random(seed);
    for row in &mut net.w1 {
        *row = [row[0]; UNITS];
    }
    net.w2 = [net.w2[0]; UNITS];
    let start = net.w1[0][0];
    let mut worst = 0.0_f64;
    for _ in 0..500 {
        net.step(TANH);
        worst = worst.max(net.spread());
    }
    Row::new("All units of a layer start from the same vector of weights: <i>y</i><sub>j</sub> = <i>a</i>(<i>w</i>&middot;<i>y</i> + <i>b</i>) is the same for all <i>j</i>, and so is each update.")
        .exactly("largest difference of the units in 500 steps", worst, 0.0)
        .between("how far they moved together", (net.w1[0][0] - start).abs(), 1e-3, 10.0)
        .mistake("\u{201c}The weights in layer <i>i</i> will start off identical\u{201d}: it is layer <i>l</i>.")
}
// end region
