//! The laws that the second derivatives of one function must hold at a point.

use crate::laws::{Tolerance, extrapolate, greatest, near};
use crate::random::SplitMix64;
use num_dual::HyperDual64;

type Gradient<'a> = Box<dyn Fn(&[f64]) -> Vec<f64> + 'a>;
type Product<'a> = Box<dyn Fn(&[f64], &[f64]) -> Vec<f64> + 'a>;

/// The gradient and the Hessian-vector product of a function with one real result, over flat lists; made by
/// [`curvature!`](macro@crate::curvature).
pub struct Curvature<'a> {
    /// The gradient.
    pub grad: Gradient<'a>,
    /// The Hessian times a direction.
    pub hvp: Product<'a>,
    /// How close is equal.
    pub tolerance: Tolerance,
}

impl Curvature<'_> {
    /// The Hessian, column by column.
    pub fn hessian(&self, at: &[f64]) -> Vec<Vec<f64>> {
        let mut direction = vec![0.0; at.len()];
        let columns = (0..at.len()).map(|j| {
            direction[j] = 1.0;
            let column = (self.hvp)(at, &direction);
            direction[j] = 0.0;
            column
        });
        columns.collect()
    }

    /// Holds every law at a point, with central differences of the gradient as the reference.
    #[track_caller]
    pub fn differences(&self, at: &[f64]) -> &Self {
        let columns = self.hold(at);
        for (j, column) in columns.iter().enumerate() {
            let expected = self.central_differences(at, j);
            self.close("Hessian by differences", at, column, &expected, self.tolerance.differences);
        }
        self
    }

    /// Holds every law at a point, with the same program over hyper-dual numbers as the reference.
    #[track_caller]
    pub fn twin(&self, at: &[f64], twin: impl Fn(&[HyperDual64]) -> HyperDual64) -> &Self {
        let columns = self.hold(at);
        let mut point: Vec<HyperDual64> = at.iter().map(|&x| HyperDual64::from_re(x)).collect();
        for (j, column) in columns.iter().enumerate() {
            let mut expected = vec![0.0; at.len()];
            for (i, entry) in expected.iter_mut().enumerate() {
                point[i].eps1 = 1.0;
                point[j].eps2 = 1.0;
                *entry = twin(&point).eps1eps2;
                point[i].eps1 = 0.0;
                point[j].eps2 = 0.0;
            }
            self.close("Hessian of the twin", at, column, &expected, self.tolerance.exact);
        }
        self
    }

    /// Holds every law at a point, with a known Hessian as the reference, column by column.
    #[track_caller]
    pub fn exact(&self, at: &[f64], hessian: &[&[f64]]) -> &Self {
        let columns = self.hold(at);
        assert_eq!(columns.len(), hessian.len(), "columns of the reference");
        for (column, expected) in columns.iter().zip(hessian) {
            self.close("Hessian", at, column, expected, self.tolerance.exact);
        }
        self
    }

    /// Where the gradient is linear, the Hessian is a difference of rounded numbers of the gradient's size.
    #[track_caller]
    fn close(&self, what: &str, at: &[f64], actual: &[f64], expected: &[f64], tolerance: f64) {
        let scale = greatest(expected).max(greatest(&(self.grad)(at)));
        near(what, actual, expected, &vec![scale; expected.len()], tolerance);
    }

    /// The Hessian, which is symmetric, and linear in the direction. Nobody symmetrizes it.
    #[track_caller]
    pub fn hold(&self, at: &[f64]) -> Vec<Vec<f64>> {
        let columns = self.hessian(at);
        if (self.grad)(at).iter().all(|entry| entry.is_finite()) {
            let defined = columns.iter().flatten().all(|entry| !entry.is_nan());
            assert!(defined, "the Hessian at {at:?} is {columns:?}, but the gradient is finite");
        }
        if columns.iter().flatten().any(|entry| !entry.is_finite()) {
            return columns;
        }
        for (j, column) in columns.iter().enumerate() {
            let row: Vec<f64> = columns.iter().map(|other| other[j]).collect();
            self.close("symmetry of the Hessian", at, column, &row, self.tolerance.exact);
        }
        let mut random = SplitMix64::new(13);
        let direction = random.normals(at.len());
        let product = (self.hvp)(at, &direction);
        let expected: Vec<f64> = (0..at.len())
            .map(|i| columns.iter().zip(&direction).map(|(column, d)| column[i] * d).sum())
            .collect();
        self.close("linearity", at, &product, &expected, self.tolerance.exact * 10.0);
        columns
    }

    /// A column of the Hessian by central differences of the gradient, extrapolated to a step of zero (Ridders).
    fn central_differences(&self, at: &[f64], j: usize) -> Vec<f64> {
        let step = self.tolerance.step * at[j].abs().max(0.1);
        let slopes: Vec<Vec<f64>> = (0..6)
            .map(|halvings| {
                let h = step / 2.0_f64.powi(halvings);
                let (mut above, mut below) = (at.to_vec(), at.to_vec());
                above[j] += h;
                below[j] -= h;
                let width = above[j] - below[j];
                let (above, below) = ((self.grad)(&above), (self.grad)(&below));
                above.iter().zip(&below).map(|(a, b)| (a - b) / width).collect()
            })
            .collect();
        (0..at.len()).map(|i| extrapolate(slopes.iter().map(|slope| slope[i]).collect())).collect()
    }
}
