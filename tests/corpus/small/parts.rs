//! Parts of one list as arguments of one call.

use autodiff_runtime::prelude::*;

#[differentiate]
fn weighted(a: &[f64], b: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 0..a.len() {
        total += a[i] * b[i] * b[i];
    }
    total
}

/// The first two overlap, the others do not.
#[differentiate]
pub fn shared_parts(w: &[f64]) -> f64 {
    weighted(&w[0..3], &w[1..]) + weighted(&w[..2], &w[2..])
}

#[differentiate]
fn step(low: &mut [f64], high: &mut [f64]) {
    for i in 0..low.len() {
        low[i] *= high[i];
        high[i] += low[i] * low[i];
    }
}

#[differentiate]
pub fn halves_of_an_output(w: &mut [f64]) -> f64 {
    let (low, high) = w.split_at_mut(2);
    step(low, high);
    w[0] * w[3]
}

#[differentiate]
fn three(a: &mut [f64], b: &mut [f64], c: &[f64]) {
    a[0] *= c[0] * c[1];
    b[0] += a[0] * c[1] * b[0];
}

#[differentiate]
pub fn parts_of_parts(w: &[f64]) -> f64 {
    let mut w = w.to_vec();
    for _ in 0..2 {
        let (a, rest) = w.split_at_mut(1);
        let (b, c) = rest.split_at_mut(1);
        three(a, b, c);
    }
    w[0] * w[3] + w[1]
}

#[differentiate]
pub fn butterflies(w: &[f64]) -> f64 {
    let mut v = w.to_vec();
    for k in 0..2 {
        let (low, high) = v.split_at_mut(2);
        for i in 0..2 {
            let (a, b) = (low[i], high[i]);
            low[i] = a + b;
            high[i] = (a - b) * (k as f64 + 1.0);
        }
        step(high, low);
    }
    v[0] * v[3] + v[1] * v[2]
}

/// A list in a field.
#[derive(Clone, Debug, Differentiable)]
pub struct State {
    pub values: Vec<f64>,
}

#[differentiate]
pub fn halves_of_a_field(mut state: State) -> f64 {
    let (low, high) = state.values.split_at_mut(2);
    step(low, high);
    state.values[0] * state.values[3]
}
