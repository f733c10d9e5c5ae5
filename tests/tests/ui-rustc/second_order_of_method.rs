use autodiff_runtime::prelude::*;

#[derive(Differentiable)]
struct Circle {
    radius: f64,
}

#[differentiate]
impl Circle {
    fn area(&self) -> f64 {
        self.radius * self.radius
    }
}

#[differentiate(second_order)]
fn outer(circle: &Circle) -> f64 {
    circle.area() * 2.0 //~ no method named `__ad_second_order_forward_area`
}

fn main() {}
