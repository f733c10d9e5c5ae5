use autodiff_runtime::prelude::*;

#[derive(Differentiable)]
struct Model {
    weight: f64,
    calls: std::cell::Cell<f64>, //~ `Cell<f64>` has no derivative
}

fn main() {}
