//! What is written through a reference that a value holds would be lost.

use autodiff_runtime::prelude::*;

struct Writer<'a> {
    to: &'a mut f64,
}

#[differentiate]
fn in_a_struct(x: f64) -> f64 {
    let mut total = x;
    let writer = Writer { to: &mut total };
    *writer.to = x * x;
    total
}

#[differentiate]
fn in_an_option(x: f64) -> f64 {
    let mut total = x;
    if let Some(to) = Some(&mut total) {
        *to = x * x;
    }
    total
}

#[differentiate]
fn chosen(x: f64) -> f64 {
    let (mut a, mut b) = (x, 1.0);
    let r = if x > 0.0 { &mut a } else { &mut b };
    *r *= x;
    a + b
}

#[differentiate]
fn parameter(p: (&mut [f64], f64)) -> f64 {
    p.0[0] = p.1;
    p.1
}

#[derive(Differentiable)]
struct Model<'a> {
    weights: &'a mut [f64],
    bias: f64,
}

#[differentiate(reverse)]
fn in_a_parameter(m: Model<'_>, x: f64) -> f64 {
    m.weights[0] = x;
    m.bias
}

fn main() {}
