// Recurrent layers and attention.
use autodiff_runtime::nn::*;
use autodiff_runtime::prelude::*;

#[derive(Network)]
#[network(input = [8, 20])]
struct Recurrent {
    memory: Lstm<f32, 8, 16>,
    second: Gru<f32, 15, 16>,
    last: LastStep,
    output: Linear<f32, 16, 2>,
}

#[derive(Network)]
#[network(input = [8, 20])]
struct Elman {
    rnn: Rnn<f32, 8, 16>,
    last: LastStep,
    output: Linear<f32, 8, 2>,
}

#[derive(Network)]
#[network(input = [8, 20])]
struct Attention {
    attention: MultiHeadAttention<f32, 6, 2>,
    last: LastStep,
    output: Linear<f32, 8, 2>,
}

fn main() {}
