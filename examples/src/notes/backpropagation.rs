//! The back-propagation algorithm by hand, beside the generated adjoint (S1-8 to S1-13).

use super::pictures::Chart;
use super::row::{Experiment, Row};
use autodiff_runtime::gradient_report;
use autodiff_runtime::init::{Uniform, seeded};
use autodiff_runtime::nn::{Linear, Samples};
use autodiff_runtime::prelude::*;
use nalgebra::{Matrix2x3, Vector2, Vector3};

/// The rows.
pub const EXPERIMENTS: &[Experiment] = &[
    Experiment {
        id: "S1-8",
        title: "Definitions: which index is which",
        run: definitions,
        source: SOURCE,
    },
    Experiment { id: "S1-9", title: "Base step", run: base_step, source: SOURCE },
    Experiment { id: "S1-10", title: "Induction step", run: induction_step, source: SOURCE },
    Experiment { id: "S1-11", title: "The iterative algorithm", run: algorithm, source: SOURCE },
    Experiment {
        id: "S1-12",
        title: "Analytically or numerically",
        run: numerically,
        source: SOURCE,
    },
    Experiment { id: "S1-13", title: "Numerator layout", run: layout, source: SOURCE },
];

const SOURCE: &str = include_str!("backpropagation.rs");

// region: S1-8 S1-9 S1-10 S1-11 S1-12
/// The weights from 2 inputs to 3 hidden units and to 1 output: `w1[i][j]` goes from input `i` to unit `j`. The notes have no biases; the
/// last input is always 1.
#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Weights {
    w1: [[f64; 3]; 3],
    w2: [f64; 3],
}

/// The loss of one sample. What is added to the sums `S` is zero; its derivative is the delta of the notes.
#[differentiate]
fn loss(w: &Weights, #[constant] x: &[f64; 3], #[constant] y: f64, added: &([f64; 3], f64)) -> f64 {
    let mut s2 = 0.0;
    for j in 0..3 {
        let mut s1 = 0.0;
        for i in 0..3 {
            s1 += w.w1[i][j] * x[i];
        }
        s2 += w.w2[j] * (s1 + added.0[j]).tanh();
    }
    let output = (s2 + added.1).tanh();
    (output - y) * (output - y)
}

const NONE: ([f64; 3], f64) = ([0.0; 3], 0.0);

/// The deltas by the notes' recursion, and the weights' gradients from them.
fn by_hand(w: &Weights, x: &[f64; 3], y: f64) -> ([f64; 3], f64, Weights) {
    // Forward: all x of all layers.
    let mut hidden = [0.0; 3];
    for j in 0..3 {
        hidden[j] = (0..3).map(|i| w.w1[i][j] * x[i]).sum::<f64>().tanh();
    }
    let output = (0..3).map(|j| w.w2[j] * hidden[j]).sum::<f64>().tanh();
    // Base step.
    let last = 2.0 * (output - y) * (1.0 - output * output);
    // Induction step.
    let deltas = core::array::from_fn(|i| (1.0 - hidden[i] * hidden[i]) * (w.w2[i] * last));
    // dl/dw_ij = delta_j x_i.
    let w1 = core::array::from_fn(|i| core::array::from_fn(|j| deltas[j] * x[i]));
    let w2 = core::array::from_fn(|i| last * hidden[i]);
    (deltas, last, Weights { w1, w2 })
}

fn random_weights(seed: u64) -> Weights {
    let mut rng = seeded(seed);
    let mut weights = Weights { w1: [[0.0; 3]; 3], w2: [0.0; 3] };
    Uniform::symmetric(1.0).fill_slice(weights.w1.as_flattened_mut(), &mut rng);
    Uniform::symmetric(1.0).fill_slice(&mut weights.w2, &mut rng);
    weights
}

const SAMPLE: ([f64; 3], f64) = ([0.8, -0.4, 1.0], 0.3);
// end region

// region: S1-8
fn definitions(seed: u64) -> Row {
    let w = random_weights(seed);
    let (x, y) = SAMPLE;
    let (_, added) = loss::grad(&w, &x, y, &NONE);
    // A layer of this crate, and of PyTorch, has a row for each output.
    let rows = core::array::from_fn(|j| core::array::from_fn(|i| w.w1[i][j]));
    let sums = Linear::<f64, 3, 3>::new(rows, [0.0; 3]).forward(&Samples::from([x]))[0];
    let largest = (0..3)
        .map(|j| (sums[j] - (0..3).map(|i| w.w1[i][j] * x[i]).sum::<f64>()).abs())
        .fold(0.0, f64::max);
    let (deltas, last, _) = by_hand(&w, &x, y);
    Row::new(
        "<i>S</i><sub>j</sub> = &Sigma;<sub>i</sub> <i>w</i><sub>ij</sub> <i>x</i><sub>i</sub>, and &delta;<sub>j</sub> = d&#8467;/d<i>S</i><sub>j</sub>.
        The notes write <i>w</i><sub>ij</sub> with <i>i</i> an input and <i>j</i> an output: a matrix [in, out]. The layers here, as PyTorch's, are [out, in].",
    )
    .near("S of the notes and of the layer with the transposed weight", largest, 0.0, 1e-15)
    .near("the deltas are the derivatives by S, hidden", (0..3).map(|j| (deltas[j] - added.0[j]).abs()).fold(0.0, f64::max), 0.0, 1e-15)
    .near("and output", last, added.1, 1e-15)
    .mistake("The notes write <i>x</i><sup>(l)</sup> = <i>g</i>(<i>x</i><sup>(l)</sup>); it is <i>x</i><sup>(l)</sup> = <i>g</i>(<i>S</i><sup>(l)</sup>). Their sums have no bias; an input that is always 1 makes up for it.")
}
// end region

// region: S1-9
fn base_step(seed: u64) -> Row {
    let w = random_weights(seed);
    let (x, y) = SAMPLE;
    let (_, last, _) = by_hand(&w, &x, y);
    let (_, added) = loss::grad(&w, &x, y, &NONE);
    Row::new(
        "At the output: &#8467; = (<i>x</i> &minus; <i>y</i>)<sup>2</sup> with <i>x</i> = &theta;(<i>s</i>), so &delta; = 2 (<i>x</i> &minus; <i>y</i>) &theta;'(<i>s</i>); here &theta; is tanh.",
    )
    .relative("delta by hand, and generated", added.1, last, 4.0 * f64::EPSILON)
    .mistake("The notes name the same loss e(w) and l(w).")
}
// end region

// region: S1-10
fn induction_step(seed: u64) -> Row {
    let w = random_weights(seed);
    let (x, y) = SAMPLE;
    let (deltas, _, _) = by_hand(&w, &x, y);
    let (_, added) = loss::grad(&w, &x, y, &NONE);
    let mut row = Row::new(
        "One layer before: &delta;<sub>i</sub> = <i>g</i>'(<i>S</i><sub>i</sub>) &Sigma;<sub>j</sub> <i>w</i><sub>ij</sub> &delta;<sub>j</sub>, equal to the generated adjoint to the last bits.",
    );
    for i in 0..3 {
        row = row.relative(
            &format!("delta of hidden unit {}", i + 1),
            added.0[i],
            deltas[i],
            4.0 * f64::EPSILON,
        );
    }
    row
}
// end region

// region: S1-11
fn algorithm(seed: u64) -> Row {
    let samples = [
        ([0.0, 0.0, 1.0], -0.8),
        ([1.0, 0.0, 1.0], 0.8),
        ([0.0, 1.0, 1.0], 0.8),
        ([1.0, 1.0, 1.0], 0.8),
    ];
    let total = |w: &Weights| samples.iter().map(|(x, y)| loss(w, x, *y, &NONE)).sum::<f64>();
    let rate = 0.2;
    let mut generated = random_weights(seed);
    let mut written = generated;
    let (mut losses, mut apart) = (vec![total(&generated)], 0.0_f64);
    for step in 0..1200 {
        let (x, y) = samples[step % 4];
        let (gradient, _) = loss::grad(&generated, &x, y, &NONE);
        let (_, _, by_rule) = by_hand(&written, &x, y);
        for (w, (g, h)) in
            [(&mut generated, (gradient.w1, gradient.w2)), (&mut written, (by_rule.w1, by_rule.w2))]
        {
            for i in 0..3 {
                for j in 0..3 {
                    w.w1[i][j] -= rate * g[i][j];
                }
                w.w2[i] -= rate * h[i];
            }
        }
        let both = generated.w1.as_flattened().iter().zip(written.w1.as_flattened());
        apart = both.map(|(a, b)| (a - b).abs()).fold(apart, f64::max);
        if step % 20 == 19 {
            losses.push(total(&generated));
        }
    }
    let share = losses[losses.len() - 1] / losses[0];
    Row::new(
        "Pick a sample, forward, backward, <i>w</i><sub>ij</sub> &larr; <i>w</i><sub>ij</sub> &minus; &eta; <i>x</i><sub>i</sub> &delta;<sub>j</sub>, and again, on the logical or.
        Two runs from the same weights, one by the delta rule as written by hand, one by the generated gradient, stay together.",
    )
    .near("largest distance between the weights of both runs, 1200 steps", apart, 0.0, 1e-9)
    .between("last loss, of the first", share, 0.0, 0.1)
    .picture(
        Chart::new("The loss of all four samples", "steps", "loss")
            .logarithmic()
            .line("", losses.iter().enumerate().map(|(i, loss)| (20.0 * i as f64, *loss)))
            .draw(),
    )
}
// end region

// region: S1-12
fn numerically(seed: u64) -> Row {
    let w = random_weights(seed);
    let (x, y) = SAMPLE;
    let (gradient, _) = loss::grad(&w, &x, y, &NONE);
    let (_, _, analytic) = by_hand(&w, &x, y);
    let report = gradient_report!(at_sample(w.w1.as_flattened()));
    let mut row = Row::new(
        "The derivative by a weight is &delta;<sub>j</sub> <i>x</i><sub>i</sub>, or it is found numerically.
        <code>gradient_report!</code> compares reverse mode, forward mode and central differences, all at once.",
    );
    for (i, j) in [(0, 0), (1, 2), (2, 1)] {
        let name = format!("dl/dw{}{}: delta x", i + 1, j + 1);
        row = row.near(&name, gradient.w1[i][j], analytic.w1[i][j], 1e-15);
    }
    row.near("worst relative distance from central differences", report.worst, 0.0, 1e-6)
        .exactly("derivatives compared", report.compared as f64, 9.0)
        .exactly("problems found", report.problems.len() as f64, 0.0)
}

/// The loss of the sample as a function of the first weights.
#[differentiate]
fn at_sample(w1: &[f64]) -> f64 {
    let x = [0.8, -0.4, 1.0];
    let w2 = [0.7, -0.3, 0.5];
    let mut s2 = 0.0;
    for j in 0..3 {
        let mut s1 = 0.0;
        for i in 0..3 {
            s1 += w1[3 * i + j] * x[i];
        }
        s2 += w2[j] * s1.tanh();
    }
    (s2.tanh() - 0.3) * (s2.tanh() - 0.3)
}
// end region

// region: S1-13
#[differentiate]
fn product(#[constant] w: &Matrix2x3<f64>, x: &Vector3<f64>) -> Vector2<f64> {
    w * x
}

#[differentiate]
fn half_square(w: &Matrix2x3<f64>, #[constant] x: &Vector3<f64>) -> f64 {
    0.5 * (w * x).norm_squared()
}

fn layout(_seed: u64) -> Row {
    let w = Matrix2x3::new(1.0, -2.0, 3.0, 0.5, 4.0, -1.0);
    let x = Vector3::new(1.0, 2.0, -1.0);
    let jacobian = product::jacobian(&w, &x);
    let gradient = half_square::grad(&w, &x);
    Row::new(
        "In numerator layout the Jacobian of <i>y</i> = <i>Wx</i> has a row for each <i>y</i>: d<i>y</i>/d<i>x</i> = <i>W</i>. That is what <code>jacobian</code> gives.
        A gradient is kept in the shape of its parameter, so that <i>W</i> &minus; &eta; d<i>L</i>/d<i>W</i> can be written as it stands; in numerator layout it would be its transpose.",
    )
    .exactly("distance of dy/dx from W", (jacobian - w).amax(), 0.0)
    .exactly("rows of the Jacobian", jacobian.nrows() as f64, 2.0)
    .exactly("columns of the Jacobian", jacobian.ncols() as f64, 3.0)
    .exactly("rows of the gradient by W", gradient.nrows() as f64, 2.0)
    .exactly("distance of the gradient of |Wx|\u{b2}/2 from (Wx) x'", (gradient - (w * x) * x.transpose()).amax(), 0.0)
}
// end region
