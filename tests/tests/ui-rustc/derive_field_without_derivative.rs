use autodiff_runtime::prelude::*;

struct Opaque(f64);

#[derive(Differentiable)]
struct Model {
    weight: f64,
    cache: Opaque, //~ `Opaque` has no derivative
}

fn main() {}
