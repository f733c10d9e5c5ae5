use autodiff_runtime::prelude::*;
use std::cell::RefCell;

#[differentiate]
fn f(x: f64) -> f64 {
    let kept = RefCell::new(x);
    *kept.borrow_mut() *= 2.0;
    kept.into_inner()
}

fn main() {}
