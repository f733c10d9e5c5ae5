//! Initial values without randomness.

use super::shape::WeightShape;
use crate::real::Real;

/// The same number everywhere; PyTorch's `constant_`, `zeros_`, `ones_`.
///
/// Weights that are all alike stay alike in training: this is for biases, scales and shifts.
///
/// ```
/// use autodiff_runtime::init::Constant;
///
/// let mut bias = [7.0_f32; 3];
/// Constant::zeros().fill(&mut bias);
/// assert_eq!(bias, [0.0; 3]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant(pub f64);

impl Constant {
    /// Zeros.
    pub const fn zeros() -> Self {
        Self(0.0)
    }

    /// Ones.
    pub const fn ones() -> Self {
        Self(1.0)
    }

    /// Fills the slice.
    pub fn fill<T: Real>(&self, values: &mut [T]) {
        values.fill(T::lit(self.0));
    }
}

/// A multiple of the identity, with zeros where the matrix is not square; PyTorch's `eye_`, Keras' `Identity`.
///
/// ```
/// use autodiff_runtime::init::{Identity, WeightShape};
///
/// let mut weights = [9.0; 6];
/// Identity::default().fill(&mut weights, &WeightShape::matrix(2, 3));
/// assert_eq!(weights, [1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Identity {
    /// The number on the diagonal.
    pub gain: f64,
}

impl Default for Identity {
    fn default() -> Self {
        Self { gain: 1.0 }
    }
}

impl Identity {
    /// Fills a weight.
    ///
    /// # Panics
    ///
    /// If the slice has another length than the shape.
    pub fn fill<T: Real>(&self, values: &mut [T], shape: &WeightShape) {
        shape.assert_length(values.len());
        values.fill(T::zero());
        for k in 0..shape.rows().min(shape.columns()) {
            values[shape.position(k, k)] = T::lit(self.gain);
        }
    }
}

/// A convolution that passes its channels on, as far as it has as many; PyTorch's `dirac_`.
///
/// With groups, every group of outputs passes on the channels of its own group.
///
/// ```
/// use autodiff_runtime::init::{Dirac, WeightShape};
///
/// let mut weights = [9.0; 6];
/// let shape = WeightShape::convolution(2, 1, [3]);
/// Dirac { groups: 2 }.fill(&mut weights, &shape);
/// assert_eq!(weights, [0.0, 1.0, 0.0, 0.0, 1.0, 0.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dirac {
    /// Into how many parts the outputs are divided.
    pub groups: usize,
}

impl Default for Dirac {
    fn default() -> Self {
        Self { groups: 1 }
    }
}

impl Dirac {
    /// Fills a weight.
    ///
    /// # Panics
    ///
    /// If the slice has another length than the shape, or if the outputs are no multiple of the groups.
    pub fn fill<T: Real>(&self, values: &mut [T], shape: &WeightShape) {
        shape.assert_length(values.len());
        assert!(
            self.groups > 0 && shape.rows().is_multiple_of(self.groups),
            "{} outputs cannot be divided into {} groups",
            shape.rows(),
            self.groups
        );
        values.fill(T::zero());
        let outputs = shape.rows() / self.groups;
        for group in 0..self.groups {
            for channel in 0..outputs.min(shape.inputs()) {
                let column = channel * shape.kernel_size() + shape.center();
                values[shape.position(group * outputs + channel, column)] = T::one();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dirac_kernel_has_its_one_in_the_middle() {
        let shape = WeightShape::convolution(3, 2, [3, 4]).column_major();
        let mut weights = [5.0_f64; 72];
        Dirac::default().fill(&mut weights, &shape);
        for output in 0..3 {
            for column in 0..24 {
                let (channel, place) = (column / 12, column % 12);
                let expected = f64::from(u8::from(channel == output && place == 4 + 2));
                assert_eq!(weights[column * 3 + output], expected, "{output} {column}");
            }
        }
    }

    #[test]
    fn both_orders_hold_the_same_identity() {
        let (mut columns, mut rows) = ([2.0_f32; 6], [2.0_f32; 6]);
        let shape = WeightShape::matrix(3, 2);
        Identity { gain: 0.5 }.fill(&mut columns, &shape.column_major());
        Identity { gain: 0.5 }.fill(&mut rows, &shape);
        assert_eq!(columns, [0.5, 0.0, 0.0, 0.0, 0.5, 0.0]);
        assert_eq!(rows, [0.5, 0.0, 0.0, 0.5, 0.0, 0.0]);
    }
}
