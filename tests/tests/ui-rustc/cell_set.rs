use std::cell::Cell;

use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let kept = Cell::new(0.0);
    kept.set(x * x); //~ no method named `__ad_
    kept.into_inner() + x
}

fn main() {}
