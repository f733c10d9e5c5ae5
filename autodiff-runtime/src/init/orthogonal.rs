//! Random orthogonal matrices.

use nalgebra::DMatrix;
use rand::Rng;

use super::gain::Gain;
use super::random::{standard_normal, Initializer};
use super::shape::WeightShape;
use crate::real::Real;

/// A matrix with orthonormal rows or columns, whichever are fewer, times a gain (Saxe et al., 2014); PyTorch's
/// `orthogonal_`.
///
/// It is the factor `Q` of a normal random matrix, with the signs that make the diagonal of `R` positive: so all
/// orthogonal matrices are as likely.
///
/// ```
/// use autodiff_runtime::init::{seeded, Initializer, Orthogonal, WeightShape};
/// use autodiff_runtime::nalgebra::SMatrix;
///
/// let mut weights = SMatrix::<f64, 3, 5>::zeros();
/// let shape = WeightShape::matrix(3, 5).column_major();
/// Orthogonal::default().fill(weights.as_mut_slice(), &shape, &mut seeded(2));
/// assert!((weights * weights.transpose() - SMatrix::<f64, 3, 3>::identity()).norm() < 1e-14);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Orthogonal {
    /// The length of the rows or columns.
    pub gain: Gain,
}

impl<T: Real> Initializer<T> for Orthogonal {
    fn fill(&self, values: &mut [T], shape: &WeightShape, rng: &mut dyn Rng) {
        shape.assert_length(values.len());
        let (rows, columns) = (shape.rows(), shape.columns());
        let (long, short) = (rows.max(columns), rows.min(columns));
        if short == 0 {
            return;
        }
        let gain = self.gain.factor();
        let factors = DMatrix::from_fn(long, short, |_, _| standard_normal(rng)).qr();
        let (q, r) = factors.unpack();
        for i in 0..long {
            for j in 0..short {
                let entry = if r[(j, j)] < 0.0 { -q[(i, j)] } else { q[(i, j)] };
                let (row, column) = if rows < columns { (j, i) } else { (i, j) };
                values[shape.position(row, column)] = T::lit(gain * entry);
            }
        }
    }
}
