// Layers that do not fit each other: the error is at the layer that cannot take what it is given.
use autodiff_runtime::nn::*;
use autodiff_runtime::prelude::*;

#[derive(Network)]
struct Dense {
    hidden: Linear<f32, 4, 8>,
    relu: Relu,
    output: Linear<f32, 9, 3>,
}

#[derive(Network)]
struct Normalized {
    hidden: Linear<f32, 4, 8>,
    norm: LayerNorm<f32, 9>,
}

#[derive(Network)]
struct Shortcut {
    block: Residual<Linear<f32, 4, 5>>,
    output: Linear<f32, 4, 3>,
}

fn main() {}
