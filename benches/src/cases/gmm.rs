//! Gaussian mixtures.

use super::SEED;
use super::text::Numbers;
use crate::by_hand;
use crate::eval::{Derivative, Eval};
use crate::programs::gmm::{Wishart, log_likelihood};
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
        let mut random = SplitMix64::new(SEED);
        // In this order.
        let points = random.normals(n * d);
        let weights = random.normals(k);
        let means = random.uniforms(k * d);
        let log_diagonals = random.normals(k * d);
        let lowers = random.normals(k * d * (d - 1) / 2);
        Self { weights, means, log_diagonals, lowers, points, prior }
    }

    /// Reads ADBench's format: `d K N`, the weights, the means, `q` and `l` of each component, the points, the prior.
    ///
    /// # Errors
    ///
    /// If the text has another form.
    pub fn from_text(text: &str) -> Result<Self, String> {
        let mut numbers = Numbers::new(text);
        let [d, k, n] = [numbers.number()?, numbers.number()?, numbers.number()?];
        let weights = numbers.take(k)?;
        let means = numbers.take(k * d)?;
        let (mut log_diagonals, mut lowers) = (Vec::new(), Vec::new());
        for _ in 0..k {
            log_diagonals.extend(numbers.take::<f64>(d)?);
            lowers.extend(numbers.take::<f64>(d * (d - 1) / 2)?);
        }
        let points = numbers.take(n * d)?;
        let prior = Wishart { gamma: numbers.number()?, excess: numbers.number()? };
        Ok(Self { weights, means, log_diagonals, lowers, points, prior })
    }

    fn lengths(&self) -> [usize; 4] {
        [self.weights.len(), self.means.len(), self.log_diagonals.len(), self.lowers.len()]
    }
}

impl Eval for Mixture {
    fn primal(&self, value: &mut Vec<f64>) {
        value.clear();
        let Self { weights, means, log_diagonals, lowers, points, prior } = self;
        value.push(log_likelihood(weights, means, log_diagonals, lowers, points, *prior));
    }

    fn generated(&self, derivative: &mut Derivative) {
        let Self { weights, means, log_diagonals, lowers, points, prior } = self;
        let [a, m, q, l] = derivative.zeros(self.lengths());
        let value = log_likelihood::accumulate_grad(
            weights,
            means,
            log_diagonals,
            lowers,
            points,
            *prior,
            a,
            m,
            q,
            l,
        );
        derivative.set_value(value);
    }

    fn by_hand(&self, derivative: &mut Derivative) {
        let value = by_hand::gmm::accumulate_grad(self, derivative.zeros(self.lengths()));
        derivative.set_value(value);
    }

    /// The Hessian times the parameters.
    fn curvature(&self, derivative: &mut Derivative) -> bool {
        let Self { weights, means, log_diagonals, lowers, points, prior } = self;
        let (a, m, q, l) = log_likelihood::hvp(
            weights,
            means,
            log_diagonals,
            lowers,
            points,
            *prior,
            weights,
            means,
            log_diagonals,
            lowers,
        );
        derivative.parts = vec![a, m, q, l];
        true
    }
}
