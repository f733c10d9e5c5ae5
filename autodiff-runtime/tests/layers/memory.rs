//! Where large things live, and that a step allocates nothing.

use autodiff_runtime::nn::*;
use autodiff_runtime::prelude::*;

#[differentiate]
fn small_loss<const B: usize>(
    hidden: &Linear<f64, 4, 8>,
    output: &Linear<f64, 8, 2>,
    #[constant] x: &Samples<f64, 4, B>,
) -> f64 {
    let h = hidden.forward(x);
    let h = Tanh {}.forward(&h);
    let y = output.forward(&h);
    let mut sum = 0.0;
    for b in 0..B {
        for o in 0..2 {
            sum += y[b][o] * y[b][o];
        }
    }
    sum
}

#[test]
fn first() {
    let (hidden, output) = (
        Linear { weight: super::dense::mixed(1), bias: [0.1; 8] },
        Linear { weight: super::dense::mixed(1), bias: [0.1; 2] },
    );
    let x = Samples::<f64, 4, 3>::filled(0.5);
    let (g, _) = small_loss::grad(&hidden, &output, &x);
    assert!(g.bias[0] != 0.0);
}
