use autodiff_runtime::prelude::*;
use std::cell::Cell;

#[differentiate]
fn f(x: f64) -> f64 {
    let kept = Cell::new(x);
    kept.into_inner() * 2.0
}

fn main() {}
