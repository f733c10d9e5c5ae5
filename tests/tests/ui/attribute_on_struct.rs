use autodiff_runtime::prelude::*;

#[differentiate]
struct Point {
    x: f64,
}

fn main() {}
