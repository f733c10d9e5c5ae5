//! Random matrices that are mostly zero.

use alloc::vec::Vec;

use rand::{Rng, RngExt};

use super::random::{standard_normal, Initializer};
use super::shape::WeightShape;
use crate::real::Real;

/// Normal weights of which a part of every column is zero (Martens, 2010); PyTorch's `sparse_`.
///
/// Every input reaches `outputs - ceil(sparsity outputs)` outputs.
///
/// ```
/// use autodiff_runtime::init::{seeded, Initializer, Sparse, WeightShape};
///
/// let mut weights = [0.0_f64; 10 * 3];
/// let shape = WeightShape::matrix(10, 3).column_major();
/// Sparse { sparsity: 0.75, deviation: 0.01 }.fill(&mut weights, &shape, &mut seeded(4));
/// assert!(weights.chunks(10).all(|column| column.iter().filter(|w| **w == 0.0).count() == 8));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sparse {
    /// The part of a column that is zero.
    pub sparsity: f64,
    /// The standard deviation of the others; PyTorch's default is 0.01.
    pub deviation: f64,
}

impl<T: Real> Initializer<T> for Sparse {
    fn fill(&self, values: &mut [T], shape: &WeightShape, rng: &mut dyn Rng) {
        shape.assert_length(values.len());
        let rows = shape.rows();
        let zeros = nalgebra::ComplexField::ceil(self.sparsity * rows as f64) as usize;
        let mut order: Vec<usize> = (0..rows).collect();
        for column in 0..shape.columns() {
            for row in 0..rows {
                values[shape.position(row, column)] = T::lit(self.deviation * standard_normal(rng));
            }
            // The first steps of a shuffle: what comes to the front becomes zero.
            for k in 0..zeros.min(rows) {
                order.swap(k, rng.random_range(k..rows));
                values[shape.position(order[k], column)] = T::zero();
            }
        }
    }
}
