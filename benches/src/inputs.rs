//! Seeded inputs, the same on every machine.

use crate::gaussian_mixture::Wishart;
use crate::random::SplitMix64;

/// The inputs of a Gaussian mixture.
#[derive(Clone, Debug)]
pub struct Mixture {
    /// Logarithms of the weights, up to a constant.
    pub weights: Vec<f64>,
    /// Means.
    pub means: Vec<f64>,
    /// Logarithms of the diagonals.
    pub log_diagonals: Vec<f64>,
    /// Strictly lower entries.
    pub lowers: Vec<f64>,
    /// Points.
    pub points: Vec<f64>,
    /// Prior.
    pub prior: Wishart,
}

impl Mixture {
    /// Draws a mixture of `k` components in `d` dimensions and `n` points.
    pub fn seeded(d: usize, k: usize, n: usize, prior: Wishart) -> Self {
        let mut random = SplitMix64::new(31337);
        // In this order.
        let points = random.normals(n * d);
        let weights = random.normals(k);
        let means = random.uniforms(k * d);
        let log_diagonals = random.normals(k * d);
        let lowers = random.normals(k * d * (d - 1) / 2);
        Self { weights, means, log_diagonals, lowers, points, prior }
    }
}

/// A gradient of a mixture's parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct MixtureGradient {
    /// For the weights.
    pub weights: Vec<f64>,
    /// For the means.
    pub means: Vec<f64>,
    /// For the logarithms of the diagonals.
    pub log_diagonals: Vec<f64>,
    /// For the strictly lower entries.
    pub lowers: Vec<f64>,
}

impl MixtureGradient {
    /// Zero, for a mixture.
    pub fn zero(mixture: &Mixture) -> Self {
        Self {
            weights: vec![0.0; mixture.weights.len()],
            means: vec![0.0; mixture.means.len()],
            log_diagonals: vec![0.0; mixture.log_diagonals.len()],
            lowers: vec![0.0; mixture.lowers.len()],
        }
    }

    /// Back to zero.
    pub fn clear(&mut self) {
        for part in [&mut self.weights, &mut self.means, &mut self.log_diagonals, &mut self.lowers]
        {
            part.fill(0.0);
        }
    }

    /// All entries, in order.
    pub fn flat(&self) -> Vec<f64> {
        [&self.weights[..], &self.means, &self.log_diagonals, &self.lowers].concat()
    }
}
