//! The data set of the notes, drawn by numpy from seed 0, and the runs of numpy on it.

use nalgebra::{DMatrix, Matrix2, SMatrix, SVector, Vector2};

/// How many points there are.
pub const POINTS: usize = 500;

const FILE: &str = include_str!("../../data/gd_numpy_seed0.csv");
const TRACES: &str = include_str!("../../data/gd_numpy_seed0_traces.csv");

/// The points, one a row, and their labels.
#[derive(Clone, Debug)]
pub struct Points {
    /// `X`.
    pub x: Box<SMatrix<f64, POINTS, 2>>,
    /// `y`: whether the second number of a point is positive.
    pub y: Box<SVector<f64, POINTS>>,
}

impl Points {
    /// Reads them.
    pub fn load() -> Self {
        let rows: Vec<Vec<f64>> = numbers(FILE.lines());
        let x = Box::new(SMatrix::from_fn(|i, j| rows[i][j]));
        Self { x, y: Box::new(SVector::from_fn(|i, _| rows[i][2])) }
    }

    /// `X^T X`.
    pub fn gram(&self) -> Matrix2<f64> {
        self.x.tr_mul(&*self.x)
    }

    /// The solution of the normal equations.
    pub fn optimum(&self) -> Vector2<f64> {
        self.gram().try_inverse().expect("regular") * self.x.tr_mul(&*self.y)
    }

    /// `X` with a size that is not in its type.
    pub fn matrix(&self) -> DMatrix<f64> {
        DMatrix::from_fn(POINTS, 2, |i, j| self.x[(i, j)])
    }
}

/// A run of numpy: for each iteration the gradient, the weights and the loss.
pub fn trace(run: &str) -> Vec<[f64; 5]> {
    let lines = TRACES.lines().filter_map(|line| line.strip_prefix(run)?.strip_prefix(','));
    numbers(lines).into_iter().map(|row| core::array::from_fn(|i| row[i])).collect()
}

fn numbers<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<Vec<f64>> {
    lines.map(|line| line.split(',').map(|x| x.parse().expect("a number")).collect()).collect()
}
