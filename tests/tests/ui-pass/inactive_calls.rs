//! What has no active value in it may be anything: unknown functions, methods and types.
#![deny(warnings)]

use std::cell::Cell;
use std::collections::HashMap;

use autodiff_runtime::prelude::*;

trait Weights {
    fn weight(&self, index: usize) -> f64;
}

struct Ramp;

impl Weights for Ramp {
    fn weight(&self, index: usize) -> f64 {
        index as f64
    }
}

fn table(index: usize) -> f64 {
    [1.0, 2.0, 3.0][index]
}

#[differentiate]
fn f(#[constant] weights: &Ramp, #[constant] names: &HashMap<String, usize>, x: f64) -> f64 {
    let count = names.len();
    let calls = Cell::new(0);
    let mut total = 0.0;
    for i in 0..count {
        calls.set(calls.get() + 1);
        total += weights.weight(i) * table(i) * x;
    }
    total
}

pub fn main() {
    let names: HashMap<String, usize> = ["a", "b"].iter().map(|&n| (n.to_owned(), 0)).collect();
    assert_eq!(f::grad(&Ramp, &names, 3.0), 2.0);
    assert_eq!(f::jvp(&Ramp, &names, 3.0, 1.0), (6.0, 2.0));
}
