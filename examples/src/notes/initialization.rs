//! How large weights should be (S1-31, S1-33 to S1-36, S2-4, S2-6 to S2-8).

use super::depth::{Kind, LAYERS, Stack, UNITS};
use super::pictures::Chart;
use super::row::{Experiment, Row};
use autodiff_runtime::analysis::Spread;
use autodiff_runtime::init::{
    Fan, Gain, Initializer, Normal, Shape, Uniform, VarianceScaling, WeightShape, seeded,
};
use autodiff_runtime::prelude::*;
use nalgebra::DMatrix;

/// The rows of the first note.
pub const EXPERIMENTS: &[Experiment] = &[
    Experiment { id: "S1-31", title: "Too large and too small", run: extremes, source: SOURCE },
    Experiment { id: "S1-33", title: "Rules of thumb", run: rules_of_thumb, source: SOURCE },
    Experiment {
        id: "S1-34",
        title: "\u{201c}Xavier normal\u{201d} for tanh",
        run: xavier_for_tanh,
        source: SOURCE,
    },
    Experiment { id: "S1-35", title: "The proof: variances multiply", run: proof, source: SOURCE },
    Experiment {
        id: "S1-36",
        title: "The backward condition",
        run: backward_condition,
        source: SOURCE,
    },
];

/// The rows of the second.
pub const IMPEDIMENTS: &[Experiment] = &[
    Experiment {
        id: "S2-4",
        title: "Regions of zero gradient",
        run: zero_gradient,
        source: SOURCE,
    },
    Experiment {
        id: "S2-6",
        title: "Glorot: the variance of a dot product",
        run: dot_product,
        source: SOURCE,
    },
    Experiment { id: "S2-7", title: "Glorot with both fans", run: both_fans, source: SOURCE },
    Experiment { id: "S2-8", title: "Kaiming He", run: kaiming, source: SOURCE },
];

const SOURCE: &str = include_str!("initialization.rs");

/// The deviation of LeCun's weights.
fn kept() -> f64 {
    1.0 / (UNITS as f64).sqrt()
}

/// The sizes of a signal.
fn sizes(spreads: &[Spread]) -> Vec<f64> {
    spreads.iter().map(|spread| spread.root_mean_square).collect()
}

/// Sizes after layers 1, 10 and 50 beside those of the notes, which are of one seed: to the order of magnitude.
pub fn at_depths(mut row: Row, name: &str, sizes: &[f64], expected: [f64; 3]) -> Row {
    for ((layer, expected), factor) in [1, 10, 50].into_iter().zip(expected).zip([1.2, 1.7, 4.0]) {
        let once = if expected < 1e-3 { format!("{expected:e}") } else { expected.to_string() };
        let what = format!("size after layer {layer}, {name} (one run: {once})");
        row = row.between(&what, sizes[layer - 1], expected / factor, expected * factor);
    }
    row
}

// region: S1-31
fn extremes(seed: u64) -> Row {
    let stack = Stack::new(seed);
    let small = sizes(&stack.spreads(Kind::Tanh, 0.01));
    let large = sizes(&stack.spreads(Kind::Tanh, 1.0));
    let signal = &stack.forward(Kind::Tanh, 1.0, 10)[9];
    let saturated = signal.iter().filter(|a| a.abs() > 0.99).count() as f64 / signal.len() as f64;
    let backward = |kind, deviation| stack.backward(kind, deviation, LAYERS);
    let (gone, exploded) = (backward(Kind::Tanh, 0.01), backward(Kind::Linear, 1.5 * kept()));
    let mut row = Row::new(
        "A signal through 50 layers of 256 tanh units. Weights of deviation 0.01 let it vanish; of deviation 1 they drive nearly all units into saturation.
        Backward it is the same: gradients vanish or explode.",
    );
    row = at_depths(row, "deviation 0.01", &small, [0.156, 1.1e-8, 1.6e-40]);
    row = at_depths(row, "deviation 1", &large, [0.975, 0.975, 0.974]);
    let right = sizes(&stack.spreads(Kind::Tanh, kept()));
    row.between("share of units beyond 0.99 in layer 10, deviation 1", saturated, 0.8, 0.92)
        .between("size of the gradient at the input, deviation 0.01", gone[0], 0.0, 1e-35)
        .between(
            "size of the gradient at the input, no activation, half as large again as it should be",
            exploded[0],
            1e8,
            1e10,
        )
        .picture(
            Chart::new("Size of the signal after each layer, tanh", "layer", "root mean square")
                .logarithmic()
                .series("deviation 1", large)
                .series("1 / sqrt n", right)
                .series("deviation 0.01", small)
                .draw(),
        )
        .picture(
            Chart::new("Size of the gradient in front of each layer", "layer", "root mean square")
                .logarithmic()
                .series("linear, 1.5 / sqrt n", exploded)
                .series("tanh, 1 / sqrt n", backward(Kind::Tanh, kept()))
                .series("tanh, deviation 1", backward(Kind::Tanh, 1.0))
                .series("tanh, deviation 0.01", gone)
                .draw(),
        )
}
// end region

// region: S1-33
fn rules_of_thumb(seed: u64) -> Row {
    let stack = Stack::new(seed);
    let tanh = stack.spreads(Kind::Tanh, kept());
    let scaled = stack.spreads(Kind::Tanh, 5.0 / 3.0 * kept());
    let rectified = stack.spreads(Kind::Relu, 2.0_f64.sqrt() * kept());
    let means = tanh.iter().chain(&scaled).map(|spread| spread.mean.abs());
    let last = |spreads: &[Spread]| spreads[LAYERS - 1].deviation / spreads[9].deviation;
    Row::new(
        "The mean of the activations should be 0, and their variance the same in every layer. A probe, <code>analysis::Spread</code>, measures both, and how many units give nothing.",
    )
    .near("largest mean of a layer, tanh", means.fold(0.0, f64::max), 0.0, 0.05)
    .between("deviation in layer 50, of that in layer 10, tanh with gain 5/3", last(&scaled), 0.95, 1.05)
    .between("the same without the gain: it falls slowly", last(&tanh), 0.3, 0.6)
    .near("share of zeros in layer 1, ReLU", rectified[0].zeros, 0.5, 0.03)
    .between("mean of layer 1 in its size, ReLU: not 0", rectified[0].mean / rectified[0].root_mean_square, 0.5, 0.63)
    .picture(
        Chart::new("Deviation of each layer", "layer", "deviation")
            .series("tanh, 1 / sqrt n", tanh.iter().map(|s| s.deviation))
            .series("tanh, gain 5/3", scaled.iter().map(|s| s.deviation))
            .series("ReLU, sqrt(2 / n)", rectified.iter().map(|s| s.deviation))
            .draw(),
    )
    .picture(
        Chart::new("Mean of each layer", "layer", "mean")
            .series("tanh, 1 / sqrt n", tanh.iter().map(|s| s.mean))
            .series("tanh, gain 5/3", scaled.iter().map(|s| s.mean))
            .series("ReLU, sqrt(2 / n)", rectified.iter().map(|s| s.mean))
            .draw(),
    )
}
// end region

// region: S1-34
/// The weights that an initializer draws for a layer.
fn drawn(initializer: &dyn Initializer<f64>, outputs: usize, inputs: usize, seed: u64) -> Spread {
    let mut weights = vec![0.0; outputs * inputs];
    initializer.fill(&mut weights, &WeightShape::matrix(outputs, inputs), &mut seeded(seed));
    Spread::of(&weights)
}

fn xavier_for_tanh(seed: u64) -> Row {
    let lecun = VarianceScaling::new(1.0, Fan::In, Shape::Normal);
    let glorot = VarianceScaling::xavier_normal(Gain::Linear);
    let (of_lecun, of_glorot) = (drawn(&lecun, 128, 512, seed), drawn(&glorot, 128, 512, seed));
    let stack = Stack::new(seed);
    let plain = sizes(&stack.spreads(Kind::Tanh, kept()));
    let gain = sizes(&stack.spreads(Kind::Tanh, Gain::Tanh.factor() * kept()));
    // The variance of 65536 normal numbers is known to sqrt(2 / 65536) = 0.55 %.
    let mut row = Row::new("<i>W</i> ~ <i>N</i>(0, 1/<i>n</i>) with <i>n</i> the inputs of the layer, <i>b</i> = 0: the variance of the activations stays, as long as tanh is nearly linear.")
        .relative("variance of the weights, 512 inputs: 1/n", of_lecun.variance(), 1.0 / 512.0, 0.025)
        .near("their mean", of_lecun.mean, 0.0, 5.0 / (512.0_f64 * 65536.0).sqrt())
        .relative("PyTorch's xavier_normal_, 512 inputs and 128 outputs: 2/(n_in + n_out)", of_glorot.variance(), 2.0 / 640.0, 0.025);
    row = at_depths(row, "tanh", &plain, [0.627, 0.228, 0.101]);
    row = at_depths(row, "tanh with gain 5/3", &gain, [0.759, 0.657, 0.654]);
    row.mistake("<i>N</i>(0, 1/<i>n</i><sub>in</sub>), the notes' Xavier, is <b>LeCun</b>'s initialization. Xavier Glorot's, as in PyTorch's <code>xavier_normal_</code>, has the variance 2/(<i>n</i><sub>in</sub> + <i>n</i><sub>out</sub>): with 512 inputs and 128 outputs 0.0031, not 0.0020. Here both have their names.")
}
// end region

// region: S1-35
fn proof(seed: u64) -> Row {
    let mut rng = seeded(seed);
    let mut normals = |mean: f64, deviation: f64| {
        let mut values = vec![0.0; 400_000];
        Normal { mean, deviation }.fill_slice(&mut values, &mut rng);
        values
    };
    let (x, y) = (normals(1.0, 2.0), normals(-0.5, 1.5));
    let products: Vec<f64> = x.iter().zip(&y).map(|(x, y)| x * y).collect();
    let by_formula = 1.0 * 2.25 + 0.25 * 4.0 + 4.0 * 2.25;
    let stack = Stack::new(seed);
    let curve = |scale: f64| sizes(&stack.spreads(Kind::Linear, (scale / UNITS as f64).sqrt()));
    let mut row = Row::new(
        "Var(<i>XY</i>) = E[<i>X</i>]<sup>2</sup>Var(<i>Y</i>) + Var(<i>X</i>)E[<i>Y</i>]<sup>2</sup> + Var(<i>X</i>)Var(<i>Y</i>), so with means 0 a layer multiplies the variance by <i>n</i> Var(<i>W</i>), and
        <i>L</i> layers by the product: below 1 it vanishes, at 1 it stays, above 1 it explodes.",
    )
    .relative("Var(XY), E = 1 and -0.5, Var = 4 and 2.25, 400000 pairs", Spread::of(&products).variance(), by_formula, 0.03);
    let mut chart =
        Chart::new("Variance after each layer, no activation", "layer", "variance").logarithmic();
    for scale in [0.5, 1.0, 2.0_f64] {
        let sizes = curve(scale);
        let found = (sizes[19] * sizes[19]).log2();
        row = row.near(
            &format!("log2 of the variance after 20 layers, n Var(W) = {scale}: 20 log2 of that"),
            found,
            20.0 * scale.log2(),
            1.5,
        );
        chart = chart.series(&format!("n Var(W) = {scale}"), sizes.iter().map(|s| s * s));
    }
    at_depths(row, "no activation, 1 / sqrt n", &curve(1.0), [0.998, 1.01, 0.93])
        .picture(chart.draw())
}
// end region

// region: S1-36
#[differentiate]
fn layer(x: &DMatrix<f64>, w: &DMatrix<f64>) -> DMatrix<f64> {
    w * x
}

fn backward_condition(seed: u64) -> Row {
    let (outputs, inputs, samples) = (120, 480, 200);
    let mut rng = seeded(seed);
    let mut matrix = |rows: usize, columns: usize, deviation: f64| {
        let mut values = DMatrix::zeros(rows, columns);
        Normal { mean: 0.0, deviation }.fill_slice(values.as_mut_slice(), &mut rng);
        values
    };
    let x = matrix(inputs, samples, 1.0);
    let behind = matrix(outputs, samples, 1.0);
    let mut row = Row::new(
        "Backward, the sum is over the outputs of a layer: the variance of the gradient is multiplied by <i>n</i><sub>out</sub> Var(<i>W</i>). A layer of 480 inputs and 120 outputs cannot keep both variances;
        one keeps the signal (fan in), the other the gradient (fan out).",
    );
    for (name, fan) in [("fan in", Fan::In), ("fan out", Fan::Out), ("fan average", Fan::Average)] {
        let scaling = VarianceScaling::new(1.0, fan, Shape::Normal);
        let deviation = scaling.deviation(&WeightShape::matrix(outputs, inputs));
        let w = matrix(outputs, inputs, deviation);
        let (y, (dx, _)) = layer::vjp(&x, &w, behind.clone());
        let variance = deviation * deviation;
        row = row
            .relative(
                &format!("variance of the signal, {name}: n_in Var(W)"),
                Spread::of(y.as_slice()).variance(),
                inputs as f64 * variance,
                0.08,
            )
            .relative(
                &format!("variance of the gradient, {name}: n_out Var(W)"),
                Spread::of(dx.as_slice()).variance(),
                outputs as f64 * variance,
                0.08,
            );
    }
    let stack = Stack::new(seed);
    let mut chart =
        Chart::new("Variance of the gradient in front of each layer", "layer", "variance")
            .logarithmic();
    for scale in [0.5, 1.0, 2.0] {
        let sizes = stack.backward(Kind::Linear, (scale / UNITS as f64).sqrt(), 20);
        chart = chart.series(&format!("n Var(W) = {scale}"), sizes.iter().map(|s| s * s));
    }
    row.picture(chart.draw())
}
// end region

// region: S2-4
#[differentiate]
fn saturating(z: f64) -> f64 {
    z.tanh()
}

fn zero_gradient(seed: u64) -> Row {
    let mut normals = vec![0.0; 20_000];
    Normal::default().fill_slice(&mut normals, &mut seeded(seed));
    let share = |size: f64| {
        let lost = normals.iter().filter(|z| saturating::grad(size * **z) < 0.01).count();
        lost as f64 / normals.len() as f64
    };
    // tanh' < 0.01 beyond 2.993; the normal distribution beyond 2.993 / 16 and 2.993 / 1.
    Row::new("Weights that are too large push the activations to where their derivative is nearly 0. With 256 inputs and weights of deviation 1 the sums have deviation 16: tanh' is below 0.01 for 85 % of them.")
        .near("share of units with a derivative below 0.01, deviation 16", share(16.0), 0.8516, 0.012)
        .near("deviation 4", share(4.0), 0.4543, 0.016)
        .near("deviation 1", share(1.0), 0.00276, 0.0016)
        .picture(
            Chart::new("Units whose derivative is below 0.01", "deviation of the sums", "share")
                .line("", (0..=64).map(|i| (f64::from(i) / 4.0, share(f64::from(i) / 4.0))))
                .draw(),
        )
}
// end region

// region: S2-6
fn dot_product(seed: u64) -> Row {
    const N: usize = 128;
    let mut rng = seeded(seed);
    let mut dots = |fill: &dyn Fn(&mut [f64], &mut autodiff_runtime::init::Generator)| -> Vec<f64> {
        let (mut x, mut w) = ([0.0; N], [0.0; N]);
        let mut dot = || {
            Normal::default().fill_slice(&mut x, &mut rng);
            fill(&mut w, &mut rng);
            x.iter().zip(&w).map(|(x, w)| x * w).sum()
        };
        (0..8000).map(|_| dot()).collect()
    };
    let normal = dots(&|w, rng| Normal::default().fill_slice(w, rng));
    let uniform = dots(&|w, rng| Uniform::symmetric(3.0_f64.sqrt()).fill_slice(w, rng));
    let scaled: Vec<f64> = normal.iter().map(|dot| dot / (N as f64).sqrt()).collect();
    // 8000 dots tell their variance to sqrt(2 / 8000) = 1.6 %.
    Row::new("A dot product of <i>n</i> = 128 independent terms of mean 0 and variance 1 has the variance <i>n</i>; with weights scaled by 1/&radic;<i>n</i> it has 1. It does not matter whether they are normal or uniform.")
        .relative("variance, normal weights: n", Spread::of(&normal).variance(), 128.0, 0.07)
        .relative("variance, uniform weights: n", Spread::of(&uniform).variance(), 128.0, 0.07)
        .relative("variance, scaled: 1", Spread::of(&scaled).variance(), 1.0, 0.07)
        .picture(
            Chart::new("8000 dot products", "", "share")
                .histogram("1 / sqrt n", &scaled, -40.0, 40.0, 80)
                .histogram("deviation 1", &normal, -40.0, 40.0, 80)
                .draw(),
        )
}
// end region

// region: S2-7
fn both_fans(seed: u64) -> Row {
    let expected = 2.0 / (600.0 + 200.0);
    let uniform = VarianceScaling::xavier_uniform(Gain::Linear);
    let mut weights = vec![0.0_f64; 120_000];
    uniform.fill(&mut weights, &WeightShape::matrix(200, 600), &mut seeded(seed));
    let largest = weights.iter().map(|w| w.abs()).fold(0.0, f64::max);
    let mean_of_factors = (0.5 / 600.0_f64.sqrt() + 0.5 / 200.0_f64.sqrt()).powi(2);
    Row::new("Forward asks for 1/<i>n</i><sub>in</sub>, backward for 1/<i>n</i><sub>out</sub>; Glorot's variance is 2/(<i>n</i><sub>in</sub> + <i>n</i><sub>out</sub>). Here 600 inputs and 200 outputs.")
        .relative("variance, normal", drawn(&VarianceScaling::xavier_normal(Gain::Linear), 200, 600, seed).variance(), expected, 0.02)
        .relative("variance, uniform", Spread::of(&weights).variance(), expected, 0.02)
        .between("largest weight, uniform: at most sqrt(6 / (n_in + n_out))", largest, 0.0865, (6.0_f64 / 800.0).sqrt())
        .relative("factor by the library: sqrt(2 / (n_in + n_out))", uniform.deviation(&WeightShape::matrix(200, 600)), 0.05, 1e-14)
        .near("variance if the two factors were averaged", mean_of_factors, 0.00311, 5e-6)
        .mistake("The notes take \u{201c}the average of the two scaling factors\u{201d}. Averaging 1/&radic;<i>n</i><sub>in</sub> and 1/&radic;<i>n</i><sub>out</sub> would give the variance 0.0031 here; Glorot's is 1 over the mean of the fans, 0.0025.")
}
// end region

// region: S2-8
fn kaiming(seed: u64) -> Row {
    let normal = VarianceScaling::kaiming_normal(Gain::Relu, Fan::In);
    let uniform = VarianceScaling::kaiming_uniform(Gain::Relu, Fan::In);
    let stack = Stack::new(seed);
    let signal = &stack.forward(Kind::Relu, 2.0_f64.sqrt() * kept(), 1)[0];
    let spread = Spread::of(signal.as_slice());
    Row::new("ReLU loses half of its inputs; weights of variance 2/<i>n</i> make up for it: the mean square behind ReLU stays 1.")
        .relative("variance, normal: 2/n", drawn(&normal, 200, 600, seed).variance(), 2.0 / 600.0, 0.02)
        .relative("variance, uniform: 2/n", drawn(&uniform, 200, 600, seed).variance(), 2.0 / 600.0, 0.02)
        .near("mean square behind ReLU", spread.root_mean_square.powi(2), 1.0, 0.12)
        .near("variance behind ReLU: 1 - 1/pi", spread.variance(), 0.681690, 0.1)
        .mistake("He's weights do not \u{201c}preserve unit variance\u{201d}: they preserve the mean square E[<i>y</i><sup>2</sup>]. The variance behind ReLU is 1 &minus; 1/&pi; = 0.68 of it.")
}
// end region
