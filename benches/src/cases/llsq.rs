//! Coefficients of a polynomial, and a number of points.

use super::SEED;
use crate::by_hand;
use crate::eval::{Derivative, Eval};
use crate::programs::llsq::half_squared_residuals;
use crate::random::SplitMix64;

/// The polynomial and the number of points.
#[derive(Clone, Debug)]
pub struct Fit {
    /// The coefficients.
    pub coefficients: Vec<f64>,
    /// How many points.
    pub points: usize,
}

impl Fit {
    /// Coefficients that are uniform in `[0, 1)`.
    pub fn seeded(coefficients: usize, points: usize) -> Self {
        Self { coefficients: SplitMix64::new(SEED).uniforms(coefficients), points }
    }
}

impl Eval for Fit {
    fn primal(&self, value: &mut Vec<f64>) {
        value.clear();
        value.push(half_squared_residuals(&self.coefficients, self.points));
    }

    fn generated(&self, derivative: &mut Derivative) {
        let [part] = derivative.zeros([self.coefficients.len()]);
        let value = half_squared_residuals::accumulate_grad(&self.coefficients, self.points, part);
        derivative.set_value(value);
    }

    fn by_hand(&self, derivative: &mut Derivative) {
        let [part] = derivative.zeros([self.coefficients.len()]);
        let value = by_hand::llsq::accumulate_grad(&self.coefficients, self.points, part);
        derivative.set_value(value);
    }

    fn curvature(&self, derivative: &mut Derivative) -> bool {
        let x = &self.coefficients;
        derivative.parts = vec![half_squared_residuals::hvp(x, self.points, x)];
        true
    }
}
