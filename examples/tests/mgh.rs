//! The Moré-Garbow-Hillstrom collection: derivatives against those of `num-dual`, and minima against the published ones.

mod number;

use examples::mgh::{Problem, problems};
use num_dual::HyperDual64;
use number::Number;

/// The same problems, of dual numbers.
mod twin {
    use super::Number;
    #[allow(unused_imports, reason = "most problems have no measurements")]
    use examples::mgh::data::*;

    macro_rules! problems {
        ($(
            $number:literal $module:ident $name:literal, start $start:expr, minima [$($minimum:expr),*];
            |$x:ident| $body:tt
        )*) => {
            $(
                #[allow(unused_imports, clippy::erasing_op, clippy::needless_range_loop, reason = "as published")]
                mod $module {
                    use super::*;

                    #[allow(non_camel_case_types, reason = "it stands for the float")]
                    type f64 = Number;

                    pub fn residuals($x: &[f64]) -> Vec<f64> $body
                }
            )*

            pub const RESIDUALS: &[fn(&[Number]) -> Vec<Number>] = &[$($module::residuals),*];
        };
    }

    examples::for_each_problem!(problems);
}

#[track_caller]
fn close(what: &str, problem: &Problem, found: f64, expected: f64, scale: f64) {
    let near = (found - expected).abs() <= 1e-9 * scale.max(1e-3);
    assert!(near, "{}, {what}: {found:e}, {expected:e} by num-dual", problem.name);
}

/// Residuals over dual numbers that vary with two of the parameters.
fn dual(index: usize, at: &[f64], i: usize, j: usize) -> Vec<HyperDual64> {
    let mut x: Vec<Number> = at.iter().map(|x| Number(HyperDual64::from_re(*x))).collect();
    x[i].0.eps1 = 1.0;
    x[j].0.eps2 = 1.0;
    twin::RESIDUALS[index](&x).into_iter().map(|r| r.0).collect()
}

fn derivatives_agree(index: usize, problem: &Problem, at: &[f64]) {
    let (jacobian, gradient) = ((problem.jacobian)(at), (problem.gradient)(at));
    let hessian = (problem.hessian)(at);
    let (steepest, sharpest) = (jacobian.amax(), hessian.amax());
    let longest = gradient.iter().fold(0.0_f64, |m, g| m.max(g.abs()));
    for i in 0..at.len() {
        for j in 0..at.len() {
            let residuals = dual(index, at, i, j);
            let sum = residuals.iter().map(|r| r * r).fold(HyperDual64::from_re(0.0), |s, r| s + r);
            close("Hessian", problem, hessian[(i, j)], sum.eps1eps2, sharpest);
            close("gradient", problem, gradient[i], sum.eps1, longest);
            for (k, r) in residuals.iter().enumerate() {
                close("Jacobian", problem, jacobian[(k, i)], r.eps1, steepest);
            }
        }
    }
}

#[test]
fn derivatives_are_those_of_dual_numbers() {
    let problems = problems();
    assert_eq!(problems.len(), 35);
    for (index, problem) in problems.iter().enumerate() {
        assert_eq!(problem.number, index + 1);
        derivatives_agree(index, problem, &problem.start);
        let beside = |(i, x): (usize, &f64)| x + 0.01 * (1.0 + x.abs()) * ((i + 1) as f64).cos();
        let beside: Vec<f64> = problem.start.iter().enumerate().map(beside).collect();
        derivatives_agree(index, problem, &beside);
    }
}

#[test]
fn the_published_minima_are_reached() {
    for problem in problems() {
        let solution = examples::mgh::solve::solve(&problem);
        let value = solution.value;
        assert!(solution.agrees(&problem), "{}: {value:e}, {:?}", problem.name, solution.reason);
    }
}
