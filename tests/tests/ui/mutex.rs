use autodiff_runtime::prelude::*;
use std::sync::Mutex;

#[differentiate]
fn f(x: f64) -> f64 {
    let kept = Mutex::new(x);
    *kept.lock().unwrap() *= 2.0;
    kept.into_inner().unwrap()
}

fn main() {}
