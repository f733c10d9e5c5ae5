//! `name` moves the derivatives where the function's own name is taken by a type.
#![deny(warnings)]
#![allow(non_camel_case_types)]

use autodiff_runtime::prelude::*;

#[allow(dead_code)]
struct energy {}

#[differentiate(name = EnergyDerivatives)]
fn energy(x: f64) -> f64 {
    x * x
}

#[differentiate(reverse)]
fn only_reverse(x: f64) -> f64 {
    x * x
}

#[differentiate(forward)]
fn only_forward(x: f64) -> f64 {
    x * x
}

pub fn main() {
    assert_eq!(energy(2.0), 4.0);
    assert_eq!(EnergyDerivatives::grad(2.0), 4.0);
    assert_eq!(only_reverse::grad(2.0), 4.0);
    assert_eq!(only_forward::jvp(2.0, 1.0), (4.0, 4.0));
}
