//! The laws that the derivatives of one function must hold at a point.
//!
//! What they cannot see: central differences are blind at kinks and ties; test those with [`Gradient::exact`].

use crate::curvature::Curvature;
use crate::random::SplitMix64;
use num_dual::Dual64;

type Primal<'a> = Box<dyn Fn(&[f64]) -> Vec<f64> + 'a>;
type Sweep<'a> = Box<dyn Fn(&[f64], &[f64]) -> (Vec<f64>, Vec<f64>) + 'a>;
type Accumulate<'a> = Box<dyn Fn(&[f64], &[f64], &[f64]) -> (Vec<f64>, Vec<f64>) + 'a>;

/// The derivative functions of a function, over flat lists; made by [`map!`](crate::map).
///
/// Inputs and gradients are the active parameters in order, those behind `&mut` last. Outputs are the result, then
/// the final values behind `&mut`.
pub struct Map<'a> {
    /// Outputs.
    pub primal: Primal<'a>,
    /// Outputs and their tangents.
    pub jvp: Sweep<'a>,
    /// Outputs and the gradient for a seed.
    pub vjp: Sweep<'a>,
    /// The same in two steps.
    pub pullback: Sweep<'a>,
    /// The same, added to a given start.
    pub accumulate_vjp: Accumulate<'a>,
    /// Relative tolerance; looser for `f32`.
    pub tolerance: Tolerance,
}

/// The derivative functions of a function with one real result; made by [`gradient!`](crate::gradient).
pub struct Gradient<'a> {
    /// Those that every function has.
    pub map: Map<'a>,
    /// The gradient.
    pub grad: Primal<'a>,
    /// Value and gradient.
    pub value_and_grad: Sweep<'a>,
    /// Value and gradient added to a given start.
    pub accumulate_grad: Sweep<'a>,
    /// The second derivatives, if they are to be checked too.
    pub curvature: Option<Curvature<'a>>,
}

/// How close is equal.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    /// Against an exact reference.
    pub exact: f64,
    /// Between the two modes.
    pub dot: f64,
    /// Against central differences.
    pub differences: f64,
    /// The first step of the central differences, relative.
    pub step: f64,
}

/// For functions that compute in `f64`.
pub const DOUBLE: Tolerance = Tolerance { exact: 1e-10, dot: 1e-12, differences: 1e-7, step: 1e-2 };

/// For functions that compute in `f32`.
pub const SINGLE: Tolerance = Tolerance { exact: 2e-5, dot: 2e-5, differences: 2e-2, step: 5e-2 };

impl Map<'_> {
    /// For a function that computes in `f32`.
    pub fn single(mut self) -> Self {
        self.tolerance = SINGLE;
        self
    }

    /// Holds every law at a point, with central differences as the reference.
    #[track_caller]
    pub fn differences(&self, at: &[f64]) -> &Self {
        let jacobian = self.central_differences(at);
        self.hold(at, &jacobian, self.tolerance.differences);
        self
    }

    /// Holds every law at a point, with the same program over dual numbers as the reference.
    #[track_caller]
    pub fn twin(&self, at: &[f64], twin: impl Fn(&[Dual64]) -> Vec<Dual64>) -> &Self {
        let (values, jacobian) = dual_jacobian(&twin, at);
        close("twin's values", &(self.primal)(at), &values, self.tolerance.exact);
        for (row, differences) in jacobian.iter().zip(self.central_differences(at)) {
            close(
                "twin against central differences",
                row,
                &differences,
                self.tolerance.differences,
            );
        }
        self.hold(at, &jacobian, self.tolerance.exact);
        self
    }

    /// Holds every law at a point, with a known Jacobian as the reference, row by row.
    #[track_caller]
    pub fn exact(&self, at: &[f64], jacobian: &[&[f64]]) -> &Self {
        let jacobian: Vec<Vec<f64>> = jacobian.iter().map(|row| row.to_vec()).collect();
        self.hold(at, &jacobian, self.tolerance.exact);
        self
    }

    #[track_caller]
    fn hold(&self, at: &[f64], jacobian: &[Vec<f64>], tolerance: f64) {
        let primal = (self.primal)(at);
        assert_eq!(primal.len(), jacobian.len(), "rows of the reference");
        let mut random = SplitMix64::new(7);

        // The reverse sweep, one output after the other: each is a row of the Jacobian.
        for (i, row) in jacobian.iter().enumerate() {
            let mut seed = vec![0.0; primal.len()];
            seed[i] = 1.0;
            let (value, gradient) = (self.vjp)(at, &seed);
            same_bits("vjp's value", &value, &primal);
            close("vjp", &gradient, row, tolerance);
        }

        // The forward sweep, one input after the other: each is a column.
        let scales: Vec<f64> = jacobian.iter().map(|row| greatest(row)).collect();
        for j in 0..at.len() {
            let mut direction = vec![0.0; at.len()];
            direction[j] = 1.0;
            let (value, tangent) = (self.jvp)(at, &direction);
            same_bits("jvp's value", &value, &primal);
            let column: Vec<f64> = jacobian.iter().map(|row| row[j]).collect();
            near("jvp", &tangent, &column, &scales, tolerance);
        }

        let finite = jacobian.iter().flatten().all(|entry| entry.is_finite());
        if !finite {
            return;
        }

        // All at once: the two modes are each other's transpose, and the ways to ask for a gradient agree.
        let seed = random.normals(primal.len());
        let direction = random.normals(at.len());
        let (_, tangent) = (self.jvp)(at, &direction);
        let (_, gradient) = (self.vjp)(at, &seed);
        let forward = dot(&seed, &tangent);
        let reverse = dot(&gradient, &direction);
        let scale = absolute_dot(&seed, &tangent) + absolute_dot(&gradient, &direction);
        assert!(
            (forward - reverse).abs() <= self.tolerance.dot * scale,
            "dot test: {forward:e} forward, {reverse:e} in reverse"
        );

        let (value, pulled) = (self.pullback)(at, &seed);
        same_bits("pullback's value", &value, &primal);
        same_bits("pullback", &pulled, &gradient);

        let start = random.normals(at.len());
        let (value, accumulated) = (self.accumulate_vjp)(at, &seed, &start);
        same_bits("accumulate_vjp's value", &value, &primal);
        let expected: Vec<f64> = start.iter().zip(&gradient).map(|(s, g)| s + g).collect();
        close("accumulate_vjp", &accumulated, &expected, self.tolerance.exact);
    }

    /// The Jacobian by central differences, extrapolated to a step of zero (Ridders).
    pub fn central_differences(&self, at: &[f64]) -> Vec<Vec<f64>> {
        let outputs = (self.primal)(at).len();
        let mut jacobian = vec![vec![0.0; at.len()]; outputs];
        for j in 0..at.len() {
            let step = self.tolerance.step * at[j].abs().max(0.1);
            let slopes: Vec<Vec<f64>> = (0..6)
                .map(|halvings| {
                    let h = step / 2.0_f64.powi(halvings);
                    let (mut above, mut below) = (at.to_vec(), at.to_vec());
                    above[j] += h;
                    below[j] -= h;
                    let width = above[j] - below[j];
                    let (above, below) = ((self.primal)(&above), (self.primal)(&below));
                    above.iter().zip(&below).map(|(a, b)| (a - b) / width).collect()
                })
                .collect();
            for (i, row) in jacobian.iter_mut().enumerate() {
                row[j] = extrapolate(slopes.iter().map(|slope| slope[i]).collect());
            }
        }
        jacobian
    }
}

impl Gradient<'_> {
    /// For a function that computes in `f32`.
    pub fn single(mut self) -> Self {
        self.map.tolerance = SINGLE;
        self.curvature.iter_mut().for_each(|curvature| curvature.tolerance = SINGLE);
        self
    }

    /// Holds every law at a point, with central differences as the reference.
    #[track_caller]
    pub fn differences(&self, at: &[f64]) -> &Self {
        self.map.differences(at);
        self.hold(at);
        if let Some(curvature) = &self.curvature {
            curvature.differences(at);
        }
        self
    }

    /// Holds every law at a point, with the same program over dual numbers as the reference.
    #[track_caller]
    pub fn twin(&self, at: &[f64], twin: impl Fn(&[Dual64]) -> Dual64) -> &Self {
        self.map.twin(at, |x| vec![twin(x)]);
        self.hold(at);
        if let Some(curvature) = &self.curvature {
            curvature.differences(at);
        }
        self
    }

    /// Holds every law at a point, with a known gradient as the reference.
    #[track_caller]
    pub fn exact(&self, at: &[f64], gradient: &[f64]) -> &Self {
        self.map.exact(at, &[gradient]);
        self.hold(at);
        if let Some(curvature) = &self.curvature {
            curvature.hold(at);
        }
        self
    }

    /// The gradient functions agree with the pullback, whose own laws hold.
    #[track_caller]
    fn hold(&self, at: &[f64]) {
        let primal = (self.map.primal)(at);
        let (_, expected) = (self.map.vjp)(at, &[1.0]);
        same_bits("grad", &(self.grad)(at), &expected);

        let (value, gradient) = (self.value_and_grad)(at, &[]);
        same_bits("value_and_grad's value", &value, &primal);
        same_bits("value_and_grad", &gradient, &expected);

        let start = SplitMix64::new(11).normals(at.len());
        let (value, accumulated) = (self.accumulate_grad)(at, &start);
        same_bits("accumulate_grad's value", &value, &primal);
        let expected: Vec<f64> = start.iter().zip(&expected).map(|(s, g)| s + g).collect();
        close("accumulate_grad", &accumulated, &expected, self.map.tolerance.exact);
    }
}

/// Values and Jacobian of a function over dual numbers.
pub fn dual_jacobian(
    f: &dyn Fn(&[Dual64]) -> Vec<Dual64>,
    at: &[f64],
) -> (Vec<f64>, Vec<Vec<f64>>) {
    let mut point: Vec<Dual64> = at.iter().map(|&x| Dual64::from_re(x)).collect();
    let values: Vec<f64> = f(&point).iter().map(|y| y.re).collect();
    let mut jacobian = vec![vec![0.0; at.len()]; values.len()];
    for j in 0..at.len() {
        point[j].eps = 1.0;
        for (row, y) in jacobian.iter_mut().zip(f(&point)) {
            row[j] = y.eps;
        }
        point[j].eps = 0.0;
    }
    (values, jacobian)
}

/// Equal to the last bit, or both not a number.
#[track_caller]
pub fn same_bits(what: &str, actual: &[f64], expected: &[f64]) {
    assert_eq!(actual.len(), expected.len(), "{what}: length");
    for (i, (a, e)) in actual.iter().zip(expected).enumerate() {
        assert!(
            a.to_bits() == e.to_bits() || a == e || (a.is_nan() && e.is_nan()),
            "{what}[{i}] is {a:?} instead of {e:?}"
        );
    }
}

/// Equal to a relative tolerance, of each number or of a hundredth of the greatest.
#[track_caller]
pub fn close(what: &str, actual: &[f64], expected: &[f64], tolerance: f64) {
    near(what, actual, expected, &vec![greatest(expected); expected.len()], tolerance);
}

/// Equal to a relative tolerance, of each number or of a hundredth of its scale.
#[track_caller]
pub(crate) fn near(what: &str, actual: &[f64], expected: &[f64], scales: &[f64], tolerance: f64) {
    assert_eq!(actual.len(), expected.len(), "{what}: length");
    for (i, ((a, e), scale)) in actual.iter().zip(expected).zip(scales).enumerate() {
        let near = (a - e).abs() <= tolerance * e.abs().max(0.01 * scale);
        assert!(
            near || a == e || (a.is_nan() && e.is_nan()),
            "{what}[{i}] is {a:?} instead of {e:?}"
        );
    }
}

/// The greatest finite size of a number in a list.
pub(crate) fn greatest(list: &[f64]) -> f64 {
    let sizes = list.iter().map(|entry| entry.abs());
    sizes.filter(|size| size.is_finite()).fold(0.0, f64::max)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn absolute_dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a * b).abs()).sum()
}

/// The limit of slopes at steps that halve, by the entry of the Neville table with the least estimated error.
pub(crate) fn extrapolate(mut column: Vec<f64>) -> f64 {
    let (mut best, mut error) = (column[0], f64::INFINITY);
    let mut factor = 1.0;
    while column.len() > 1 {
        factor *= 4.0;
        let next: Vec<f64> =
            column.windows(2).map(|pair| pair[1] + (pair[1] - pair[0]) / (factor - 1.0)).collect();
        for (i, &entry) in next.iter().enumerate() {
            let estimate = (entry - column[i]).abs().max((entry - column[i + 1]).abs());
            if estimate < error {
                (best, error) = (entry, estimate);
            }
        }
        column = next;
    }
    best
}
