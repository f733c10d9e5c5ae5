//! The adjoint of the Gaussian mixture, written by hand: the yardstick of the generated one.
//!
//! The log-likelihood is a sum over the points, so its adjoint is known before the loop: each point runs its own
//! forward and reverse sweep, and nothing is kept from one point to the next.

use crate::cases::gmm::Mixture;
use crate::programs::gmm::log_normalizer;
use core::f64::consts::PI;

/// The log-likelihood; adds its gradient into `gradient`.
///
/// `gradient` has a part each for the weights, the means, the logarithms of the diagonals, and the lower entries.
pub fn accumulate_grad(mixture: &Mixture, gradient: [&mut [f64]; 4]) -> f64 {
    let [of_weights, of_means, of_log_diagonals, of_lowers] = gradient;
    let Mixture { weights, means, log_diagonals, lowers, points, prior } = mixture;
    let k = weights.len();
    let d = means.len() / k;
    let n = points.len() / d;
    let strict = d * (d - 1) / 2;

    let diagonals: Vec<f64> = log_diagonals.iter().map(|q| q.exp()).collect();
    let log_determinants: Vec<f64> =
        log_diagonals.chunks_exact(d).map(|q| q.iter().sum()).collect();

    let mut diagonal_adjoints = vec![0.0; k * d];
    let mut centered = vec![0.0; k * d];
    let mut whitened = vec![0.0; k * d];
    let mut scores = vec![0.0; k];
    let mut whitened_adjoint = vec![0.0; d];
    let mut mass = vec![0.0; k];
    let mut total = 0.0;
    for point in points.chunks_exact(d) {
        for c in 0..k {
            let of = c * d..(c + 1) * d;
            let square = whiten(
                point,
                &means[of.clone()],
                &diagonals[of.clone()],
                &lowers[c * strict..(c + 1) * strict],
                &mut centered[of.clone()],
                &mut whitened[of],
            );
            scores[c] = weights[c] + log_determinants[c] - 0.5 * square;
        }
        total += softmax(&mut scores);
        // `scores` now holds the adjoints of the scores.
        for c in 0..k {
            let of = c * d..(c + 1) * d;
            mass[c] += scores[c];
            for (adjoint, y) in whitened_adjoint.iter_mut().zip(&whitened[of.clone()]) {
                *adjoint = -scores[c] * y;
            }
            whiten_adjoint(
                &diagonals[of.clone()],
                &lowers[c * strict..(c + 1) * strict],
                &centered[of.clone()],
                &whitened_adjoint,
                &mut of_means[of.clone()],
                &mut diagonal_adjoints[of],
                &mut of_lowers[c * strict..(c + 1) * strict],
            );
        }
    }

    // `scores` is free again: it holds the softmax of the weights.
    scores.copy_from_slice(weights);
    total -= n as f64 * softmax(&mut scores);
    for c in 0..k {
        of_weights[c] += mass[c] - n as f64 * scores[c];
    }

    // The prior.
    let squared = prior.gamma * prior.gamma;
    let excess = f64::from(prior.excess);
    let mut frobenius = 0.0;
    for (c, mass) in mass.iter().enumerate() {
        for j in c * d..(c + 1) * d {
            frobenius += diagonals[j] * diagonals[j];
            let adjoint = diagonal_adjoints[j] - squared * diagonals[j];
            of_log_diagonals[j] += adjoint * diagonals[j] + mass + excess;
        }
    }
    for (adjoint, l) in of_lowers.iter_mut().zip(lowers) {
        frobenius += l * l;
        *adjoint -= squared * l;
    }
    let log_determinant: f64 = log_determinants.iter().sum();
    let normalizer = k as f64 * log_normalizer(d, *prior);
    let constant = -0.5 * (n * d) as f64 * (2.0 * PI).ln();
    constant + total + normalizer - 0.5 * squared * frobenius + excess * log_determinant
}

/// Centers a point and multiplies it by the factor of a component; the squared length of the result.
#[inline]
fn whiten(
    point: &[f64],
    mean: &[f64],
    diagonal: &[f64],
    lower: &[f64],
    centered: &mut [f64],
    whitened: &mut [f64],
) -> f64 {
    let d = point.len();
    let (mean, diagonal, centered, whitened) =
        (&mean[..d], &diagonal[..d], &mut centered[..d], &mut whitened[..d]);
    for j in 0..d {
        centered[j] = point[j] - mean[j];
        whitened[j] = diagonal[j] * centered[j];
    }
    let mut rest = lower;
    for column in 0..d {
        let (entries, after) = rest.split_at(d - 1 - column);
        rest = after;
        for (y, l) in whitened[column + 1..].iter_mut().zip(entries) {
            *y += l * centered[column];
        }
    }
    whitened.iter().map(|y| y * y).sum()
}

/// The reverse of [`whiten`]: adds into the adjoints of mean, diagonal and lower entries.
#[inline]
fn whiten_adjoint(
    diagonal: &[f64],
    lower: &[f64],
    centered: &[f64],
    whitened_adjoint: &[f64],
    mean_adjoint: &mut [f64],
    diagonal_adjoint: &mut [f64],
    lower_adjoint: &mut [f64],
) {
    let d = centered.len();
    let (diagonal, adjoint) = (&diagonal[..d], &whitened_adjoint[..d]);
    let (mean_adjoint, diagonal_adjoint) = (&mut mean_adjoint[..d], &mut diagonal_adjoint[..d]);
    let (mut entries, mut entries_adjoint) = (lower, lower_adjoint);
    for column in 0..d {
        let (here, after) = entries.split_at(d - 1 - column);
        let (here_adjoint, after_adjoint) = entries_adjoint.split_at_mut(d - 1 - column);
        (entries, entries_adjoint) = (after, after_adjoint);
        let mut centered_adjoint = adjoint[column] * diagonal[column];
        let below = adjoint[column + 1..].iter().zip(here).zip(here_adjoint);
        for ((y_adjoint, l), l_adjoint) in below {
            centered_adjoint += l * y_adjoint;
            *l_adjoint += y_adjoint * centered[column];
        }
        diagonal_adjoint[column] += adjoint[column] * centered[column];
        mean_adjoint[column] -= centered_adjoint;
    }
}

/// The logarithm of the sum of the exponentials; leaves their shares in place of the values.
#[inline]
fn softmax(values: &mut [f64]) -> f64 {
    let mut largest = values[0];
    for &value in values.iter() {
        if value > largest {
            largest = value;
        }
    }
    let mut sum = 0.0;
    for value in values.iter_mut() {
        *value = (*value - largest).exp();
        sum += *value;
    }
    for value in values {
        *value /= sum;
    }
    largest + sum.ln()
}
