// What a convolution makes of an image is computed from literal sizes.
use autodiff_runtime::nn::*;
use autodiff_runtime::prelude::*;

#[derive(Network)]
#[network(input = [1, 28, 28])]
struct Flattened {
    convolution: Conv2d<f32, 1, 8, 5>,
    pool: MaxPool2d<2>,
    flatten: Flatten,
    output: Linear<f32, 1150, 10>,
}

#[derive(Network)]
#[network(input = [3, 28, 28])]
struct Channels {
    convolution: Conv2d<f32, 1, 8, 5>,
    flatten: Flatten,
    output: Linear<f32, 4608, 10>,
}

#[derive(Network)]
#[network(input = [2, 16])]
struct Signals {
    convolution: Conv1d<f32, 2, 8, 3>,
    second: Conv1d<f32, 4, 8, 3>,
    last: LastStep,
}

#[derive(Network)]
#[network(input = [1, 28, 28])]
struct NotFlat {
    convolution: Conv2d<f32, 1, 8, 5>,
    output: Linear<f32, 4608, 10>,
}

fn main() {}
