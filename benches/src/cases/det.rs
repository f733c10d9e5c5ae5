//! Small matrices.

use super::SEED;
use crate::by_hand;
use crate::eval::{Derivative, Eval};
use crate::programs::det::determinant;
use crate::random::SplitMix64;

/// A square matrix.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// Its entries, row by row.
    pub entries: Vec<f64>,
    /// How many rows.
    pub rows: usize,
}

impl Matrix {
    /// Entries that are uniform in `[0, 1)`.
    pub fn seeded(rows: usize) -> Self {
        Self { entries: SplitMix64::new(SEED).uniforms(rows * rows), rows }
    }
}

impl Eval for Matrix {
    fn primal(&self, value: &mut Vec<f64>) {
        value.clear();
        value.push(determinant(&self.entries, self.rows));
    }

    fn generated(&self, derivative: &mut Derivative) {
        let [part] = derivative.zeros([self.entries.len()]);
        let value = determinant::accumulate_grad(&self.entries, self.rows, part);
        derivative.set_value(value);
    }

    fn by_hand(&self, derivative: &mut Derivative) {
        let [part] = derivative.zeros([self.entries.len()]);
        let value = by_hand::det::accumulate_grad(&self.entries, self.rows, part);
        derivative.set_value(value);
    }
}
