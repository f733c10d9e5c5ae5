//! The checker: it accepts what is right, of every shape that a signature can have, and finds wrong rules, kinks, jumps and
//! overflows by their causes.

#![allow(clippy::ptr_arg)]

use autodiff_runtime::check::{self, Cause, Finding, Options};
use autodiff_runtime::nalgebra::{DMatrix, DVector, Matrix2, Point2, SVector, Vector2, Vector3};
use autodiff_runtime::prelude::*;
use autodiff_runtime::{check_gradient, gradient_report, lint_gradient, Coordinates};

#[derive(Clone, Debug, Differentiable)]
struct Spring {
    stiffness: f64,
    turns: usize,
    #[constant]
    label: &'static str,
    ends: [Vector2<f64>; 2],
}

fn spring() -> Spring {
    let ends = [Vector2::new(0.1, -0.3), Vector2::new(1.2, 0.7)];
    Spring { stiffness: 2.5, turns: 7, label: "front", ends }
}

#[differentiate]
impl Spring {
    fn energy(&self, x: f64) -> f64 {
        let length = (self.ends[1] - self.ends[0]).norm();
        0.5 * self.stiffness * (length - x).powi(2) * self.turns as f64
    }

    fn pull(&mut self, by: f64) {
        self.ends[1].x += by * self.stiffness;
    }

    fn free(stiffness: f64, x: f64) -> f64 {
        stiffness * x.sin()
    }
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
enum Shape {
    Ball(f64),
    Box { width: f64, height: f64 },
}

#[differentiate]
fn area(shape: &Shape) -> f64 {
    match shape {
        Shape::Ball(r) => 3.0 * r * r,
        Shape::Box { width, height } => width * height,
    }
}

#[differentiate]
fn rosenbrock(x: f64, y: f64) -> f64 {
    (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2)
}

#[differentiate]
fn weighted(w: &[f64], x: &[f64; 3], #[constant] scale: f64, n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        sum += w[i] * x[i].exp() * scale;
    }
    sum
}

#[differentiate]
fn affine(m: &Matrix2<f64>, x: &Vector2<f64>, p: Point2<f64>) -> Vector2<f64> {
    m * x + p.coords
}

#[differentiate]
fn dynamic(m: &DMatrix<f64>, x: &DVector<f64>) -> DVector<f64> {
    m * x
}

#[differentiate]
fn diffuse(temperature: &mut [f64], flow: f64, steps: usize) {
    for _ in 0..steps {
        let mut before = temperature[0];
        for i in 1..temperature.len() - 1 {
            let here = temperature[i];
            temperature[i] += flow * (before - 2.0 * here + temperature[i + 1]);
            before = here;
        }
    }
}

#[differentiate]
fn grow(list: &mut Vec<f64>, x: f64) -> f64 {
    list.push(x * x);
    list[0] * x
}

#[differentiate]
fn root(x: f64) -> Option<f64> {
    if x < 0.0 {
        None
    } else {
        Some(x.sqrt())
    }
}

#[differentiate]
fn single(x: f32, w: &[f32]) -> f32 {
    x.sin() * w[0] + w[1]
}

#[differentiate]
fn norm<const N: usize, T: Real>(x: &SVector<T, N>) -> T {
    x.norm()
}

#[differentiate]
fn pair(x: (f64, [f64; 2])) -> (f64, [f64; 2]) {
    (x.0 * x.1[0], [x.1[1], x.0])
}

#[test]
fn right_derivatives_hold() {
    let report = check_gradient!(rosenbrock(1.2, 1.0));
    assert_eq!((report.inputs, report.outputs, report.compared), (2, 1, 2));
    assert!(report.worst < 1e-8, "{report}");
    check_gradient!(pair((2.0, [3.0, -1.0])));
    check_gradient!(root(2.0));
}

#[test]
fn slices_arrays_and_constants() {
    let w = vec![0.5, -1.0, 2.0];
    // Seven numbers, but neither the constant nor the integer has a derivative.
    let report = check_gradient!(weighted(&w, &[0.1, 0.2, -0.3], 2.0, 3));
    assert_eq!(report.inputs, 6);
    check_gradient!(weighted(&[1.0, 2.0], &[0.1, 0.2, -0.3], 2.0, 2));
    check_gradient!(weighted(&w[..2], &[0.1, 0.2, -0.3], 2.0, 2));
}

#[test]
fn matrices_vectors_and_points() {
    let m = Matrix2::new(1.0, 2.0, -0.5, 0.3);
    let report = check_gradient!(affine(&m, &Vector2::new(0.7, -1.1), Point2::new(0.0, 1.0)));
    assert_eq!((report.inputs, report.outputs), (8, 2));
    let m = DMatrix::from_row_slice(3, 2, &[1.0, 2.0, 3.0, -1.0, 0.0, 0.5]);
    check_gradient!(dynamic(&m, &DVector::from_vec(vec![0.3, -0.4])));
    check_gradient!(norm(&Vector3::new(1.0, -2.0, 0.5)));
    check_gradient!(norm::<2, f64>(&Vector2::new(1.0, -2.0)));
}

#[test]
fn what_is_changed_in_place() {
    let mut temperature = [1.0, 0.3, -0.2, 0.5];
    let report = check_gradient!(diffuse(&mut temperature, 0.1, 3));
    assert_eq!((report.inputs, report.outputs), (5, 4));
    assert_eq!(temperature, [1.0, 0.3, -0.2, 0.5], "the checker works on copies");
}

#[test]
fn structs_enums_and_methods() {
    let spring = spring();
    let report = check_gradient!(spring.energy(0.4));
    assert_eq!(report.inputs, 6);
    assert_eq!(report.function, "energy");
    check_gradient!((&mut spring.clone()).pull(0.3));
    check_gradient!(Spring::free(2.0, 0.3));
    check_gradient!(area(&Shape::Ball(2.0)));
    check_gradient!(area(&Shape::Box { width: 2.0, height: 3.0 }));
    assert_eq!((spring.label, spring.turns), ("front", 7));
}

#[test]
fn single_precision_is_held_to_less() {
    let report = check_gradient!(single(0.7, &[0.3, 1.0]));
    assert_eq!(report.tolerance, 2e-2);
}

#[test]
fn functions_as_values() {
    let report = check::gradient(&rosenbrock {}, (1.2, 1.0), &Options::new());
    assert!(report.is_ok() && report.compared == 2, "{report}");
    let report = check::gradient(&pair {}, ((2.0, [3.0, -1.0]),), &Options::new().tolerance(1e-9));
    assert!(report.is_ok(), "{report}");
}

#[test]
fn many_numbers_are_sampled() {
    #[differentiate]
    fn squares(x: &[f64]) -> f64 {
        x.iter().map(|x| x * x * x).sum()
    }
    let x: Vec<f64> = (0..5000).map(|i| f64::from(i % 17) - 8.5).collect();
    let report = check_gradient!(squares(&x), components = 30);
    assert_eq!((report.inputs, report.compared), (5000, 30));
}

/// Rules of `x y^2` with a mistake each.
mod wrong {
    use autodiff_runtime::prelude::*;

    macro_rules! rule {
        ($name:ident, |$x:ident, $y:ident, $seed:ident, $gx:ident, $gy:ident| $vjp:block, |$dx:ident, $dy:ident| $jvp:expr) => {
            pub mod $name {
                use super::*;

                #[allow(unused_variables)]
                fn vjp($x: f64, $y: f64, $seed: f64, $gx: &mut f64, $gy: &mut f64) $vjp

                fn jvp($x: f64, $y: f64, $dx: f64, $dy: f64) -> (f64, f64) {
                    $jvp
                }

                #[differentiate(vjp = vjp, jvp = jvp)]
                pub fn f(x: f64, y: f64) -> f64 {
                    x * y * y
                }
            }
        };
    }

    rule!(
        forgets_a_factor,
        |x, y, seed, gx, gy| {
            *gx += seed * y * y;
            *gy += seed * x * y;
        },
        |dx, dy| (x * y * y, dx * y * y + 2.0 * x * y * dy)
    );
    rule!(
        forward_has_a_wrong_sign,
        |x, y, seed, gx, gy| {
            *gx += seed * y * y;
            *gy += seed * 2.0 * x * y;
        },
        |dx, dy| (x * y * y, dx * y * y - 2.0 * x * y * dy)
    );
    rule!(
        both_forget_the_same_term,
        |x, y, seed, gx, _gy| {
            *gx += seed * y * y;
        },
        |dx, _dy| (x * y * y, dx * y * y)
    );
    rule!(
        overwrites,
        |x, y, seed, gx, gy| {
            *gx = seed * y * y;
            *gy += seed * 2.0 * x * y;
        },
        |dx, dy| (x * y * y, dx * y * y + 2.0 * x * y * dy)
    );
    rule!(
        forgets_the_seed,
        |x, y, _seed, gx, gy| {
            *gx += y * y;
            *gy += 2.0 * x * y;
        },
        |dx, dy| (x * y * y, dx * y * y + 2.0 * x * y * dy)
    );
    rule!(
        gives_another_value,
        |x, y, seed, gx, gy| {
            *gx += seed * y * y;
            *gy += seed * 2.0 * x * y;
        },
        |dx, dy| (x * y, dx * y * y + 2.0 * x * y * dy)
    );
}

#[test]
fn wrong_rules_are_found() {
    let report = gradient_report!(wrong::forgets_a_factor::f(2.0, 3.0));
    assert_eq!(report.problems.len(), 1, "{report}");
    let problem = &report.problems[0];
    assert_eq!((problem.output.as_deref(), problem.input.as_deref()), (Some("result"), Some("y")));
    assert_eq!((problem.reverse, problem.forward), (Some(6.0), Some(12.0)));
    assert!((problem.differences.unwrap().0 - 12.0).abs() < 1e-8);
    assert_eq!(problem.cause, Cause::Reverse);

    let report = gradient_report!(wrong::forward_has_a_wrong_sign::f(2.0, 3.0));
    assert_eq!(report.problems[0].cause, Cause::Forward, "{report}");

    let report = gradient_report!(wrong::both_forget_the_same_term::f(2.0, 3.0));
    assert_eq!(report.problems[0].cause, Cause::Derivative, "{report}");
    assert_eq!(report.problems[0].input.as_deref(), Some("y"));

    let report = gradient_report!(wrong::overwrites::f(2.0, 3.0));
    assert_eq!(report.problems.len(), 1, "{report}");
    assert_eq!(report.problems[0].cause, Cause::Overwrites);
    assert_eq!(report.problems[0].input.as_deref(), Some("x"));

    let report = gradient_report!(wrong::gives_another_value::f(2.0, 3.0));
    assert_eq!(report.problems[0].cause, Cause::Value, "{report}");
}

#[test]
fn a_forgotten_seed_is_found_by_random_directions() {
    // With the unit seeds alone it would pass.
    let report = gradient_report!(wrong::forgets_the_seed::f(2.0, 3.0));
    assert_eq!(report.problems.len(), 1, "{report}");
    assert_eq!(report.problems[0].cause, Cause::Modes);
}

#[test]
#[allow(clippy::should_panic_without_expect)]
fn the_macro_stops_with_the_report() {
    let stopped = std::panic::catch_unwind(|| {
        check_gradient!(wrong::forgets_a_factor::f(2.0, 3.0));
    });
    let text = *stopped.expect_err("it stops").downcast::<String>().expect("a text");
    let expected = "the derivatives of `wrong::forgets_a_factor::f` do not hold: 1 problem, 2 of 2 derivatives compared (tolerance 1e-6)
  d result / d y
    reverse      6
    forward      12
    differences  ";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("likely cause: the reverse mode is wrong"), "{text}");
}

#[test]
fn a_wrong_rule_deep_inside_is_found() {
    #[differentiate]
    fn outer(x: &[f64]) -> f64 {
        let mut sum = 0.0;
        for x in x {
            sum += wrong::forgets_a_factor::f(*x, x.sin());
        }
        sum
    }
    let report = gradient_report!(outer(&[0.3, 1.7]));
    assert_eq!(report.problems.len(), 2, "{report}");
    assert!(report.problems.iter().all(|problem| problem.cause == Cause::Reverse));
}

#[differentiate]
fn kinked(x: f64, y: f64) -> f64 {
    (x - 1.0).abs() + y
}

#[test]
fn kinks_have_their_slopes() {
    let report = gradient_report!(kinked(1.0, 0.5));
    let [problem] = report.problems.as_slice() else { panic!("{report}") };
    let Cause::Kink { left, right } = problem.cause else { panic!("{report}") };
    assert!((left + 1.0).abs() < 1e-9 && (right - 1.0).abs() < 1e-9);
    check_gradient!(kinked(1.0, 0.5), kinks = true);
    check_gradient!(kinked(1.0001, 0.5));
    check_gradient!(kinked(0.99999, 0.5));
}

#[test]
fn jumps_are_named() {
    #[differentiate]
    fn stairs(x: f64) -> f64 {
        x.floor() + 0.5 * x
    }
    let report = gradient_report!(stairs(2.0));
    assert_eq!(report.problems[0].cause, Cause::Jump, "{report}");
    check_gradient!(stairs(2.4));
}

#[test]
fn borders_and_overflow_are_named() {
    #[differentiate]
    fn big(x: f64) -> f64 {
        (x * x).exp()
    }
    let report = gradient_report!(big(26.7));
    assert_eq!(report.problems[0].cause, Cause::NotFinite, "{report}");
    let report = gradient_report!(big(26.64), step = 1.0);
    assert!(report.is_ok() || report.problems[0].cause == Cause::Overflow, "{report}");

    #[differentiate]
    fn border(x: f64) -> f64 {
        x.sqrt()
    }
    let report = gradient_report!(border(0.0));
    assert_eq!(report.problems[0].cause, Cause::Overflow, "{report}");
}

#[test]
fn what_does_not_settle_proves_nothing() {
    #[differentiate]
    fn rough(x: f64) -> f64 {
        (1e9 * x).sin()
    }
    let report = gradient_report!(rough(0.3));
    assert_eq!(report.problems[0].cause, Cause::Step, "{report}");
    check_gradient!(rough(0.3), step = 1e-9);
}

#[test]
fn lints_find_infinite_and_missing_derivatives() {
    #[differentiate]
    fn suspicious(x: &[f64], y: f64, unused: f64) -> f64 {
        x[0].sqrt() + stop_gradient(x[1]) * 2.0 + y * y + 0.0 * x[0] * (unused - unused)
    }
    let lint =
        lint_gradient!(suspicious(&[0.0, -1.0], 0.0, 0.0)..=(&[1.0, 1.0], 2.0, 1.0), points = 50);
    assert_eq!(lint.points, 50);
    let [infinite, stopped, unused] = lint.findings.as_slice() else { panic!("{lint}") };
    assert!(matches!(infinite, Finding::NotFinite { input, .. } if input == "x[0]"), "{lint}");
    assert_eq!(*stopped, Finding::Zero { input: "x[1]".into(), moves: true });
    assert_eq!(*unused, Finding::Zero { input: "unused".into(), moves: false });
    assert!(lint_gradient!(rosenbrock(-2.0, -2.0)..=(2.0, 2.0)).is_ok());
    assert!(
        lint_gradient!(norm::<2, f64>(&Vector2::new(0.1, 0.1))..=(&Vector2::new(1.0, 1.0))).is_ok()
    );
}

#[test]
fn coordinates_have_the_order_of_the_tangent() {
    let mut spring = spring();
    let mut numbers = Vec::new();
    spring.coordinates(&mut |run| match run {
        autodiff_runtime::ScalarSliceMut::F64(run) => numbers.extend_from_slice(run),
        other => panic!("{other:?}"),
    });
    assert_eq!(numbers, [2.5, 0.1, -0.3, 1.2, 0.7]);
    let mut tangent = spring.zero_tangent();
    let mut next = 0.0;
    tangent.for_each_slice_mut(&mut |run| {
        if let autodiff_runtime::ScalarSliceMut::F64(run) = run {
            for x in run {
                *x = next;
                next += 1.0;
            }
        }
    });
    assert_eq!((tangent.stiffness, tangent.ends[1].y), (0.0, 4.0));
}

#[test]
fn lists_that_grow_say_so() {
    let mut list = vec![1.0, 2.0];
    let report = gradient_report!(grow(&mut list, 3.0));
    assert!(report.is_ok(), "{report}");
}
