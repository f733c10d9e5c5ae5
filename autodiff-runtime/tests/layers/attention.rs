//! `MultiHeadAttention`.

use autodiff_runtime::nn::*;
use autodiff_runtime::prelude::*;

use super::dense::mixed;
use super::laws::check;
use super::reference::{close, numbers};

/// An attention whose projections are the given factors of the features, without biases, and that gives the heads as they are.
fn plain<const D: usize>(
    query: [[f64; D]; D],
    key: [[f64; D]; D],
    value: [[f64; D]; D],
) -> MultiHeadAttention<f64, D, 1> {
    let mut layer = MultiHeadAttention {
        in_proj_weight: Sequences::new([query, key, value]),
        ..MultiHeadAttention::default()
    };
    layer.out_proj.weight =
        Weights::from_fn(|i| std::array::from_fn(|j| f64::from(u8::from(i == j))));
    layer
}

#[test]
fn scaled_dot_products_of_torch() {
    // The steps are unit vectors, so the columns of the weights are queries, keys and values: those of PyTorch's call have
    // q0 (k1 - k0) = -0.8, q1 (k1 - k0) = -0.7, and the values [1, 2], [3, -1].
    let layer =
        plain([[0.8, 0.7], [0.0, 0.0]], [[1.0, 0.0], [0.0, 0.0]], [[1.0, 3.0], [2.0, -1.0]]);
    let x = Sequences::<f64, 2, 2, 1>::from([[[1.0, 0.0], [0.0, 1.0]]]);
    close(layer.forward(&x).as_slice(), &numbers("sdpa"), "attention");
}

fn random<const HEADS: usize>() -> MultiHeadAttention<f64, 6, HEADS> {
    MultiHeadAttention {
        in_proj_weight: mixed(1),
        in_proj_bias: [[0.1; 6], [0.2; 6], [0.3; 6]],
        out_proj: Linear { weight: mixed(2), bias: [0.4; 6] },
        causal: false,
    }
}

#[test]
fn heads_and_masks() {
    let x: Sequences<f64, 6, 4, 2> = mixed(3);
    check(&random::<1>(), &x);
    check(&random::<3>(), &x);
    let mut causal = random::<2>();
    causal.causal = true;
    check(&causal, &x);

    // What comes later does not change what was.
    let mut later = x.clone();
    later[1][3] = [9.0; 6];
    let (before, after) = (causal.forward(&x), causal.forward(&later));
    assert_eq!(before[1][..3], after[1][..3]);
    assert_ne!(before[1][3], after[1][3]);
    let (_, (_, dx)) = causal.forward_vjp(&x, {
        let mut seed = Sequences::zeros();
        seed[0][1] = [1.0; 6];
        seed
    });
    assert_eq!(dx[0][2..], [[0.0; 6]; 2]);
}

#[derive(Network, Clone, Debug)]
#[network(input = [6, 4])]
struct Transformer {
    attention: Residual<MultiHeadAttention<f64, 6, 2>>,
    norm: LayerNorm<f64, 6>,
    wide: Linear<f64, 6, 10>,
    gelu: Gelu,
    narrow: Linear<f64, 10, 3>,
    flatten: Flatten,
    output: Linear<f64, 12, 2>,
}

#[test]
fn a_transformer() {
    let network = Transformer {
        attention: Residual { inner: random() },
        norm: LayerNorm::default(),
        wide: Linear { weight: mixed(4), bias: [0.0; 10] },
        gelu: Gelu {},
        narrow: Linear { weight: mixed(5), bias: [0.0; 3] },
        flatten: Flatten {},
        output: Linear { weight: mixed(6), bias: [0.0; 2] },
    };
    check(&network, &mixed::<Sequences<f64, 6, 4, 3>>(7));
    let mut names = Vec::new();
    network.visit(Name::ROOT, &mut |parameter, _: &[f64]| names.push(parameter.name.to_string()));
    assert_eq!(
        names[..4],
        [
            "attention.inner.in_proj_weight",
            "attention.inner.in_proj_bias",
            "attention.inner.out_proj.weight",
            "attention.inner.out_proj.bias"
        ]
    );
}
