//! The notes' pictures of the descent (S1-22 to S1-26), and the optimizers that they only name (S1-27).

use super::dataset::Points;
use super::descent::{Run, descend, squared_error};
use super::field::Field;
use super::pictures::{Chart, Picture};
use super::row::{Experiment, Row};
use autodiff_runtime::analysis::{mode_rates, momentum_modes, squared_singular_values};
use autodiff_runtime::optim::{Adam, ExponentialMomentum, RmsProp, Sgd};
use nalgebra::Vector2;

/// The rows.
pub const EXPERIMENTS: &[Experiment] = &[
    Experiment { id: "S1-22", title: "The loss landscape", run: landscape, source: SOURCE },
    Experiment {
        id: "S1-23",
        title: "Gradient descent, by dimension",
        run: descent_by_dimension,
        source: SOURCE,
    },
    Experiment {
        id: "S1-24",
        title: "Momentum, by dimension",
        run: momentum_by_dimension,
        source: SOURCE,
    },
    Experiment {
        id: "S1-25",
        title: "Descent and momentum beside each other",
        run: compared,
        source: SOURCE,
    },
    Experiment { id: "S1-26", title: "Loss above the optimum", run: losses, source: SOURCE },
    Experiment { id: "S1-27", title: "RMSProp and Adam", run: adaptive, source: SOURCE },
];

const SOURCE: &str = include_str!("landscape.rs");

// region: S1-22 S1-23 S1-24 S1-25 S1-26
fn runs(points: &Points) -> (Run, Run) {
    let momentum = ExponentialMomentum::new(1e-4).beta(0.6);
    (descend(points, Sgd::new(1e-4), 100), descend(points, momentum, 100))
}
// end region

// region: S1-22
fn landscape(_seed: u64) -> Row {
    let points = Points::load();
    let at = |i: usize| -0.5 + i as f64 / 99.0;
    let loss = |w0: f64, w1: f64| squared_error(&Vector2::new(w0, w1), &points.x, &points.y);
    let rows: Vec<Vec<f64>> =
        (0..100).map(|i| (0..100).map(|j| loss(at(j), at(i))).collect()).collect();
    let all = || (0..100).flat_map(|i| (0..100).map(move |j| (i, j)));
    let least = all().min_by(|a, b| rows[a.0][a.1].total_cmp(&rows[b.0][b.1])).expect("a grid");
    let most = all().max_by(|a, b| rows[a.0][a.1].total_cmp(&rows[b.0][b.1])).expect("a grid");
    let row = Row::new("The loss over a grid of 100 by 100 weights, in 40 bands as in the notes, with the ways of descent and momentum on it.")
        .near("least", rows[least.0][least.1], 102.780610, 5e-7)
        .near("at w0", at(least.1), -0.085859, 5e-7)
        .near("at w1", at(least.0), 0.388889, 5e-7)
        .near("most", rows[most.0][most.1], 3703.088874, 5e-7)
        .exactly("at w0", at(most.1), 0.5)
        .exactly("at w1", at(most.0), -0.5)
        .near("at (-0.5, -0.5)", loss(-0.5, -0.5), 2108.589631, 5e-7)
        .near("at (-0.5, 0.5)", loss(-0.5, 0.5), 1702.455964, 5e-7)
        .near("at (0.5, 0.5)", loss(0.5, 0.5), 3346.698537, 5e-7);
    let (plain, momentum) = runs(&points);
    let way = |run: &Run| {
        let zero = Vector2::zeros();
        let all = std::iter::once(&zero).chain(&run.weights);
        all.map(|w| (w[0], w[1])).collect::<Vec<_>>()
    };
    row.picture(
        Chart::new("Loss from 103 (dark) to 3703 (light), and the ways to the minimum", "w0", "w1")
            .plane()
            .range((-0.5, 0.5), (-0.5, 0.5))
            .field(Field { rows, bands: 40 })
            .line("gradient descent", way(&plain))
            .line("momentum", way(&momentum))
            .draw(),
    )
}
// end region

// region: S1-23 S1-24
fn by_dimension(title: &str, values: &[Vector2<f64>]) -> Picture {
    let size = |k: usize| values.iter().map(move |x| x[k].abs());
    Chart::new(title, "iterations", "")
        .series("dimension 0", size(0))
        .series("dimension 1", size(1))
        .draw()
}
// end region

// region: S1-23
fn descent_by_dimension(_seed: u64) -> Row {
    let points = Points::load();
    let (run, _) = runs(&points);
    let rates = mode_rates(1e-4, &squared_singular_values(&points.matrix()));
    let gradient = |i: usize, k: usize| run.gradients[i][k].abs();
    Row::new("The sizes of the gradient and of the weights, for each dimension. The steep dimension 0 swings over the minimum in each step: its factor is 1 &minus; 2&eta;s<sup>2</sup> = &minus;0.875.")
        .relative("first gradient, dimension 0", gradient(0, 0), 1619.3709075, 1e-9)
        .relative("first gradient, dimension 1", gradient(0, 1), 381.26200204, 1e-9)
        .near("factor of a step, dimension 0", gradient(20, 0) / gradient(19, 0), rates[0], 5e-3)
        .near("factor of a step, dimension 1", gradient(60, 1) / gradient(59, 1), rates[1], 5e-3)
        .near("last weight, dimension 0", run.weights[99][0].abs(), 0.08741133114685255, 1e-13)
        .near("last weight, dimension 1", run.weights[99][1].abs(), 0.3854070544332143, 1e-13)
        .picture(by_dimension("Gradients", &run.gradients))
        .picture(by_dimension("Parameters", &run.weights))
}
// end region

// region: S1-24
fn momentum_by_dimension(_seed: u64) -> Row {
    let points = Points::load();
    let (_, run) = runs(&points);
    let modes = momentum_modes(0.6, 1e-4, &squared_singular_values(&points.matrix()));
    let gradient = |i: usize, k: usize| run.gradients[i][k].abs();
    Row::new("The same with momentum: dimension 0 comes to rest in twenty steps, dimension 1 goes on as slowly as before.")
        .relative("first gradient, dimension 0", gradient(0, 0), 1619.3709075, 1e-9)
        .near("factor of a step, dimension 1", gradient(60, 1) / gradient(59, 1), modes[1].modulus(), 1e-3)
        .near("last weight, dimension 0", run.weights[99][0].abs(), 0.08741147883227886, 1e-13)
        .near("last weight, dimension 1", run.weights[99][1].abs(), 0.385413393218444, 1e-13)
        .picture(by_dimension("Gradients", &run.gradients))
        .picture(by_dimension("Parameters", &run.weights))
}
// end region

// region: S1-25
fn compared(_seed: u64) -> Row {
    let points = Points::load();
    let (plain, momentum) = runs(&points);
    let optimum = points.optimum();
    let mut row = Row::new(
        "Descent and momentum in one picture each. At the same learning rate momentum damps the steep dimension and hardly hurries the flat one.",
    );
    let first_below = |run: &Run, k: usize| {
        let far = |g: &Vector2<f64>| g[k].abs() > 1.0;
        run.gradients.iter().rposition(far).map_or(0.0, |i| (i + 1) as f64)
    };
    row = row
        .between(
            "steps until the gradient of dimension 0 is below 1, descent",
            first_below(&plain, 0),
            45.0,
            70.0,
        )
        .between("momentum", first_below(&momentum, 0), 10.0, 44.0)
        .near(
            "weights of both at the end, dimension 0, from w*",
            (plain.weights[99][0] - optimum[0])
                .abs()
                .max((momentum.weights[99][0] - optimum[0]).abs()),
            0.0,
            2e-7,
        )
        .near(
            "dimension 1",
            (plain.weights[99][1] - optimum[1])
                .abs()
                .max((momentum.weights[99][1] - optimum[1]).abs()),
            0.0,
            2e-5,
        );
    for k in 0..2 {
        for (what, a, b) in [
            ("Gradients", &plain.gradients, &momentum.gradients),
            ("Parameters", &plain.weights, &momentum.weights),
        ] {
            let picture = Chart::new(&format!("{what} of dimension {k}"), "iterations", "")
                .series("GD", a.iter().map(|x| x[k].abs()))
                .series("momentum", b.iter().map(|x| x[k].abs()));
            row = row.picture(picture.draw());
        }
    }
    row
}
// end region

// region: S1-26
fn losses(_seed: u64) -> Row {
    let points = Points::load();
    let (plain, momentum) = runs(&points);
    let least = squared_error(&points.optimum(), &points.x, &points.y);
    let above = |run: &Run| run.losses.iter().map(|loss| loss - least).collect::<Vec<_>>();
    let (plain_above, momentum_above) = (above(&plain), above(&momentum));
    let slope = |values: &[f64]| (values[95] / values[75]).powf(0.05);
    let squares = squared_singular_values(&points.matrix());
    let rate = mode_rates(1e-4, &squares)[1];
    Row::new("The loss above the true optimum, from the normal equations. It falls by the square of the slow direction's factor in each step.")
        .near("last loss of descent above it", plain_above[99], 102.75171092495734 - 102.751710872733, 1e-10)
        .near("of momentum", momentum_above[99], 102.75171088019901 - 102.751710872733, 1e-10)
        .near("factor of a step, descent", slope(&plain_above), rate * rate, 1e-3)
        .near("factor of a step, momentum", slope(&momentum_above), momentum_modes(0.6, 1e-4, &squares)[1].modulus().powi(2), 2e-4)
        .exactly("what the notes take the logarithm of at the end: loss - loss[-1]", plain.losses[99] - plain.losses[plain.losses.len() - 1], 0.0)
        .picture(
            Chart::new("Loss above the optimum", "iterations", "loss - loss*")
                .logarithmic()
                .series("GD", plain_above)
                .series("momentum", momentum_above)
                .draw(),
        )
        .mistake("The notes take the <i>last</i> loss for the optimal one: their curves bend down and end at log 0 = &minus;&infin;. Above the true optimum 102.751710872733 they are straight lines.")
}
// end region

// region: S1-27
/// The formulas, written out: what the optimizers of the library must do.
fn rms_prop_by_hand(points: &Points, rate: f64, alpha: f64, iterations: usize) -> Vector2<f64> {
    let (mut w, mut square) = (Vector2::zeros(), Vector2::zeros());
    for _ in 0..iterations {
        let g = squared_error::grad(&w, &points.x, &points.y);
        square = alpha * square + (1.0 - alpha) * g.component_mul(&g);
        w -= rate * g.component_div(&square.map(|v: f64| v.sqrt() + 1e-8));
    }
    w
}

fn adam_by_hand(points: &Points, rate: f64, iterations: i32) -> Vector2<f64> {
    let (mut w, mut mean, mut square) = (Vector2::zeros(), Vector2::zeros(), Vector2::zeros());
    for t in 1..=iterations {
        let g = squared_error::grad(&w, &points.x, &points.y);
        mean = 0.9 * mean + 0.1 * g;
        square = 0.999 * square + 0.001 * g.component_mul(&g);
        let corrected = square.map(|v: f64| (v / (1.0 - 0.999_f64.powi(t))).sqrt() + 1e-8);
        w -= rate / (1.0 - 0.9_f64.powi(t)) * mean.component_div(&corrected);
    }
    w
}

fn adaptive(_seed: u64) -> Row {
    let points = Points::load();
    let least = squared_error(&points.optimum(), &points.x, &points.y);
    let rms = descend(&points, RmsProp::new(0.01).alpha(0.9), 100);
    let adam = descend(&points, Adam::new(0.05), 100);
    let (plain, momentum) = runs(&points);
    let above = |run: &Run| run.losses.iter().map(|loss| loss - least).collect::<Vec<_>>();
    let way = |run: &Run| run.weights.iter().map(|w| (w[0], w[1])).collect::<Vec<_>>();
    Row::new(
        "The notes only name them. RMSProp divides the gradient by the root of the mean of its squares, <i>v</i> &larr; &alpha;<i>v</i> + (1 &minus; &alpha;)<i>g</i><sup>2</sup>,
        <i>w</i> &larr; <i>w</i> &minus; &eta;<i>g</i>/(&radic;<i>v</i> + &epsilon;), so that both dimensions move alike. Adam does that to the mean of the gradients, and corrects both means for their start at zero:
        its first step is &eta; in each dimension, whatever the gradient.",
    )
    .near("RMSProp and the formula, 100 steps", (rms.weights[99] - rms_prop_by_hand(&points, 0.01, 0.9, 100)).amax(), 0.0, 1e-12)
    .near("Adam and the formula, 100 steps", (adam.weights[99] - adam_by_hand(&points, 0.05, 100)).amax(), 0.0, 1e-12)
    .near("Adam's first step, dimension 0", adam.weights[0][0], -0.05, 1e-9)
    .near("Adam's first step, dimension 1", adam.weights[0][1], 0.05, 1e-9)
    .between("RMSProp's last loss above the optimum", rms.losses[99] - least, 0.0, 1.0)
    .between("Adam's last loss above the optimum", adam.losses[99] - least, 0.0, 1.0)
    .picture(
        Chart::new("Loss above the optimum", "iterations", "loss - loss*")
            .logarithmic()
            .series("GD", above(&plain))
            .series("momentum", above(&momentum))
            .series("RMSProp, 0.01", above(&rms))
            .series("Adam, 0.05", above(&adam))
            .draw(),
    )
    .picture(
        Chart::new("Their ways", "w0", "w1")
            .line("GD", way(&plain))
            .line("momentum", way(&momentum))
            .line("RMSProp, 0.01", way(&rms))
            .line("Adam, 0.05", way(&adam))
            .draw(),
    )
}
// end region
