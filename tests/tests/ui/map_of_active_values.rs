use autodiff_runtime::prelude::*;
use std::collections::HashMap;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut seen = HashMap::new();
    seen.insert("x", x);
    seen["x"] * 2.0
}

fn main() {}
