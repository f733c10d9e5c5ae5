use autodiff_runtime::prelude::*;

#[derive(Differentiable)]
struct Circle {
    radius: f64,
}

#[differentiate(second_order)]
fn area(circle: &Circle) -> f64 {
    circle.radius * circle.radius
}

fn main() {
    area::hessian(&Circle { radius: 1.0 }); //~ `Circle` is not a vector of real numbers
}
