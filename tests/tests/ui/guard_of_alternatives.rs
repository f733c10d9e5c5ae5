use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Differentiable)]
enum Shape {
    Ball(f64),
    Cube(f64),
}

#[differentiate]
fn f(shape: Shape, limit: f64) -> f64 {
    match shape {
        Shape::Ball(r) | Shape::Cube(r)
            if {
                let mut area = r;
                area *= r;
                area > limit
            } =>
        {
            r * r
        }
        Shape::Ball(r) | Shape::Cube(r) => r,
    }
}

fn main() {}
