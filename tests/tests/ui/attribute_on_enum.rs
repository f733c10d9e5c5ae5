use autodiff_runtime::prelude::*;

#[differentiate]
enum Shape {
    Ball(f64),
}

fn main() {}
