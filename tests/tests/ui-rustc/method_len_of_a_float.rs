use autodiff_runtime::prelude::*;

#[derive(Clone, Copy, Differentiable)]
struct Segment {
    x: f64,
    y: f64,
}

#[differentiate]
impl Segment {
    fn len(&self) -> f64 {
        self.x.hypot(self.y)
    }
}

#[differentiate]
fn f(segment: Segment) -> f64 {
    segment.x * segment.len() //~ a method of this name is taken to have no derivative
}

fn main() {}
