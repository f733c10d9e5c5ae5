//! Numbers whose exponentials are summed.

use super::SEED;
use crate::by_hand;
use crate::eval::{Derivative, Eval};
use crate::programs::lse::log_sum_exp;
use crate::random::SplitMix64;

/// The numbers.
#[derive(Clone, Debug)]
pub struct Numbers(pub Vec<f64>);

impl Numbers {
    /// Uniform in `[0, 1)`.
    pub fn seeded(n: usize) -> Self {
        Self(SplitMix64::new(SEED).uniforms(n))
    }
}

impl Eval for Numbers {
    fn primal(&self, value: &mut Vec<f64>) {
        value.clear();
        value.push(log_sum_exp(&self.0));
    }

    fn generated(&self, derivative: &mut Derivative) {
        let [part] = derivative.zeros([self.0.len()]);
        let value = log_sum_exp::accumulate_grad(&self.0, part);
        derivative.set_value(value);
    }

    fn by_hand(&self, derivative: &mut Derivative) {
        let [part] = derivative.zeros([self.0.len()]);
        let value = by_hand::lse::accumulate_grad(&self.0, part);
        derivative.set_value(value);
    }

    fn curvature(&self, derivative: &mut Derivative) -> bool {
        derivative.parts = vec![log_sum_exp::hvp(&self.0, &self.0)];
        true
    }
}
