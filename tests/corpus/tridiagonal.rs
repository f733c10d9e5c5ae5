//! The Thomas algorithm: a tridiagonal system solved in place.

use autodiff_runtime::prelude::*;

/// Solves in place: `x` holds the right-hand side before and the solution after.
///
/// `lower[0]` and the last entry of `upper` are not read.
#[differentiate(second_order)]
pub fn solve(lower: &[f64], diagonal: &[f64], upper: &[f64], x: &mut [f64]) {
    let n = diagonal.len();
    let mut reduced = vec![0.0; n];
    reduced[0] = upper[0] / diagonal[0];
    x[0] /= diagonal[0];
    for i in 1..n {
        let pivot = diagonal[i] - lower[i] * reduced[i - 1];
        if i + 1 < n {
            reduced[i] = upper[i] / pivot;
        }
        x[i] = (x[i] - lower[i] * x[i - 1]) / pivot;
    }
    for i in (0..n - 1).rev() {
        x[i] -= reduced[i] * x[i + 1];
    }
}

/// The squared distance of a rod's temperatures from measured ones, after implicit steps of the heat equation.
#[differentiate(second_order)]
pub fn heat_misfit(
    conductivity: &[f64],
    initial: &[f64],
    time_step: f64,
    steps: usize,
    #[constant] measured: &[f64],
) -> f64 {
    let n = initial.len();
    let mut lower = vec![0.0; n];
    let mut diagonal = vec![1.0; n];
    let mut upper = vec![0.0; n];
    // `conductivity[i]` is that between the cells `i` and `i + 1`.
    for i in 0..n - 1 {
        let flow = time_step * conductivity[i];
        upper[i] = -flow;
        lower[i + 1] = -flow;
        diagonal[i] += flow;
        diagonal[i + 1] += flow;
    }
    let mut temperature = initial.to_vec();
    for _ in 0..steps {
        solve(&lower, &diagonal, &upper, &mut temperature);
    }
    let mut misfit = 0.0;
    for (value, expected) in temperature.iter().zip(measured) {
        misfit += (value - expected) * (value - expected);
    }
    misfit
}
