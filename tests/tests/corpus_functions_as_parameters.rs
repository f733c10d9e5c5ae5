//! Functions passed to functions.

#[path = "../corpus/small/functions_as_parameters.rs"]
mod functions_as_parameters;

use autodiff_runtime::prelude::*;
use autodiff_tests::{gradient, laws};
use functions_as_parameters::*;

#[test]
fn are_given_as_values() {
    let at = 4.0;
    let (value, gradient) = secant::value_and_grad(square_minus_two {}, at);
    assert_eq!(value, secant(square_minus_two, at));
    let h = 1e-5;
    let slope = (secant(square_minus_two, at + h) - secant(square_minus_two, at - h)) / (2.0 * h);
    laws::close("gradient", &[gradient], &[slope], 1e-5);
    let (value, tangent) = secant::jvp(square_minus_two {}, at, 1.0);
    assert_eq!(value, secant(square_minus_two, at));
    laws::close("tangent", &[tangent], &[gradient], 1e-12);
}

#[test]
fn of_a_type_parameter() {
    let x = 0.7_f64;
    let (inner, outer) = (x.sin(), x.sin().sin());
    let expected = outer + x * inner.cos() * x.cos();
    let (value, gradient) = twice::value_and_grad(sine {}, x);
    assert_eq!(value, outer * x);
    laws::close("gradient", &[gradient], &[expected], 1e-12);
    // A reference to one is one.
    let reference = &sine {};
    assert_eq!(twice::grad(reference, x), gradient);
    let (value, back) = twice::pullback(sine {}, x);
    assert_eq!((value, back(1.0)), (outer * x, gradient));
    assert_eq!(twice::vjp(sine {}, x, 1.0), (outer * x, gradient));
    let mut sum = 1.0;
    assert_eq!(twice::accumulate_grad(sine {}, x, &mut sum), outer * x);
    assert_eq!(sum, 1.0 + gradient);
    let mut sum = 1.0;
    assert_eq!(twice::accumulate_vjp(sine {}, x, 1.0, &mut sum), outer * x);
    assert_eq!(sum, 1.0 + gradient);
}

#[test]
fn of_other_functions_are_bounded_by_the_trait() {
    fn slope<F: DifferentiableFn<(f64,), Output = f64>>(f: F, x: f64) -> f64 {
        twice::grad(f, x)
    }
    assert_eq!(slope(sine {}, 0.7), twice::grad(sine {}, 0.7));
    assert_eq!(sine {}.call((0.7,)), sine(0.7));
    assert_eq!(sine {}.vjp((0.7,), 2.0), (sine(0.7), (2.0 * 0.7_f64.cos(),)));
    assert_eq!(sine {}.jvp((0.7,), (2.0,)), (sine(0.7), 2.0 * 0.7_f64.cos()));
}

#[test]
fn are_passed_on_inside() {
    gradient!(|p| passes_a_function(val p[0])).differences(&[1.3]);
    gradient!(|p| hands_a_closure_on(val p[0], val p[1]))
        .differences(&[1.3, 0.4])
        .differences(&[-0.7, 0.9])
        .differences(&[0.8, -0.9]);
    gradient!(|p| uses_generic(val p[0])).differences(&[0.7]);
    gradient!(|p| passes_two(val p[0], val p[1])).differences(&[0.7, 1.2]);
    gradient!(|p| repeats(val p[0], val p[1])).differences(&[0.4, 2.3]);
}

#[test]
fn capture_active_values() {
    gradient!(|p| functions_as_parameters::captures(val p[0], val p[1])).differences(&[1.3, 0.8]);
    gradient!(|p| captures_in_loops(ref p[..3], val p[3])).differences(&[0.4, 0.7, -0.3, 1.1]);
    gradient!(|p| closures_of_closures(val p[0], val p[1]))
        .differences(&[1.3, 0.4])
        .differences(&[0.3, 1.7]);
    gradient!(|p| mean_of_captured(val p[0], val p[1])).differences(&[1.3, 0.4]);
    gradient!(|p| iterates_until(val p[0], val p[1])).differences(&[1.3, 1.1]);
    gradient!(|p| captures_before_it_changes(val p[0])).differences(&[0.7]);
}

#[test]
fn of_slices_arrays_and_vectors() {
    gradient!(|p| weighted(ref p[..3], ref p[3..])).differences(&[0.4, 0.7, -0.3, 1.1, 0.2, 0.9]);
    gradient!(|p| field(val p[0], val p[1])).differences(&[0.4, 0.7]);
    gradient!(|p| pendulum(val p[0], val p[1])).differences(&[1.4, 0.7]);
}

#[test]
fn of_methods() {
    gradient!(|p| springs(val p[0], val p[1])).differences(&[1.4, 0.7]);
}

#[test]
fn around_changes_in_place() {
    gradient!(|p| advances(val p[0], val p[1])).differences(&[1.4, 0.7]);
}

#[test]
fn composed_of_two() {
    let gradient = composed::grad(sine {}, square_minus_two {}, 0.7, (1, "text"));
    laws::close("gradient", &[gradient], &[2.0 * 0.7_f64.sin() * 0.7_f64.cos()], 1e-12);
}
