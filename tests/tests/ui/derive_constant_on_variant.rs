use autodiff_runtime::prelude::*;

#[derive(Differentiable)]
enum Shape {
    #[constant]
    Ball(f64),
    Plane,
}

fn main() {}
