//! Coefficients of a differential equation, and a number of steps.

use super::SEED;
use crate::by_hand;
use crate::eval::{Derivative, Eval};
use crate::programs::ode::solve;
use crate::random::SplitMix64;

/// The coefficients and the number of steps.
#[derive(Clone, Debug)]
pub struct Equation {
    /// The coefficients.
    pub x: Vec<f64>,
    /// How many steps.
    pub steps: usize,
}

impl Equation {
    /// Coefficients that are uniform in `[0, 1)`.
    pub fn seeded(n: usize, steps: usize) -> Self {
        Self { x: SplitMix64::new(SEED).uniforms(n), steps }
    }

    /// The cotangent of the last component.
    fn seed(&self) -> Vec<f64> {
        let mut seed = vec![0.0; self.x.len()];
        seed[self.x.len() - 1] = 1.0;
        seed
    }
}

impl Eval for Equation {
    fn primal(&self, value: &mut Vec<f64>) {
        *value = solve(&self.x, self.steps);
    }

    fn generated(&self, derivative: &mut Derivative) {
        let [part] = derivative.zeros([self.x.len()]);
        let value = solve::accumulate_vjp(&self.x, self.steps, self.seed(), part);
        derivative.value = value;
    }

    fn by_hand(&self, derivative: &mut Derivative) {
        let [part] = derivative.zeros([self.x.len()]);
        let value = by_hand::ode::accumulate_vjp(&self.x, self.steps, &self.seed(), part);
        derivative.value = value;
    }
}
