//! Log-likelihood of a Gaussian mixture with a Wishart prior on the precisions.
//!
//! The parameters are flat slices, component by component: `means` and `log_diagonals` have `d` numbers a component,
//! `lowers` has the `d (d - 1) / 2` strictly lower entries of the triangular factor, column by column.

#![allow(clippy::needless_range_loop)] // formulas over several arrays read best with indices

use autodiff_runtime::prelude::*;
use core::f64::consts::{LN_2, PI};

/// The prior on the precisions: a scale and the excess degrees of freedom.
#[derive(Clone, Copy, Debug)]
pub struct Wishart {
    /// Scale.
    pub gamma: f64,
    /// Degrees of freedom above the dimension plus one.
    pub excess: i32,
}

/// The log-likelihood of the `points` plus the log-density of the prior.
#[differentiate(second_order)]
pub fn log_likelihood(
    weights: &[f64],
    means: &[f64],
    log_diagonals: &[f64],
    lowers: &[f64],
    #[constant] points: &[f64],
    #[constant] prior: Wishart,
) -> f64 {
    let k = weights.len();
    let d = means.len() / k;
    let n = points.len() / d;
    let strict = d * (d - 1) / 2;

    let mut diagonals = vec![0.0; k * d];
    let mut log_determinants = vec![0.0; k];
    for c in 0..k {
        for j in 0..d {
            diagonals[c * d + j] = log_diagonals[c * d + j].exp();
            log_determinants[c] += log_diagonals[c * d + j];
        }
    }

    let mut centered = vec![0.0; d];
    let mut whitened = vec![0.0; d];
    let mut scores = vec![0.0; k];
    let mut total = 0.0;
    for i in 0..n {
        let point = &points[i * d..(i + 1) * d];
        for c in 0..k {
            let mean = &means[c * d..(c + 1) * d];
            let diagonal = &diagonals[c * d..(c + 1) * d];
            let lower = &lowers[c * strict..(c + 1) * strict];
            for j in 0..d {
                centered[j] = point[j] - mean[j];
                whitened[j] = diagonal[j] * centered[j];
            }
            let mut p = 0;
            for column in 0..d {
                for row in column + 1..d {
                    whitened[row] += lower[p] * centered[column];
                    p += 1;
                }
            }
            let mut square = 0.0;
            for j in 0..d {
                square += whitened[j] * whitened[j];
            }
            scores[c] = weights[c] + log_determinants[c] - 0.5 * square;
        }
        total += log_sum_exp(&scores);
    }
    total -= n as f64 * log_sum_exp(weights);

    let constant = -0.5 * (n * d) as f64 * (2.0 * PI).ln();
    constant + total + log_prior(&diagonals, &log_determinants, lowers, d, prior)
}

/// The logarithm of the sum of the exponentials, without overflow.
#[differentiate(second_order)]
pub fn log_sum_exp(values: &[f64]) -> f64 {
    let mut largest = values[0];
    for &value in values {
        if value > largest {
            largest = value;
        }
    }
    let mut sum = 0.0;
    for &value in values {
        sum += (value - largest).exp();
    }
    largest + sum.ln()
}

/// The log-density of the Wishart prior, summed over the components.
#[differentiate(second_order)]
pub fn log_prior(
    diagonals: &[f64],
    log_determinants: &[f64],
    lowers: &[f64],
    d: usize,
    #[constant] prior: Wishart,
) -> f64 {
    let k = log_determinants.len();
    let mut frobenius = 0.0;
    for value in diagonals {
        frobenius += value * value;
    }
    for value in lowers {
        frobenius += value * value;
    }
    let mut log_determinant = 0.0;
    for c in 0..k {
        log_determinant += log_determinants[c];
    }
    let quadratic = 0.5 * prior.gamma * prior.gamma * frobenius;
    k as f64 * log_normalizer(d, prior) - quadratic + prior.excess as f64 * log_determinant
}

/// The logarithm of the normalizer of the Wishart density in `d` dimensions.
pub fn log_normalizer(d: usize, prior: Wishart) -> f64 {
    let freedom = d as i32 + prior.excess + 1;
    let scale = (freedom * d as i32) as f64 * (prior.gamma.ln() - 0.5 * LN_2);
    scale - log_gamma_multivariate(freedom, d)
}

/// The logarithm of the multivariate gamma function of `doubled / 2` in `d` dimensions.
pub fn log_gamma_multivariate(doubled: i32, d: usize) -> f64 {
    let mut total = 0.25 * (d * (d - 1)) as f64 * PI.ln();
    for j in 0..d as i32 {
        total += log_gamma_of_half(doubled - j);
    }
    total
}

/// The logarithm of the gamma function of `doubled / 2`, by its recurrence.
fn log_gamma_of_half(doubled: i32) -> f64 {
    let mut total = if doubled % 2 == 0 { 0.0 } else { 0.5 * PI.ln() };
    let mut below = doubled - 2;
    while below > 0 {
        total += (0.5 * below as f64).ln();
        below -= 2;
    }
    total
}
