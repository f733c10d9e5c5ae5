//! Functions passed to functions.

#[path = "../corpus/small/functions_as_parameters.rs"]
mod functions_as_parameters;

use autodiff_tests::{gradient, laws};
use functions_as_parameters::*;

#[test]
fn are_given_as_values() {
    let at = 1.5;
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
}

#[test]
fn are_passed_on_inside() {
    gradient!(|p| passes_a_function(val p[0])).differences(&[1.3]);
}
