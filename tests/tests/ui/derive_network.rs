use autodiff_runtime::nn::*;
use autodiff_runtime::prelude::*;

#[derive(Network, Clone, Debug)]
enum Classifier {
    Small(Linear<f32, 4, 2>),
}

#[derive(Network, Clone, Debug)]
#[network(scalar = f32)]
struct WithoutShape {
    relu: Relu,
}

#[derive(Network, Clone, Debug)]
#[network(input = [4])]
struct WithoutScalar {
    relu: Relu,
}

fn main() {}
