use autodiff_runtime::prelude::*;

#[derive(Differentiable)]
#[tangent(derive(Clone, Copy))]
struct Model {
    weight: f64,
}

fn main() {}
