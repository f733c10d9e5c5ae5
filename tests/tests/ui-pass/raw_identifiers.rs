//! Raw identifiers, patterns as parameters, unused parameters.
#![deny(warnings)]

use autodiff_runtime::prelude::*;

#[differentiate]
fn r#type(r#in: f64, r#loop: f64) -> f64 {
    let r#match = r#in * r#loop;
    r#match * r#in
}

#[differentiate]
fn tuple((a, b): (f64, f64), [c, d]: [f64; 2]) -> f64 {
    a * b + c * d
}

#[differentiate]
fn unused(x: f64, _y: f64, _: f64) -> f64 {
    x * x
}

#[differentiate]
fn changed(mut x: f64) -> f64 {
    x *= x;
    x
}

pub fn main() {
    assert_eq!(r#type::grad(2.0, 3.0), (12.0, 4.0));
    assert_eq!(tuple::grad((1.0, 2.0), [3.0, 4.0]), ((2.0, 1.0), [4.0, 3.0]));
    assert_eq!(unused::grad(2.0, 1.0, 1.0), (4.0, 0.0, 0.0));
    assert_eq!(changed::grad(3.0), 6.0);
}
