//! The solvers of `argmin` on published problems, with derivatives of differentiated functions.
//!
//! The problems are numbers 1, 5, 7 and 14 of Moré, Garbow and Hillstrom (1981), and NIST's Misra1a with its certified
//! values.

use autodiff_runtime::argmin::argmin::core::{
    CostFunction, Executor, Gradient, Hessian, IterState, Jacobian, Operator, Solver, State,
};
use autodiff_runtime::argmin::argmin::solver::conjugategradient::beta::PolakRibiere;
use autodiff_runtime::argmin::argmin::solver::conjugategradient::NonlinearConjugateGradient;
use autodiff_runtime::argmin::argmin::solver::gaussnewton::GaussNewton;
use autodiff_runtime::argmin::argmin::solver::gradientdescent::SteepestDescent;
use autodiff_runtime::argmin::argmin::solver::linesearch::{
    condition::ArmijoCondition, BacktrackingLineSearch, MoreThuenteLineSearch,
};
use autodiff_runtime::argmin::argmin::solver::newton::{Newton, NewtonCG};
use autodiff_runtime::argmin::argmin::solver::quasinewton::{BFGS, LBFGS};
use autodiff_runtime::argmin::argmin::solver::trustregion::{Dogleg, Steihaug, TrustRegion};
use autodiff_runtime::argmin::{Matrix, Objective, Residuals, Vector};
use autodiff_runtime::nalgebra::{matrix, vector, Const, DVector, SVector};
use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
fn rosenbrock(x: SVector<f64, 2>) -> f64 {
    (1.0 - x[0]).powi(2) + 100.0 * (x[1] - x[0] * x[0]).powi(2)
}

#[differentiate(second_order)]
fn beale(x: &SVector<f64, 2>) -> f64 {
    let mut sum = 0.0;
    let mut power = 1.0;
    for y in [1.5, 2.25, 2.625] {
        power *= x[1];
        let residual = y - x[0] * (1.0 - power);
        sum += residual * residual;
    }
    sum
}

#[differentiate(second_order)]
fn wood(x: &[f64]) -> f64 {
    100.0 * (x[1] - x[0] * x[0]).powi(2)
        + (1.0 - x[0]).powi(2)
        + 90.0 * (x[3] - x[2] * x[2]).powi(2)
        + (1.0 - x[2]).powi(2)
        + 10.0 * (x[1] + x[3] - 2.0).powi(2)
        + 0.1 * (x[1] - x[3]).powi(2)
}

#[differentiate]
fn sphere(x: [f64; 3]) -> f64 {
    x.iter().map(|x| x * x).sum()
}

/// Runs a solver from a start; gives the best point.
fn best<O, S, P, G, J, H, R>(problem: O, solver: S, start: P, iterations: u64) -> P
where
    P: Clone,
    S: Solver<O, IterState<P, G, J, H, R, f64>>,
    IterState<P, G, J, H, R, f64>: State<Param = P, Float = f64>,
{
    let result = Executor::new(problem, solver)
        .configure(|state| state.param(start).max_iters(iterations))
        .run()
        .unwrap();
    result.state.best_param.unwrap()
}

const PLANE_START: SVector<f64, 2> = vector![-1.2, 1.0];

#[track_caller]
fn assert_near(found: &[f64], expected: &[f64], error: f64) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() < error, "{found}, not {expected}");
    }
}

#[test]
fn lbfgs_on_static_slices_and_references() {
    // Its types hold those of the parameters.
    macro_rules! solver {
        () => {
            LBFGS::new(MoreThuenteLineSearch::new(), 7)
        };
    }
    let x = best(Objective::new(rosenbrock {}), solver!(), Vector(PLANE_START), 100);
    assert_near(x.as_slice(), &[1.0, 1.0], 1e-6);
    let x = best(Objective::new(beale {}), solver!(), Vector::from([1.0, 1.0]), 100);
    assert_near(x.as_slice(), &[3.0, 0.5], 1e-6);
    let x =
        best(Objective::new(wood {}), solver!(), Vector::from(vec![-3.0, -1.0, -3.0, -1.0]), 200);
    assert_near(x.as_slice(), &[1.0; 4], 1e-6);
    let x = best(Objective::new(sphere {}), solver!(), Vector::from([1.0, -2.0, 3.0]), 20);
    assert_near(x.as_slice(), &[0.0; 3], 1e-8);
}

#[test]
fn bfgs_runs_on_static_vectors() {
    let solver = BFGS::new(MoreThuenteLineSearch::new());
    let result = Executor::new(Objective::new(rosenbrock {}), solver)
        .configure(|state| {
            let start = Vector(PLANE_START);
            state.param(start).inv_hessian(Matrix(matrix![1.0, 0.0; 0.0, 1.0])).max_iters(100)
        })
        .run()
        .unwrap();
    assert_near(result.state.best_param.unwrap().as_slice(), &[1.0, 1.0], 1e-6);
}

#[test]
fn nonlinear_conjugate_gradients() {
    let solver = NonlinearConjugateGradient::new(MoreThuenteLineSearch::new(), PolakRibiere::new())
        .restart_iters(10);
    // Without a target it goes on where there is no direction left.
    let result = Executor::new(Objective::new(beale {}), solver)
        .configure(|state| state.param(Vector::from([1.0, 1.0])).max_iters(200).target_cost(1e-14))
        .run()
        .unwrap();
    assert_near(result.state.best_param.unwrap().as_slice(), &[3.0, 0.5], 1e-6);
}

#[test]
fn steepest_descent() {
    let search = BacktrackingLineSearch::new(ArmijoCondition::new(1e-4).unwrap()).rho(0.5).unwrap();
    let solver = SteepestDescent::new(search);
    let x = best(Objective::new(beale {}), solver, Vector::from([1.0, 1.0]), 5000);
    assert_near(x.as_slice(), &[3.0, 0.5], 1e-4);
}

#[test]
fn newtons_method_and_newton_cg() {
    let problem = || Objective::new(rosenbrock {}).with_hessian(|x| rosenbrock::hessian(*x));
    let x = best(problem(), Newton::new(), Vector(PLANE_START), 10);
    assert_near(x.as_slice(), &[1.0, 1.0], 1e-12);
    // Its inner iteration ends early near a minimum, where it is of first order.
    let search = BacktrackingLineSearch::new(ArmijoCondition::new(1e-4).unwrap());
    let problem = Objective::new(beale {}).with_hessian(beale::hessian);
    let x = best(problem, NewtonCG::new(search), Vector::from([1.0, 1.0]), 100);
    assert_near(x.as_slice(), &[3.0, 0.5], 1e-6);
}

#[test]
fn trust_regions() {
    let solver =
        TrustRegion::new(Steihaug::new().with_max_iters(20)).with_max_radius(10.0).unwrap();
    let problem =
        Objective::new(wood {}).with_hessian(|x: &DVector<f64>| wood::hessian(x.as_slice()));
    let x = best(problem, solver, Vector::from(vec![-3.0, -1.0, -3.0, -1.0]), 200);
    assert_near(x.as_slice(), &[1.0; 4], 1e-6);
    let problem = Objective::new(beale {}).with_hessian(beale::hessian);
    let x = best(problem, TrustRegion::new(Dogleg::new()), Vector::from([2.5, 0.3]), 100);
    assert_near(x.as_slice(), &[3.0, 0.5], 1e-8);
}

const MISRA: [(f64, f64); 14] = [
    (77.6, 10.07),
    (114.9, 14.73),
    (141.1, 17.94),
    (190.8, 23.93),
    (239.9, 29.61),
    (289.0, 35.18),
    (332.8, 40.02),
    (378.4, 44.82),
    (434.8, 50.76),
    (477.3, 55.05),
    (536.8, 61.01),
    (593.1, 66.40),
    (689.1, 75.47),
    (760.0, 81.78),
];

#[differentiate]
fn misra(b: SVector<f64, 2>) -> [f64; 14] {
    let mut residuals = [0.0; 14];
    for (r, (x, y)) in residuals.iter_mut().zip(MISRA.iter()) {
        *r = b[0] * (1.0 - (-b[1] * x).exp()) - y;
    }
    residuals
}

/// Moré, Garbow and Hillstrom, number 7: a helical valley.
#[differentiate]
fn helix(x: &[f64]) -> [f64; 3] {
    let angle = x[1].atan2(x[0]) / core::f64::consts::TAU;
    [10.0 * (x[2] - 10.0 * angle), 10.0 * (x[0].hypot(x[1]) - 1.0), x[2]]
}

/// Fewer residuals than parameters.
#[differentiate]
fn wide(x: [f64; 3]) -> Vec<f64> {
    vec![x[0] * x[1] * x[2], x[0] - x[2]]
}

#[test]
fn gauss_newton_finds_certified_values() {
    let start = Vector::from(vec![250.0, 0.0005]);
    let b = best(Residuals::new(misra {}), GaussNewton::new(), start, 20);
    assert!((b[0] / 2.389_421_291_8e2 - 1.0).abs() < 1e-9, "{b:?}");
    assert!((b[1] / 5.501_564_318_1e-4 - 1.0).abs() < 1e-9, "{b:?}");
    let sum = 2.0 * Residuals::new(misra {}).cost(&b).unwrap();
    assert!((sum / 1.245_513_889_4e-1 - 1.0).abs() < 1e-9, "{sum}");
}

#[test]
fn sums_of_squares_are_minimized_by_others_too() {
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 7);
    let start = Vector::from(vec![-1.0, 0.0, 0.0]);
    let x = best(Residuals::new(helix {}), solver, start, 100);
    assert_near(x.as_slice(), &[1.0, 0.0, 0.0], 1e-6);
}

#[test]
fn jacobians_are_by_rows_or_columns() {
    let problem = Residuals::new(wide {});
    let x = Vector::from(vec![2.0, 3.0, 5.0]);
    assert_eq!(problem.apply(&x).unwrap().as_slice(), [30.0, -3.0]);
    let jacobian = problem.jacobian(&x).unwrap();
    let expected = matrix![15.0, 10.0, 6.0; 1.0, 0.0, -1.0];
    assert_eq!(jacobian.0, expected);
    assert_eq!(problem.gradient(&x).unwrap().0, jacobian.0.transpose() * vector![30.0, -3.0]);
}

#[test]
fn value_and_gradient_are_computed_once_for_a_point() {
    let problem = Objective::new(rosenbrock {}).with_hessian(|x| rosenbrock::hessian(*x));
    let (x, y) = (Vector(PLANE_START), Vector(vector![0.0, 0.0]));
    let minus = Vector(vector![-0.0, 0.0]);
    let (value, gradient) = rosenbrock::value_and_grad(x.0);
    assert_eq!(problem.cost(&x).unwrap(), value);
    assert_eq!(problem.gradient(&x).unwrap().0, gradient);
    assert_eq!(problem.evaluations(), 1);
    problem.gradient(&y).unwrap();
    problem.cost(&y).unwrap();
    assert_eq!(problem.evaluations(), 2);
    problem.cost(&minus).unwrap();
    problem.cost(&x).unwrap();
    assert_eq!(problem.evaluations(), 4);
    assert_eq!(problem.hessian(&x).unwrap().0, rosenbrock::hessian(x.0));
}

#[test]
fn a_closure_brings_its_data() {
    #[differentiate]
    fn loss(x: &[f64], data: &[f64]) -> f64 {
        data.iter().map(|d| (x[0] - d).powi(2) + x[1] * x[1]).sum()
    }
    let data = [1.0, 2.0, 6.0];
    let problem = Objective::new(|x: &DVector<f64>| {
        let (value, (gradient, _)) = loss::value_and_grad(x.as_slice(), &data);
        (value, gradient)
    });
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 5);
    let x = best(problem, solver, Vector::from(vec![0.0, 1.0]), 50);
    assert_near(x.as_slice(), &[3.0, 0.0], 1e-8);
}

#[test]
fn single_precision() {
    #[differentiate]
    fn bowl(x: &[f32; 2]) -> f32 {
        (x[0] - 1.0).powi(2) + 3.0 * (x[1] + 2.0).powi(2)
    }
    let solver = LBFGS::new(MoreThuenteLineSearch::new(), 5);
    let result = Executor::new(Objective::new(bowl {}), solver)
        .configure(|state| state.param(Vector::from([5.0_f32, 5.0])).max_iters(20))
        .run()
        .unwrap();
    let x = result.state.best_param.unwrap();
    assert!((x[0] - 1.0).abs() < 1e-3 && (x[1] + 2.0).abs() < 1e-3, "{x:?}");
}

#[test]
fn singular_matrices_are_errors() {
    use autodiff_runtime::argmin::argmin_math::{ArgminEye, ArgminInv};
    let singular = Matrix::<f64, Const<2>>(matrix![1.0, 2.0; 2.0, 4.0]);
    assert_eq!(singular.inv().unwrap_err().to_string(), "the matrix of 2 x 2 is singular");
    assert_eq!(singular.eye_like().inv().unwrap(), Matrix::eye(2));
}
