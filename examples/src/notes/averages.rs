//! Exponentially weighted averages, and the theory of momentum (S1-16 to S1-18).

use super::pictures::Chart;
use super::row::{Experiment, Row};
use autodiff_runtime::analysis::{
    MomentumRegime, bias_corrected_average, convergence_rate, momentum_complex_rates,
    momentum_mode, momentum_modes, momentum_optimal_learning_rate, momentum_stable_learning_rate,
    optimal_learning_rate, steps_to, weighted_average, weighted_average_closed_form,
    weighted_average_noise,
};
use autodiff_runtime::init::{Normal, seeded};
use autodiff_runtime::optim::{ExponentialMomentum, Optimizer};
use autodiff_runtime::prelude::*;
use nalgebra::Matrix2;

/// The rows.
pub const EXPERIMENTS: &[Experiment] = &[
    Experiment {
        id: "S1-16",
        title: "Exponentially weighted averages",
        run: averages,
        source: SOURCE,
    },
    Experiment { id: "S1-17", title: "Bias correction", run: correction, source: SOURCE },
    Experiment { id: "S1-18", title: "Theory of momentum", run: theory, source: SOURCE },
];

const SOURCE: &str = include_str!("averages.rs");

// region: S1-16
fn averages(seed: u64) -> Row {
    let mut noise = vec![0.0; 200_000];
    Normal::default().fill_slice(&mut noise, &mut seeded(seed));
    let temperatures: Vec<f64> =
        (0..200).map(|day| 12.0 - 8.0 * (day as f64 / 58.0).cos() + 2.0 * noise[day]).collect();
    let mut row = Row::new(
        "<i>v</i><sub>t</sub> = &beta;<i>v</i><sub>t&minus;1</sub> + (1 &minus; &beta;)&theta;<sub>t</sub>, which is
        &beta;<sup>t</sup><i>v</i><sub>0</sub> + &Sigma;<sub>i</sub> (1 &minus; &beta;) &beta;<sup>t&minus;i</sup>&theta;<sub>i</sub>. A weight falls to 1/<i>e</i> in about 1/(1 &minus; &beta;) steps, and white noise
        keeps (1 &minus; &beta;)/(1 + &beta;) of its variance.",
    );
    let mut chart = Chart::new("Temperatures of 200 days and their averages", "day", "degrees")
        .dots("temperature", temperatures.iter().enumerate().map(|(i, t)| (i as f64, *t)));
    for (beta, decayed, kept) in
        [(0.5_f64, 0.25, 1.0 / 3.0), (0.9, 0.348678, 0.0526316), (0.98, 0.364170, 0.0101010)]
    {
        let series = weighted_average(beta, 4.0, &temperatures);
        let means = weighted_average(beta, 0.0, &noise);
        let settled = &means[1000..];
        let variance = settled.iter().map(|v| v * v).sum::<f64>() / settled.len() as f64;
        // Means of neighbours are alike: there are only n / kept of them that count.
        let spread = (2.0 / (settled.len() as f64 * (1.0 - beta))).sqrt();
        row = row
            .near(
                &format!("recurrence and closed form, beta {beta}"),
                series[199],
                weighted_average_closed_form(beta, 4.0, &temperatures),
                1e-12,
            )
            .near(
                &format!("beta^(1 / (1 - beta)), beta {beta}"),
                beta.powf(1.0 / (1.0 - beta)),
                decayed,
                5e-7,
            )
            .near(
                &format!("variance kept, by the formula, beta {beta}"),
                weighted_average_noise(beta),
                kept,
                5e-7,
            )
            .near(
                &format!("variance kept, of 200000 numbers, beta {beta}"),
                variance,
                kept,
                4.0 * spread * kept,
            );
        chart = chart.series(&format!("\u{3b2} = {beta}"), series);
    }
    let tiny = 1e-9_f64;
    row.near("(1 - e)^(1/e) at e = 1e-9: 1/e", (tiny.recip() * (-tiny).ln_1p()).exp(), 0.367879441171442, 1e-9)
        .near("steps to 1/e at beta 0.9: about 10", steps_to(0.367879441171442, 0.9), 10.0, 0.6)
        .picture(chart.draw())
        .mistake("The notes say that &beta; near 1 gives more oscillation and less weight on older data, and &beta; near 0 a smoother result. It is the other way round: at &beta; = 0.98 only 1 % of the variance of noise is left, at &beta; = 0.5 a third. Their sentences fit the convention of their momentum code, where &beta; is the part of the new value.")
}
// end region

// region: S1-17
fn correction(_seed: u64) -> Row {
    let constant = [7.0_f64; 60];
    let corrected = bias_corrected_average(0.9, &constant);
    let plain = weighted_average(0.9, 0.0, &constant);
    Row::new("The notes have only the heading. From <i>v</i><sub>0</sub> = 0 the average starts too low; <i>v</i><sub>t</sub>/(1 &minus; &beta;<sup>t</sup>) divides by the sum of the weights so far.")
        .near("largest distance of the corrected average of a constant from it", corrected.iter().map(|v| (v - 7.0).abs()).fold(0.0, f64::max), 0.0, 1e-13)
        .near("the plain one after one step", plain[0], 0.7, 1e-15)
        .relative("the plain one after ten", plain[9], 7.0 * (1.0 - 0.9_f64.powi(10)), 1e-14)
        .picture(
            Chart::new("The averages of a constant 7, \u{3b2} = 0.9", "t", "")
                .series("from zero", plain)
                .series("corrected", corrected)
                .draw(),
        )
}
// end region

// region: S1-18
#[differentiate]
fn quadratic(w: &[f64; 2], #[constant] squares: &[f64; 2]) -> f64 {
    squares[0] * w[0] * w[0] + squares[1] * w[1] * w[1]
}

fn theory(_seed: u64) -> Row {
    let (beta, squares) = (0.1, [5.0, 0.05]);
    let best = momentum_optimal_learning_rate(beta, &squares);
    let plain = optimal_learning_rate(&squares);
    let factor = convergence_rate(plain, &squares);
    let modes = momentum_modes(beta, best, &squares);

    // The matrix itself, at a rate where one direction swings and the other does not.
    let (rate, square) = (0.2, 5.0);
    let matrix = Matrix2::new(
        1.0 - beta,
        2.0 * beta * square,
        -rate * (1.0 - beta),
        1.0 - 2.0 * rate * beta * square,
    );
    let mode = momentum_mode(beta, rate, square);
    let eigenvalues = matrix.complex_eigenvalues();
    let angle = match mode.regime {
        MomentumRegime::Complex { angle, .. } => angle,
        MomentumRegime::Real { .. } => f64::NAN,
    };
    let (low, high) = momentum_complex_rates(beta, square);
    let repeated = |rate: f64| momentum_mode(beta, rate, square).trace.abs() / 2.0;
    let root = (1.0 - beta).sqrt();
    let stable = momentum_stable_learning_rate(beta, &squares);

    // The optimizer itself, on the quadratic function.
    let after = |rate: f64, steps: usize| {
        let mut w = [1.0, 1.0];
        let mut optimizer = ExponentialMomentum::new(rate).beta(beta).from_zero();
        for _ in 0..steps {
            let gradient = quadratic::grad(&w, &squares);
            optimizer.step(&mut w, &gradient);
        }
        w[0].hypot(w[1])
    };
    let moduli = |k: usize| {
        move |i: i32| {
            let rate = f64::from(i) * 0.02;
            (rate, momentum_mode(beta, rate, squares[k]).modulus())
        }
    };
    Row::new(
        "Along a singular direction a step is the matrix [[1 &minus; &beta;, 2&beta;<i>s</i><sup>2</sup>], [&minus;&eta;(1 &minus; &beta;), 1 &minus; 2&eta;&beta;<i>s</i><sup>2</sup>]]. Its determinant is 1 &minus; &beta;: where its eigenvalues are
        complex their modulus is &radic;(1 &minus; &beta;), whatever &eta;. The numbers of part (g) of the homework, &beta; = 0.1 and <i>s</i><sup>2</sup> = 5 and 0.05, show what that is worth.",
    )
    .relative("determinant: 1 - beta", matrix.determinant(), mode.determinant, 1e-14)
    .relative("trace: 2 - beta - 2 rate beta s\u{b2}", matrix.trace(), mode.trace, 1e-14)
    .relative("modulus by nalgebra's eigenvalues", eigenvalues[0].norm(), mode.modulus(), 1e-12)
    .relative("angle by nalgebra's eigenvalues", eigenvalues[0].arg().abs(), angle, 1e-10)
    .relative("repeated eigenvalue at the lower end", repeated(low), root, 1e-12)
    .relative("repeated eigenvalue at the upper end", repeated(high), root, 1e-12)
    .relative("largest stable rate: (2 - beta) / (beta s\u{b2})", stable, 1.9 / 0.5, 1e-14)
    .between("distance after 3000 steps at 0.99 of it", after(0.99 * stable, 3000), 0.0, 1e-3)
    .between("and at 1.01 of it", after(1.01 * stable, 3000), 1e3, f64::INFINITY)
    .near("best rate", best, 0.26334, 5e-6)
    .near("factor there, steep", modes[0].modulus(), 0.948683, 5e-7)
    .near("factor there, flat", modes[1].modulus(), 0.948683, 5e-7)
    .near("steps to 99.9 %", steps_to(1e-3, modes[0].modulus()), 131.0, 0.5)
    .near("factor of plain descent at its best", factor, 0.980198, 5e-7)
    .near("its steps to 99.9 %", steps_to(1e-3, factor), 345.0, 0.5)
    .near("factor measured over the steps 200 to 300", (after(best, 300) / after(best, 200)).powf(0.01), 0.948683, 1e-2)
    .picture(
        Chart::new("The factor of a step, \u{3b2} = 0.1", "learning rate", "modulus")
            .line("s\u{b2} = 5", (1..200).map(moduli(0)))
            .line("s\u{b2} = 0.05", (1..200).map(moduli(1)))
            .level("1: no convergence above", 1.0)
            .draw(),
    )
    .mistake("The notes call 1 &minus; 2&eta;<i>X</i><sup>T</sup><i>X</i> the weight decay parameter. It is the iteration matrix <i>I</i> &minus; 2&eta;<i>X</i><sup>T</sup><i>X</i>; weight decay is something else: a term that pulls the weights to zero.")
}
// end region
