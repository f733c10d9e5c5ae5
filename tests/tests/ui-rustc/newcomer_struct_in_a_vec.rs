use autodiff_runtime::prelude::*;

struct Layer {
    weight: f64,
}

#[differentiate] //~ `Layer` has no derivative
fn run(layers: &Vec<Layer>, x: f64) -> f64 {
    layers[0].weight * x
}

fn main() {}
