//! Gradient descent on the notes' data set (S1-14, S1-15, S1-19 to S1-21).

use super::dataset::{POINTS, Points, trace};
use super::pictures::Chart;
use super::row::{Experiment, Row};
use autodiff_runtime::analysis::{
    convergence_rate, mode_rates, momentum_modes, momentum_optimal_learning_rate,
    momentum_stable_learning_rate, optimal_learning_rate, optimal_rate, squared_singular_values,
    stable_learning_rate,
};
use autodiff_runtime::init::seeded;
use autodiff_runtime::optim::{ExponentialMomentum, Optimizer, Sgd};
use autodiff_runtime::prelude::*;
use nalgebra::{SMatrix, SVector, Vector2};
use rand::RngExt;

/// The rows.
pub const EXPERIMENTS: &[Experiment] = &[
    Experiment { id: "S1-14", title: "Descent mechanisms", run: mechanisms, source: SOURCE },
    Experiment {
        id: "S1-15",
        title: "Convergence and the optimal learning rate",
        run: convergence,
        source: SOURCE,
    },
    Experiment { id: "S1-19", title: "The data set", run: data_set, source: SOURCE },
    Experiment { id: "S1-20", title: "Plain gradient descent", run: plain_descent, source: SOURCE },
    Experiment {
        id: "S1-21",
        title: "Gradient descent with momentum",
        run: momentum,
        source: SOURCE,
    },
    Experiment { id: "S1-21b", title: "Momentum with a tuned step", run: tuned, source: SOURCE },
];

const SOURCE: &str = include_str!("descent.rs");

// region: S1-14 S1-15 S1-20 S1-21 S1-21b
/// The loss of the notes: `|y - X w|^2`.
#[differentiate]
pub fn squared_error(
    w: &Vector2<f64>,
    #[constant] x: &SMatrix<f64, POINTS, 2>,
    #[constant] y: &SVector<f64, POINTS>,
) -> f64 {
    (y - x * w).norm_squared()
}

/// What a run keeps of each iteration: the gradient before the step, the weights and the loss after it.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The gradients.
    pub gradients: Vec<Vector2<f64>>,
    /// The weights.
    pub weights: Vec<Vector2<f64>>,
    /// The losses.
    pub losses: Vec<f64>,
}

/// Minimizes the loss from zero.
pub fn descend(points: &Points, mut optimizer: impl Optimizer<f64>, iterations: usize) -> Run {
    let mut w = Vector2::zeros();
    let mut run = Run::default();
    for _ in 0..iterations {
        let gradient = squared_error::grad(&w, &points.x, &points.y);
        optimizer.step(w.as_mut_slice(), gradient.as_slice());
        run.gradients.push(gradient);
        run.weights.push(w);
        run.losses.push(squared_error(&w, &points.x, &points.y));
    }
    run
}

impl Run {
    /// How many steps it takes until 99.9 % of the way to the optimum is done, for good.
    fn steps_to_last_thousandth(&self, optimum: &Vector2<f64>) -> f64 {
        let far = |w: &Vector2<f64>| (w - optimum).norm() > 1e-3 * optimum.norm();
        (self.weights.iter().rposition(far).map_or(0, |last| last + 1) + 1) as f64
    }

    /// The largest distance from a run of numpy: of gradients and weights, and of losses, in theirs.
    fn distance(&self, numpy: &[[f64; 5]]) -> f64 {
        let mut largest = 0.0_f64;
        for (i, row) in numpy.iter().enumerate() {
            let (g, w) = (self.gradients[i], self.weights[i]);
            // Gradients shrink to nothing: what counts is their distance in the size of the first.
            let scale = [numpy[0][0], numpy[0][1], row[2], row[3], row[4]];
            for (k, found) in [g[0], g[1], w[0], w[1], self.losses[i]].into_iter().enumerate() {
                largest = largest.max(((found - row[k]) / scale[k]).abs());
            }
        }
        largest
    }
}
// end region

// region: S1-14
fn mechanisms(seed: u64) -> Row {
    let points = Points::load();
    let optimum = points.optimum();
    let mut rng = seeded(seed);
    let plain = descend(&points, Sgd::new(1e-4), 100);
    let momentum = descend(&points, ExponentialMomentum::new(2e-4).beta(0.6), 100);
    // Of one point at a time, drawn at random.
    let (mut w, mut path) = (Vector2::zeros(), vec![Vector2::zeros()]);
    let mut optimizer = Sgd::new(2e-3);
    for _ in 0..1000 {
        let n = rng.random_range(0..POINTS);
        let x = [points.x[(n, 0)], points.x[(n, 1)]];
        let gradient = error_of_one::grad(&w, &x, points.y[n]);
        optimizer.step(w.as_mut_slice(), gradient.as_slice());
        path.push(w);
    }
    let pairs = |run: &[Vector2<f64>]| run.iter().map(|w| (w[0], w[1])).collect::<Vec<_>>();
    let from_zero = |run: &Run| [vec![(0.0, 0.0)], pairs(&run.weights)].concat();
    Row::new(
        "Descent along the gradient of all points, of one point at a time, and with momentum, to the same minimum. The stochastic steps do not come to rest:
        at a constant rate they end in a cloud around it. (The exercise in the notes is lost; the problem here is that of S1-19.)",
    )
    .near("distance of descent from the minimum", (plain.weights[99] - optimum).norm(), 0.0, 2e-5)
    .near("distance of momentum from the minimum", (momentum.weights[99] - optimum).norm(), 0.0, 1e-10)
    .between("distance of the stochastic steps, at the end", (path[1000] - optimum).norm(), 1e-6, 0.15)
    .picture(
        Chart::new("Three ways to the minimum", "w0", "w1")
            .line("stochastic, one point", pairs(&path))
            .line("gradient descent", from_zero(&plain))
            .line("momentum, twice the rate", from_zero(&momentum))
            .dots("minimum", [(optimum[0], optimum[1])])
            .draw(),
    )
}

#[differentiate]
fn error_of_one(w: &Vector2<f64>, #[constant] x: &[f64; 2], #[constant] y: f64) -> f64 {
    (y - w[0] * x[0] - w[1] * x[1]).powi(2)
}
// end region

// region: S1-15
#[differentiate]
fn one_weight(w: f64, #[constant] sigma: f64, #[constant] y: f64) -> f64 {
    (y - sigma * w).powi(2)
}

fn convergence(_seed: u64) -> Row {
    // One weight: w' = (1 - 2 rate sigma^2) w + 2 rate sigma y.
    let (sigma, y, rate) = (1.5, 2.0, 0.1);
    let step = |w: f64| w - rate * one_weight::grad(w, sigma, y);
    let recurrence = |w: f64| (1.0 - 2.0 * rate * sigma * sigma) * w + 2.0 * rate * sigma * y;
    let after =
        |rate: f64| (0..200).fold(0.0, |w, _| w - rate * one_weight::grad(w, sigma, y)) - y / sigma;
    let bound = stable_learning_rate(&[sigma * sigma]);

    let points = Points::load();
    let squares = squared_singular_values(&points.matrix());
    let best = optimal_learning_rate(&squares);
    let optimum = points.optimum();
    let error = |rate: f64| {
        let run = descend(&points, Sgd::new(rate), 100);
        (run.weights[99] - optimum).norm() / (run.weights[79] - optimum).norm()
    };
    let measured = |rate: f64| error(rate).powf(0.05);
    let rates = || (1..=110).map(|i| f64::from(i) * 1e-6);
    Row::new(
        "For <i>L</i>(<i>w</i>) = (<i>y</i> &minus; &sigma;<i>w</i>)<sup>2</sup> a step is <i>w</i> &larr; (1 &minus; 2&eta;&sigma;<sup>2</sup>) <i>w</i> + 2&eta;&sigma;<i>y</i>: stable for
        &eta; &lt; 1/&sigma;<sup>2</sup>. With several weights each singular direction of <i>X</i> does that; the best rate is
        &eta;* = 1/(&sigma;<sub>max</sub><sup>2</sup> + &sigma;<sub>min</sub><sup>2</sup>), and the error then shrinks by (&kappa; &minus; 1)/(&kappa; + 1) in each step.",
    )
    .near("a generated step and the recurrence, from w = 0.3", step(0.3), recurrence(0.3), 1e-15)
    .near("distance from the minimum after 200 steps, at 0.99 of the stable rate", after(0.99 * bound).abs(), 0.0, 0.05)
    .between("and at 1.01 of it", after(1.01 * bound).abs(), 10.0, f64::INFINITY)
    .near("stable rate of the data set", stable_learning_rate(&squares), 1.0669338e-4, 1e-11)
    .near("best rate of the data set", best, 1.0 / (96.81246046_f64.powi(2) + 22.36471564_f64.powi(2)), 1e-12)
    .near("kappa", squares[0] / squares[1], 18.738540, 5e-7)
    .near("its factor: (kappa - 1) / (kappa + 1)", convergence_rate(best, &squares), 17.738540 / 19.738540, 1e-7)
    .near("the same, by the formula", optimal_rate(&squares), 17.738540 / 19.738540, 1e-7)
    .near("measured factor at 1e-4", measured(1e-4), convergence_rate(1e-4, &squares), 1e-3)
    .near("measured factor at 5e-5", measured(5e-5), convergence_rate(5e-5, &squares), 1e-3)
    .picture(
        Chart::new("The factor of a step: predicted, and measured over 20 steps", "learning rate in 1e-4", "factor")
            .line("predicted", rates().map(|r| (1e4 * r, convergence_rate(r, &squares))))
            .dots("measured", rates().step_by(6).map(|r| (1e4 * r, measured(r))))
            .level("1: no convergence above", 1.0)
            .draw(),
    )
}
// end region

// region: S1-19
fn data_set(_seed: u64) -> Row {
    let points = Points::load();
    let (gram, with_labels, optimum) =
        (points.gram(), points.x.tr_mul(&*points.y), points.optimum());
    let squares = squared_singular_values(&points.matrix());
    let mean = points.x.row_mean();
    let deviation = points.x.row_variance().map(f64::sqrt);
    let class = |label: f64| {
        let of = (0..POINTS).filter(|i| points.y[*i] == label);
        of.map(|i| (points.x[(i, 0)], points.x[(i, 1)])).collect::<Vec<_>>()
    };
    let sine = off_diagonal(&gram);
    Row::new(
        "<code>np.random.seed(0)</code>, 500 points of mean (&minus;3, 0) and deviations (3, 1); the label says whether the second number is positive.
        The numbers of numpy are in the repository.",
    )
    .near("X[0], first", points.x[(0, 0)], 2.29215704, 5e-9)
    .near("X[0], second", points.x[(0, 1)], 0.40015721, 5e-9)
    .near("X[499], first", points.x[(499, 0)], -6.44283283, 5e-9)
    .near("X[499], second", points.x[(499, 1)], -0.35811408, 5e-9)
    .exactly("points with the label 1", points.y.sum(), 247.0)
    .near("mean, first", mean[0], -3.19609706, 5e-9)
    .near("mean, second", mean[1], -0.02514773, 5e-9)
    .near("deviation, first", deviation[0], 2.92063848, 5e-9)
    .near("deviation, second", deviation[1], 0.99993402, 5e-9)
    .near("X'X, 1 1", gram[(0, 0)], 9372.58277913, 5e-8)
    .near("X'X, 1 2", gram[(0, 1)], 24.87166517, 5e-8)
    .near("X'X, 2 2", gram[(1, 1)], 500.25022742, 5e-8)
    .near("X'y, 1", with_labels[0], -809.68545375, 5e-8)
    .near("X'y, 2", with_labels[1], 190.63100102, 5e-8)
    .near("largest singular value", squares[0].sqrt(), 96.81246046, 5e-8)
    .near("smallest singular value", squares[1].sqrt(), 22.36471564, 5e-8)
    .near("kappa", squares[0] / squares[1], 18.738540, 5e-7)
    .near("w*, 1", optimum[0], -0.08741149, 5e-9)
    .near("w*, 2", optimum[1], 0.38541726, 5e-9)
    .near("loss at w*", squared_error(&optimum, &points.x, &points.y), 102.751710872733, 1e-11)
    .near("loss at 0", squared_error(&Vector2::zeros(), &points.x, &points.y), 247.0, 1e-11)
    .near("off-diagonal of V", sine, 0.0028, 5e-5)
    .picture(
        Chart::new("The points, by label", "x0", "x1").dots("0", class(0.0)).dots("1", class(1.0)).draw(),
    )
    .mistake("The notes say that the covariance is [[3, 0], [0, 1]]. The code gives numpy <i>standard deviations</i> 3 and 1, so it is diag(9, 1): the deviations found are 2.92 and 1.00.")
    .mistake("The notes say that <code>X[y==0].T</code> is (2, 500). It is (2, 253): 247 of the 500 points have the label 1.")
    .mistake("The notes say that the axes are the singular vectors because the correlation is zero. It takes a diagonal <i>X</i><sup>T</sup><i>X</i>, and it is so only nearly: the off-diagonal entry of <i>V</i> is 0.0028.")
}

/// The sine of the angle between the axes and the singular vectors.
fn off_diagonal(gram: &nalgebra::Matrix2<f64>) -> f64 {
    let angle = 0.5 * (2.0 * gram[(0, 1)]).atan2(gram[(0, 0)] - gram[(1, 1)]);
    angle.sin().abs()
}
// end region

// region: S1-20
fn plain_descent(_seed: u64) -> Row {
    let points = Points::load();
    let run = descend(&points, Sgd::new(1e-4), 100);
    let squares = squared_singular_values(&points.matrix());
    let rates = mode_rates(1e-4, &squares);
    let diverged = descend(&points, Sgd::new(1.1e-4), 100);
    Row::new(
        "A hundred steps of 1e-4 from zero, along the generated gradient of &#8214;<i>y</i> &minus; <i>Xw</i>&#8214;<sup>2</sup>, as numpy took them along
        2<i>X</i><sup>T</sup><i>Xw</i> &minus; 2<i>X</i><sup>T</sup><i>y</i>.",
    )
    .relative("last loss", run.losses[99], 102.75171092495734, 1e-12)
    .relative("last w, 1", run.weights[99][0], -0.08741133114685255, 1e-12)
    .relative("last w, 2", run.weights[99][1], 0.3854070544332143, 1e-12)
    .near("largest relative distance from numpy's trace: gradients, weights, losses", run.distance(&trace("gd_1e4")), 0.0, 1e-12)
    .relative("loss after step 1", run.losses[0], 216.430826641588, 1e-13)
    .relative("loss after step 2", run.losses[1], 192.413268707741, 1e-13)
    .relative("loss after step 10", run.losses[9], 116.571940342955, 1e-13)
    .relative("loss after step 50", run.losses[49], 102.753784090975, 1e-13)
    .near("first gradient, 1", run.gradients[0][0], 1619.3709075, 5e-8)
    .near("first gradient, 2", run.gradients[0][1], -381.26200204, 5e-8)
    .near("factor of the steep direction", rates[0], 0.874531, 5e-7)
    .near("factor of the flat direction", rates[1], 0.899964, 5e-7)
    .relative("largest rate that converges", stable_learning_rate(&squares), 1.0669338e-4, 1e-7)
    .relative("loss after 100 steps of 1.1e-4", diverged.losses[99], 1.17e7, 5e-3)
    .picture(
        Chart::new("Loss", "iteration", "loss")
            .series("numpy", trace("gd_1e4").iter().map(|row| row[4]))
            .dots("found", run.losses.iter().enumerate().step_by(3).map(|(i, loss)| (i as f64, *loss)))
            .draw(),
    )
}
// end region

// region: S1-21
fn momentum(_seed: u64) -> Row {
    let points = Points::load();
    let run = descend(&points, ExponentialMomentum::new(1e-4).beta(0.6), 100);
    let torch = descend(&points, Sgd::new(1e-4).momentum(0.4).dampening(0.4), 100);
    let squares = squared_singular_values(&points.matrix());
    let modes = momentum_modes(0.6, 1e-4, &squares);
    Row::new(
        "<i>z</i> &larr; (1 &minus; &beta;) <i>z</i> + &beta;<i>g</i>, <i>w</i> &larr; <i>w</i> &minus; &eta;<i>z</i> with &beta; = 0.6; the first <i>z</i> is the first gradient.",
    )
    .relative("last loss", run.losses[99], 102.75171088019901, 1e-12)
    .relative("last w, 1", run.weights[99][0], -0.08741147883227886, 1e-12)
    .relative("last w, 2", run.weights[99][1], 0.385413393218444, 1e-12)
    .near("largest relative distance from numpy's trace: gradients, weights, losses", run.distance(&trace("gdm_1e4_b06")), 0.0, 1e-12)
    .relative("loss after step 2", run.losses[1], 179.751306265895, 1e-13)
    .relative("loss after step 3", run.losses[2], 143.412779453094, 1e-13)
    .relative("loss after step 10", run.losses[9], 110.468527108384, 1e-13)
    .relative("loss after step 50", run.losses[49], 102.752471099361, 1e-13)
    .near("modulus of the steep direction", modes[0].modulus(), 0.632456, 5e-7)
    .yes("it is complex", modes[0].is_complex())
    .near("modulus of the flat direction", modes[1].modulus(), 0.891090, 5e-7)
    .relative("last loss of Sgd with momentum 0.4, dampening 0.4", torch.losses[99], run.losses[99], 1e-15)
    .picture(
        Chart::new("Loss", "iteration", "loss")
            .series("numpy", trace("gdm_1e4_b06").iter().map(|row| row[4]))
            .dots("found", run.losses.iter().enumerate().step_by(3).map(|(i, loss)| (i as f64, *loss)))
            .draw(),
    )
    .mistake("In the notes' averages &beta; is the part of the <i>old</i> value, in their momentum that of the <i>new</i> gradient. Their &beta; = 0.6 is a momentum of 0.4 with dampening 0.4 in PyTorch's terms: the last losses agree to the last bits.")
}
// end region

// region: S1-21b
fn tuned(_seed: u64) -> Row {
    let points = Points::load();
    let optimum = points.optimum();
    let squares = squared_singular_values(&points.matrix());
    let run = |rate| descend(&points, ExponentialMomentum::new(rate).beta(0.6), 100);
    let best = momentum_optimal_learning_rate(0.6, &squares);
    let steps = |run: Run| run.steps_to_last_thousandth(&optimum);
    let at_best = momentum_modes(0.6, best, &squares);
    let losses = |run: Run| {
        // Below, there is only rounding.
        run.losses
            .into_iter()
            .map(|loss| loss - 102.751710872733)
            .take_while(|above| *above > 1e-11)
            .take(60)
    };
    let slow = momentum_modes(0.6, 2e-4, &squares)[1].modulus();
    Row::new(
        "Momentum is a safe way to make &eta; bigger: at twice the rate, with which plain descent diverges, it needs a third of the steps to come within a thousandth of <i>w</i>*.",
    )
    .relative("last loss at 2e-4", run(2e-4).losses[99], 102.75171087273301, 1e-12)
    .near("largest relative distance from numpy's trace", run(2e-4).distance(&trace("gdm_2e4_b06")), 0.0, 1e-12)
    .near("slow direction at 2e-4", slow, 0.737816, 5e-7)
    .near("best rate", best, 2.25067e-4, 5e-10)
    .near("modulus there, steep", at_best[0].modulus(), 0.632456, 5e-7)
    .near("modulus there, flat", at_best[1].modulus(), 0.632456, 5e-7)
    .exactly("steps to 99.9 %: descent, 1e-4", steps(descend(&points, Sgd::new(1e-4), 100)), 66.0)
    .exactly("descent, best rate", steps(descend(&points, Sgd::new(optimal_learning_rate(&squares)), 100)), 65.0)
    .exactly("momentum, 1e-4", steps(run(1e-4)), 60.0)
    .exactly("momentum, 2e-4", steps(run(2e-4)), 24.0)
    .exactly("momentum, 2.25e-4", steps(run(2.25e-4)), 19.0)
    .near("largest rate of momentum", momentum_stable_learning_rate(0.6, &squares), 2.48951e-4, 5e-10)
    .picture(
        Chart::new("Loss above the minimum", "iteration", "")
            .logarithmic()
            .series("descent, 1e-4", losses(descend(&points, Sgd::new(1e-4), 100)))
            .series("momentum, 1e-4", losses(run(1e-4)))
            .series("momentum, 2e-4", losses(run(2e-4)))
            .series("momentum, best rate", losses(run(best)))
            .draw(),
    )
}
// end region
