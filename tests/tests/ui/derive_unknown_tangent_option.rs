use autodiff_runtime::prelude::*;

#[derive(Differentiable)]
#[tangent(derives(Copy))]
struct Model {
    weight: f64,
}

fn main() {}
