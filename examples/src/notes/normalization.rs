//! Batch normalization (S2-11 to S2-13), and deep networks without it (S2-14, S2-15).

use super::pictures::Chart;
use super::row::{Experiment, Row};
use autodiff_runtime::analysis::Spread;
use autodiff_runtime::init::{
    Fan, Fixup, FixupRole, Gain, Initializer, Normal, VarianceScaling, WeightShape, seeded,
};
use autodiff_runtime::nn::{BatchNorm1d, Linear, Samples, Sigmoid, bce_with_logits};
use autodiff_runtime::optim::Sgd;
use autodiff_runtime::prelude::*;

/// The rows.
pub const EXPERIMENTS: &[Experiment] = &[
    Experiment {
        id: "S2-11",
        title: "Batch normalization",
        run: forward_and_backward,
        source: SOURCE,
    },
    Experiment { id: "S2-12", title: "Batch normalization in use", run: inference, source: SOURCE },
    Experiment {
        id: "S2-13",
        title: "What batch normalization does",
        run: effects,
        source: SOURCE,
    },
    Experiment {
        id: "S2-14",
        title: "Fixup: depth without normalization",
        run: fixup,
        source: SOURCE,
    },
    Experiment { id: "S2-15", title: "The end", run: done, source: SOURCE },
];

const SOURCE: &str = include_str!("normalization.rs");

// region: S2-11
const FEATURES: usize = 3;
const BATCH: usize = 8;

type Batch = Samples<f64, FEATURES, BATCH>;

#[differentiate]
fn normalized(layer: &BatchNorm1d<f64, FEATURES>, x: &Batch) -> Batch {
    layer.forward(x)
}

fn random_batch(seed: u64) -> Batch {
    let mut x = Samples::zeros();
    Normal { mean: 1.0, deviation: 2.0 }.fill_slice(x.as_mut_slice(), &mut seeded(seed));
    x
}

fn forward_and_backward(seed: u64) -> Row {
    let (x, seeds) = (random_batch(seed), random_batch(seed + 1));
    let mut layer = BatchNorm1d::<f64, FEATURES>::default();
    layer.weight = [1.5, -0.5, 0.8];
    layer.bias = [0.1, 0.2, -0.3];
    Parameters::<f64>::train(&mut layer, 0);
    let (y, (of_layer, dx)) = normalized::vjp(&layer, &x, seeds.clone());

    let m = BATCH as f64;
    let sum = |f: &dyn Fn(usize) -> f64| (0..BATCH).map(f).sum::<f64>();
    let (mut of_y, mut of_dx, mut of_gamma, mut of_beta) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
    for j in 0..FEATURES {
        // Forward, as in the notes: the variance is that of the batch, with 1/m.
        let mean = sum(&|i| x[i][j]) / m;
        let variance = sum(&|i| (x[i][j] - mean).powi(2)) / m;
        let deviation = (variance + 1e-5).sqrt();
        let hat = |i: usize| (x[i][j] - mean) / deviation;
        // Backward: what goes through the mean and the variance is taken away again.
        let (d_beta, d_gamma) = (sum(&|i| seeds[i][j]), sum(&|i| seeds[i][j] * hat(i)));
        of_beta = of_beta.max((of_layer.bias[j] - d_beta).abs());
        of_gamma = of_gamma.max((of_layer.weight[j] - d_gamma).abs());
        for i in 0..BATCH {
            let z = layer.weight[j] * hat(i) + layer.bias[j];
            let d = layer.weight[j] / deviation * (seeds[i][j] - d_beta / m - hat(i) * d_gamma / m);
            of_y = of_y.max((y[i][j] - z).abs());
            of_dx = of_dx.max((dx[i][j] - d).abs());
        }
    }
    // Plain standardization, and the identity.
    let mut plain = BatchNorm1d::<f64, FEATURES>::default();
    Parameters::<f64>::train(&mut plain, 0);
    let standardized = plain.forward(&x);
    let first: Vec<f64> = (0..BATCH).map(|i| standardized[i][0]).collect();
    for j in 0..FEATURES {
        let column: Vec<f64> = (0..BATCH).map(|i| x[i][j]).collect();
        let spread = Spread::of(&column);
        plain.weight[j] = (spread.variance() + 1e-5).sqrt();
        plain.bias[j] = spread.mean;
    }
    let same = plain.forward(&x);
    let identity =
        same.as_slice().iter().zip(x.as_slice()).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    Row::new(
        "&mu; and &sigma;<sup>2</sup> of the batch (with 1/<i>m</i>), <i>x&#770;</i> = (<i>x</i> &minus; &mu;)/&radic;(&sigma;<sup>2</sup> + &epsilon;), <i>z</i> = &gamma;<i>x&#770;</i> + &beta;, of what goes <i>into</i> the activation.
        Backward d<i>x</i> = &gamma;/&sigma; (d<i>z</i> &minus; mean(d<i>z</i>) &minus; <i>x&#770;</i> mean(d<i>z</i> <i>x&#770;</i>)). The numbers are the largest distances of the layer and its generated derivative from these forms.",
    )
    .near("forward", of_y, 0.0, 1e-13)
    .near("backward, by x", of_dx, 0.0, 1e-13)
    .near("backward, by gamma", of_gamma, 0.0, 1e-12)
    .near("backward, by beta", of_beta, 0.0, 1e-12)
    .near("mean of a feature with gamma = 1, beta = 0", Spread::of(&first).mean, 0.0, 1e-14)
    .near("its deviation", Spread::of(&first).deviation, 1.0, 1e-4)
    .near("distance from x with gamma = sqrt(var + eps), beta = mu", identity, 0.0, 1e-13)
    .mistake("\u{201c}The identity transformation, which would be the simple standardization\u{201d}: &gamma; = 1, &beta; = 0 give the standardization; the identity needs &gamma; = &radic;(&sigma;<sup>2</sup> + &epsilon;), &beta; = &mu;.")
    .mistake("\u{201c}Makes our transformations linear, rather than non-linear, which are more powerful\u{201d} has it the wrong way round: inputs in the active region make a unit nearly linear, which is less powerful; &gamma; and &beta; let the network leave that region.")
}
// end region

// region: S2-12
fn inference(seed: u64) -> Row {
    const SIZE: usize = 32;
    let mut layer = BatchNorm1d::<f64, 1>::default();
    let mut rng = seeded(seed);
    let mut means = Vec::new();
    for step in 0..400 {
        Parameters::<f64>::train(&mut layer, step);
        let mut x = Samples::<f64, 1, SIZE>::zeros();
        Normal { mean: 4.0, deviation: 3.0 }.fill_slice(x.as_mut_slice(), &mut rng);
        layer.forward(&x);
        means.push(layer.running_mean[0]);
    }
    Parameters::<f64>::evaluate(&mut layer);
    let [alone] = layer.forward(&Samples::<f64, 1, 1>::from([[7.0]]))[0];
    let pair = layer.forward(&Samples::<f64, 1, 2>::from([[7.0], [-100.0]]));
    // A moving average of weight 0.1 keeps 1/19 of the variance of a batch's mean, 9/32.
    Row::new("In use there is one &mu; and one &sigma;, moving averages over the batches of training: a sample alone has an answer, and its neighbours do not change it. The data has mean 4 and variance 9.")
        .near("running mean: 4", layer.running_mean[0], 4.0, 4.5 * (9.0_f64 / 32.0 / 19.0).sqrt())
        .near("running variance: 9", layer.running_var[0], 9.0, 4.5 * (2.0 * 81.0 / 31.0_f64 / 19.0).sqrt())
        .relative("answer to 7: (7 - mu) / sigma", alone, (7.0 - layer.running_mean[0]) / (layer.running_var[0] + 1e-5).sqrt(), 1e-14)
        .exactly("the same beside -100", pair[0][0], alone)
        .exactly("batches seen", layer.num_batches_tracked, 400.0)
        .picture(
            Chart::new("The running mean", "batches", "")
                .series("running mean", means)
                .level("mean of the data", 4.0)
                .draw(),
        )
}
// end region

// region: S2-13
const WIDTH: usize = 12;
const COUNT: usize = 48;

/// Six sigmoid layers.
#[derive(Network, Clone, Debug)]
struct Plain {
    l1: Linear<f64, 2, WIDTH>,
    a1: Sigmoid,
    l2: Linear<f64, WIDTH, WIDTH>,
    a2: Sigmoid,
    l3: Linear<f64, WIDTH, WIDTH>,
    a3: Sigmoid,
    l4: Linear<f64, WIDTH, WIDTH>,
    a4: Sigmoid,
    output: Linear<f64, WIDTH, 1>,
}

/// The same with batch normalization in front of each activation.
#[derive(Network, Clone, Debug)]
struct Normalized {
    l1: Linear<f64, 2, WIDTH>,
    n1: BatchNorm1d<f64, WIDTH>,
    a1: Sigmoid,
    l2: Linear<f64, WIDTH, WIDTH>,
    n2: BatchNorm1d<f64, WIDTH>,
    a2: Sigmoid,
    l3: Linear<f64, WIDTH, WIDTH>,
    n3: BatchNorm1d<f64, WIDTH>,
    a3: Sigmoid,
    l4: Linear<f64, WIDTH, WIDTH>,
    n4: BatchNorm1d<f64, WIDTH>,
    a4: Sigmoid,
    output: Linear<f64, WIDTH, 1>,
}

type Inputs = Samples<f64, 2, COUNT>;
type Targets = Samples<f64, 1, COUNT>;

#[differentiate]
fn loss_of_plain(net: &Plain, #[constant] x: &Inputs, #[constant] y: &Targets) -> f64 {
    bce_with_logits(&net.forward(x), y)
}

#[differentiate]
fn loss_of_normalized(net: &Normalized, #[constant] x: &Inputs, #[constant] y: &Targets) -> f64 {
    bce_with_logits(&net.forward(x), y)
}

#[differentiate]
fn one_layer(
    w: &Linear<f64, 2, WIDTH>,
    #[constant] norm: &BatchNorm1d<f64, WIDTH>,
    #[constant] x: &Inputs,
) -> f64 {
    let y = norm.forward(&w.forward(x));
    let mut sum = 0.0;
    for n in 0..COUNT {
        for f in 0..WIDTH {
            sum += (y[n][f] + 0.1 * f as f64).sin();
        }
    }
    sum
}

fn effects(seed: u64) -> Row {
    const STEPS: u64 = 400;
    let mut x = Inputs::zeros();
    Normal::default().fill_slice(x.as_mut_slice(), &mut seeded(seed));
    let y = Targets::from_fn(|n| [if x[n][0] * x[n][1] > 0.0 { 1.0 } else { 0.0 }]);
    let plain = |rate: f64| {
        let mut net = Plain::random(&mut seeded(seed + 1));
        let mut optimizer = Sgd::new(rate);
        let mut losses = Vec::new();
        for _ in 0..STEPS {
            let (loss, gradient) = loss_of_plain::value_and_grad(&net, &x, &y);
            losses.push(loss);
            optimizer.step_model(&mut net, &gradient);
        }
        losses
    };
    let normalized = |rate: f64| {
        let mut net = Normalized::random(&mut seeded(seed + 1));
        let mut optimizer = Sgd::new(rate);
        let mut losses = Vec::new();
        for step in 0..STEPS {
            net.train(step);
            let (loss, gradient) = loss_of_normalized::value_and_grad(&net, &x, &y);
            losses.push(loss);
            optimizer.step_model(&mut net, &gradient);
        }
        losses
    };
    let mut row = Row::new(
        "Four sigmoid layers learn the sign of a product, by plain descent. Without normalization they stay at ln 2 = 0.69, which is guessing, at every rate; with it they learn, and bear large rates.
        What is in front of a normalization may be multiplied by any <i>a</i>: f(<i>aW</i>) = f(<i>W</i>), and the gradient is divided by <i>a</i>. So weight decay there only changes the effective learning rate.",
    );
    let mut chart = Chart::new("Loss of four sigmoid layers", "steps", "cross-entropy");
    for rate in [0.3, 1.0, 3.0] {
        let (without, with) = (plain(rate), normalized(rate));
        let last = |losses: &[f64]| losses[losses.len() - 10..].iter().sum::<f64>() / 10.0;
        row = row
            .between(&format!("last loss without it, rate {rate}"), last(&without), 0.6, 2.0)
            .between(&format!("last loss with it, rate {rate}"), last(&with), 0.0, 0.45);
        chart = chart.series(&format!("without, {rate}"), without);
        chart = chart.series(&format!("with, {rate}"), with);
    }

    // Scale invariance; without epsilon it is exact.
    let w = Linear::<f64, 2, WIDTH>::random(&mut seeded(seed + 2));
    let mut norm = BatchNorm1d::<f64, WIDTH>::default();
    norm.eps = 0.0;
    Parameters::<f64>::train(&mut norm, 0);
    let mut scaled = w.clone();
    scaled.weight.as_mut_slice().iter_mut().chain(&mut scaled.bias).for_each(|w| *w *= 3.0);
    let (value, gradient) = one_layer::value_and_grad(&w, &norm, &x);
    let (scaled_value, scaled_gradient) = one_layer::value_and_grad(&scaled, &norm, &x);
    let (g, h) = (gradient.weight.as_slice(), scaled_gradient.weight.as_slice());
    let size = g.iter().map(|g| g.abs()).fold(0.0, f64::max);
    let apart = g.iter().zip(h).map(|(g, h)| (g - 3.0 * h).abs()).fold(0.0, f64::max);
    let radial: f64 = g.iter().zip(w.weight.as_slice()).map(|(g, w)| g * w).sum();
    row.relative("f(3W) and f(W)", scaled_value, value, 1e-12)
        .near(
            "grad(W) and 3 grad(3W): distance, in the size of the gradient",
            apart / size,
            0.0,
            1e-11,
        )
        .near("grad(W) along W: none", radial / size, 0.0, 1e-11)
        .picture(chart.draw())
}
// end region

// region: S2-14
const DEPTH: usize = 48;
const UNITS: usize = 12;

/// A branch of two layers, with its scalar biases and its multiplier.
#[derive(Differentiable, Clone, Copy, Debug)]
struct Branch {
    first: [[f64; UNITS]; UNITS],
    last: [[f64; UNITS]; UNITS],
    biases: [f64; 4],
    scale: f64,
}

#[derive(Differentiable, Clone, Debug)]
struct Deep {
    branches: Vec<Branch>,
    output: [f64; UNITS],
}

#[differentiate]
fn product(w: &[[f64; UNITS]; UNITS], x: &[f64; UNITS]) -> [f64; UNITS] {
    let mut y = [0.0; UNITS];
    for o in 0..UNITS {
        for i in 0..UNITS {
            y[o] += w[o][i] * x[i];
        }
    }
    y
}

/// `x + scale last(relu(first(x)))`, with a bias in front of each.
#[differentiate]
fn residual(branch: &Branch, x: &[f64; UNITS]) -> [f64; UNITS] {
    let b = &branch.biases;
    let first = product(&branch.first, &x.map(|x| x + b[0]));
    let hidden = first.map(|z| if z + b[1] > 0.0 { z + b[1] } else { 0.0 });
    let last = product(&branch.last, &hidden.map(|h| h + b[2]));
    let mut y = *x;
    for i in 0..UNITS {
        y[i] += branch.scale * last[i] + b[3];
    }
    y
}

#[differentiate]
fn answer(net: &Deep, #[constant] x: &[f64; UNITS]) -> f64 {
    let mut signal = *x;
    for branch in net.branches.iter() {
        signal = residual(branch, &signal);
    }
    let mut sum = 0.0;
    for i in 0..UNITS {
        sum += net.output[i] * signal[i];
    }
    sum
}

#[differentiate]
fn error(net: &Deep, #[constant] x: &[[f64; UNITS]], #[constant] y: &[f64]) -> f64 {
    let mut sum = 0.0;
    for n in 0..x.len() {
        let apart = answer(net, &x[n]) - y[n];
        sum += apart * apart;
    }
    sum / x.len() as f64
}

impl Deep {
    fn new(seed: u64, rules: Option<Fixup>) -> Self {
        let mut rng = seeded(seed);
        let shape = WeightShape::matrix(UNITS, UNITS);
        let he = VarianceScaling::kaiming_normal(Gain::Relu, Fan::In);
        let mut fill = |values: &mut [f64], shape: &WeightShape, role: FixupRole| match &rules {
            Some(fixup) => fixup.fill(role, values, shape, &mut rng),
            None => he.fill(values, shape, &mut rng),
        };
        let empty = Branch {
            first: [[0.0; UNITS]; UNITS],
            last: [[0.0; UNITS]; UNITS],
            biases: [0.0; 4],
            scale: 1.0,
        };
        let mut net = Self { branches: vec![empty; DEPTH], output: [0.0; UNITS] };
        for branch in &mut net.branches {
            fill(branch.first.as_flattened_mut(), &shape, FixupRole::Branch);
            fill(branch.last.as_flattened_mut(), &shape, FixupRole::BranchEnd);
        }
        fill(&mut net.output, &WeightShape::matrix(1, UNITS), FixupRole::Classifier);
        net
    }

    fn train(&mut self, x: &[[f64; UNITS]], y: &[f64], rate: f64, steps: usize) -> Vec<f64> {
        let mut optimizer = Sgd::new(rate);
        let mut losses = Vec::new();
        for _ in 0..steps {
            let (loss, gradient) = error::value_and_grad(self, x, y);
            losses.push(loss);
            optimizer.start_step();
            for (branch, g) in self.branches.iter_mut().zip(&gradient.branches) {
                optimizer.update(branch.first.as_flattened_mut(), g.first.as_flattened());
                optimizer.update(branch.last.as_flattened_mut(), g.last.as_flattened());
                optimizer.update(&mut branch.biases, &g.biases);
                optimizer.update(std::slice::from_mut(&mut branch.scale), &[g.scale]);
            }
            optimizer.update(&mut self.output, &gradient.output);
        }
        losses
    }

    /// The size of the signal after each branch.
    fn sizes(&self, x: &[f64; UNITS]) -> Vec<f64> {
        let mut signal = *x;
        let after = |branch: &Branch| {
            signal = residual(branch, &signal);
            Spread::of(&signal).root_mean_square
        };
        self.branches.iter().map(after).collect()
    }
}

fn fixup(seed: u64) -> Row {
    let rules = Fixup::new(DEPTH, 2);
    let mut x = [[0.0; UNITS]; 24];
    Normal::default().fill_slice(x.as_flattened_mut(), &mut seeded(seed));
    let y = x.map(|x: [f64; UNITS]| (x[0] + x[1]).tanh());
    let mut net = Deep::new(seed + 1, Some(rules));
    let he = Deep::new(seed + 1, None);
    let size = Spread::of(&x[0]).root_mean_square;
    let start = Spread::of(net.branches[0].first.as_flattened()).deviation;
    let (fixed_sizes, he_sizes) = (net.sizes(&x[0]), he.sizes(&x[0]));
    let losses = net.train(&x, &y, 0.05, 300);
    let he_losses = he.clone().train(&x, &y, 0.05, 20);
    let last_of_he = he_losses[19];
    Row::new(
        "48 residual branches of two layers, without normalization. Fixup: the last layer of each branch and the output start at 0; the other weights are He's times <i>L</i><sup>&minus;1/(2m&minus;2)</sup>;
        a scalar bias in front of each layer and activation, a multiplier for each branch. Then the stack is the identity at first, and a step changes it by as much however deep it is.",
    )
    .relative("factor of 48 branches of 2 layers: 48^(-1/2)", rules.factor(), 48.0_f64.powf(-0.5), 1e-14)
    .relative("factor of 16 branches of 3 layers: 16^(-1/4)", Fixup::new(16, 3).factor(), 0.5, 1e-14)
    .relative("deviation of a first layer: sqrt(2/12 / 48)", start, (2.0_f64 / 12.0 / 48.0).sqrt(), 0.25)
    .exactly("size of the signal after 48 branches, of the first: Fixup", fixed_sizes[DEPTH - 1] / size, 1.0)
    .between("the same with He's weights", he_sizes[DEPTH - 1] / size, 1e4, f64::INFINITY)
    .between("loss after 300 steps, of the first: Fixup", losses[299] / losses[0], 0.0, 0.3)
    .yes(
        "He's weights after 20 steps at the same rate: diverged",
        !(last_of_he.is_finite() && last_of_he < he_losses[0]),
    )
    .picture(
        Chart::new("Size of the signal after each branch", "branch", "root mean square")
            .logarithmic()
            .series("He", he_sizes)
            .series("Fixup", fixed_sizes)
            .draw(),
    )
    .picture(Chart::new("Loss with Fixup", "steps", "mean square").logarithmic().series("", losses).draw())
}
// end region

// region: S2-15
fn done(_seed: u64) -> Row {
    let message = "Done";
    Row::new(&format!(
        "The notebook ends with printing \u{201c}{message}\u{201d}. So do we: {message}."
    ))
    .exactly("letters printed", message.len() as f64, 4.0)
}
// end region
