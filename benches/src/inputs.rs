//! Seeded inputs, the same on every machine.

use crate::gaussian_mixture::Wishart;

/// SplitMix64.
#[derive(Clone, Debug)]
pub struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Uniform in `[0, 1)`.
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * 2.0_f64.powi(-53)
    }

    /// Standard normal, by Box and Muller; the second of each pair is dropped.
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (2.0 * core::f64::consts::PI * self.uniform()).cos()
    }
}

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
        let mut normals = |count: usize| (0..count).map(|_| random.normal()).collect::<Vec<f64>>();
        let points = normals(n * d);
        let weights = normals(k);
        let means = (0..k * d).map(|_| random.uniform()).collect();
        let mut normals = |count: usize| (0..count).map(|_| random.normal()).collect::<Vec<f64>>();
        let log_diagonals = normals(k * d);
        let lowers = normals(k * d * (d - 1) / 2);
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
