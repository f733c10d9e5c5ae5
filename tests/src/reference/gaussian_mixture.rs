//! The mixture straight from its definition: dense factors, softmax over lists.

use super::Number;
use core::f64::consts::PI;

/// The sizes of a mixture and its prior.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Dimension.
    pub d: usize,
    /// Components.
    pub k: usize,
    /// Scale of the prior.
    pub gamma: f64,
    /// Excess degrees of freedom of the prior.
    pub m: i32,
    /// The multivariate log-gamma function of half the degrees of freedom.
    pub log_gamma: f64,
}

/// The objective; `p` holds weights, means, log-diagonals and lowers one after the other.
pub fn log_likelihood<D: Number>(p: &[D], points: &[f64], sizes: Sizes) -> D {
    let Sizes { d, k, gamma, m, log_gamma } = sizes;
    let strict = d * (d - 1) / 2;
    let (alpha, rest) = p.split_at(k);
    let (mu, rest) = rest.split_at(k * d);
    let (q, l) = rest.split_at(k * d);
    let factor = |c: usize| {
        let mut dense = vec![vec![D::from(0.0); d]; d];
        let mut next = l[c * strict..].iter();
        for i in 0..d {
            dense[i][i] = q[c * d + i].exp();
            for row in &mut dense[i + 1..] {
                row[i] = *next.next().expect("enough entries");
            }
        }
        dense
    };
    let factors: Vec<_> = (0..k).map(factor).collect();

    let mut total = D::from(0.0);
    for x in points.chunks(d) {
        let scores: Vec<D> = (0..k)
            .map(|c| {
                let offset: Vec<D> = (0..d).map(|j| -mu[c * d + j] + x[j]).collect();
                let square: D = factors[c]
                    .iter()
                    .map(|row| {
                        let y: D = row.iter().zip(&offset).map(|(r, o)| *r * *o).sum();
                        y * y
                    })
                    .sum();
                let trace: D = q[c * d..(c + 1) * d].iter().copied().sum();
                alpha[c] + trace - square * 0.5
            })
            .collect();
        total += log_sum_exp(&scores);
    }
    let n = points.len() / d;
    total -= log_sum_exp(alpha) * n as f64;

    let freedom = (d as i32 + m + 1) as f64;
    let normalizer = freedom * d as f64 * (gamma.ln() - 0.5 * 2.0_f64.ln()) - log_gamma;
    let squares: D = factors.iter().flatten().flatten().map(|e| *e * *e).sum();
    let traces: D = q.iter().copied().sum();
    total - squares * (0.5 * gamma * gamma)
        + traces * m as f64
        + (k as f64 * normalizer - 0.5 * (n * d) as f64 * (2.0 * PI).ln())
}

/// The logarithm of the sum of the exponentials.
pub fn log_sum_exp<D: Number>(values: &[D]) -> D {
    let greatest = values.iter().map(|v| v.re()).fold(f64::NEG_INFINITY, f64::max);
    values.iter().map(|v| (*v - greatest).exp()).sum::<D>().ln() + greatest
}
