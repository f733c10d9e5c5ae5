//! The collection solved by the Levenberg-Marquardt method of the crate of that name, which has an earlier nalgebra: its
//! vectors are made from ours.

use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt, TerminationReason};
use nalgebra_034::{DMatrix, DVector, Dyn, U1, VecStorage};

use super::Problem;

/// A problem at a point, as the solver sees it.
struct At<'p> {
    problem: &'p Problem,
    point: DVector<f64>,
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for At<'_> {
    type ResidualStorage = VecStorage<f64, Dyn, U1>;
    type JacobianStorage = VecStorage<f64, Dyn, Dyn>;
    type ParameterStorage = VecStorage<f64, Dyn, U1>;

    fn set_params(&mut self, point: &DVector<f64>) {
        self.point.copy_from(point);
    }

    fn params(&self) -> DVector<f64> {
        self.point.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        Some(DVector::from_vec((self.problem.residuals)(self.point.as_slice())))
    }

    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let jacobian = (self.problem.jacobian)(self.point.as_slice());
        let (rows, columns) = jacobian.shape();
        Some(DMatrix::from_column_slice(rows, columns, jacobian.as_slice()))
    }
}

/// Where the solver stopped.
pub struct Solution {
    /// The point.
    pub point: Vec<f64>,
    /// The sum of squares there.
    pub value: f64,
    /// How often the residuals were evaluated.
    pub evaluations: usize,
    /// Why it stopped.
    pub reason: TerminationReason,
}

impl Solution {
    /// The published minimum that is nearest to what was found.
    pub fn nearest(&self, problem: &Problem) -> f64 {
        let distance = |minimum: &f64| (self.value - minimum).abs();
        let nearest =
            problem.minima.iter().copied().min_by(|a, b| distance(a).total_cmp(&distance(b)));
        nearest.expect("each problem has a published minimum")
    }

    /// Whether that minimum is reached to the digits that are published.
    pub fn agrees(&self, problem: &Problem) -> bool {
        let minimum = self.nearest(problem);
        (self.value - minimum).abs() <= 1e-5 * minimum + 1e-10
    }
}

/// Solves a problem from its standard starting point.
pub fn solve(problem: &Problem) -> Solution {
    let start = At { problem, point: DVector::from_vec(problem.start.clone()) };
    let solver = LevenbergMarquardt::new().with_patience(1000);
    let (end, report) = solver.minimize(start);
    let point = end.point.as_slice().to_vec();
    let value = (problem.objective)(&point);
    Solution { point, value, evaluations: report.number_of_evaluations, reason: report.termination }
}
