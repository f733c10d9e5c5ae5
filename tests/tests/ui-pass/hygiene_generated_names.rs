//! Variables, parameters and functions of the user may be named as generated ones are.
#![deny(warnings)]

use autodiff_runtime::prelude::*;

#[differentiate]
fn adjoint(x_adjoint: f64, x: f64, tape: f64) -> f64 {
    let result = x * x_adjoint;
    let x_adj = result + tape;
    let t = x_adj.sin();
    let cond = t * 2.0;
    let returned = cond + result;
    let t_1 = returned * t;
    let seed = t_1 + x_adj;
    let cotangent = seed * x_adj;
    let d_x = cotangent + t;
    let __residual = d_x * x;
    __residual * cond
}

#[differentiate]
fn seed(seed: f64, cotangent: f64, value: f64, gradient: f64) -> f64 {
    seed * cotangent + value * gradient
}

#[differentiate]
fn dx(x: f64, dx: f64, x_tangent: f64, dx_tangent: f64) -> f64 {
    x * dx + x_tangent * dx_tangent
}

#[differentiate]
fn own(own: f64) -> f64 {
    own * own
}

#[differentiate]
fn kept(xs: &[f64], tape: usize) -> f64 {
    let mut result = 1.0;
    let mut i = 0;
    while i < tape {
        let trips = xs[i] * result;
        result = trips.sin() + xs[i];
        i += 1;
    }
    result
}

pub fn main() {
    assert_eq!(seed::grad(1.0, 2.0, 3.0, 4.0), (2.0, 1.0, 4.0, 3.0));
    assert_eq!(dx::grad(1.0, 2.0, 3.0, 4.0), (2.0, 1.0, 4.0, 3.0));
    assert_eq!(seed::jvp(1.0, 2.0, 3.0, 4.0, 1.0, 0.0, 0.0, 0.0), (14.0, 2.0));
    assert_eq!(own::grad(3.0), 6.0);
    let h = 1e-6;
    let (_, gx, _) = adjoint::grad(0.3, 0.4, 0.5);
    let slope = (adjoint(0.3, 0.4 + h, 0.5) - adjoint(0.3, 0.4 - h, 0.5)) / (2.0 * h);
    assert!((gx - slope).abs() < 1e-8);
    let xs = [0.3, 0.4];
    let slope = (kept(&[0.3 + h, 0.4], 2) - kept(&[0.3 - h, 0.4], 2)) / (2.0 * h);
    assert!((kept::grad(&xs, 2)[0] - slope).abs() < 1e-8);
}
