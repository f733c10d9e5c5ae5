//! What holds of every layer: its modes agree with each other and with central differences.

use autodiff_runtime::nn::*;
use autodiff_runtime::prelude::*;

use super::dense::mixed;

/// Of a layer with parameters: the dot test, with random tangents and cotangents, and the slope along the tangents.
#[track_caller]
pub fn check<L, X, Y>(layer: &L, x: &X)
where
    L: Layer<X, Y> + Parameters<f64> + Clone,
    X: Batch<Scalar = f64>,
    Y: Batch<Scalar = f64>,
    L::Tangent: Clone,
{
    let seed: Y = mixed(101);
    check_by(
        layer,
        x,
        |layer, x| layer.run(x).dot(&seed),
        |own, dx| layer.add_vjp(x, seed.clone(), own, dx),
        |own, dx| layer.run_jvp(x, own, dx).1.dot(&seed),
    );
}

/// The same, for what is not a `Layer` of one output: by functions that know the cotangent.
#[track_caller]
pub fn check_by<L, X>(
    layer: &L,
    x: &X,
    value: impl Fn(&L, &X) -> f64,
    vjp: impl Fn(&mut L::Tangent, &mut X),
    jvp: impl Fn(&L::Tangent, &X) -> f64,
) where
    L: Parameters<f64> + Clone,
    X: Batch<Scalar = f64>,
{
    let mut own = layer.zero_tangent();
    let mut count = 0;
    layer.visit_gradient_mut(&mut own, Name::ROOT, &mut |_, numbers| {
        for (index, number) in numbers.iter_mut().enumerate() {
            *number = ((index * 7 + count * 3) as f64).sin();
        }
        count += 1;
    });
    let dx: X = mixed(102);
    let forward = jvp(&own, &dx);
    let (mut own_adjoint, mut adjoint) = (layer.zero_tangent(), x.zero_tangent());
    vjp(&mut own_adjoint, &mut adjoint);
    let reverse = own_adjoint.dot(&own) + adjoint.dot(&dx);
    assert!((forward - reverse).abs() < 1e-11 * forward.abs().max(1.0), "{forward} {reverse}");

    let moved = |h: f64| {
        let mut layer = layer.clone();
        layer.visit_with_gradient(&own, Name::ROOT, &mut |_, numbers, tangents| {
            numbers.iter_mut().zip(tangents).for_each(|(number, d)| *number += h * d);
        });
        let mut x = x.clone();
        x.as_mut_slice().iter_mut().zip(dx.as_slice()).for_each(|(x, d)| *x += h * d);
        value(&layer, &x)
    };
    let slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
    assert!((slope - reverse).abs() < 1e-7 * reverse.abs().max(1.0), "{slope} {reverse}");

    // A second sweep adds the same again.
    vjp(&mut own_adjoint, &mut adjoint);
    let twice = own_adjoint.dot(&own) + adjoint.dot(&dx);
    assert!((twice - 2.0 * reverse).abs() < 1e-11 * twice.abs().max(1.0), "{twice} {reverse}");
}

#[test]
fn layers_of_samples() {
    let x: Samples<f64, 6, 4> = mixed(1);
    check(&Linear::<f64, 6, 3> { weight: mixed(2), bias: [0.3; 3] }, &x);
    check(&Linear::<f64, 6, 3, Heap> { weight: mixed(2), bias: [0.3; 3] }, &x.to_place::<Heap>());
    check(&Bias { bias: [0.5; 6] }, &x);
    check(&LayerNorm { weight: [1.5; 6], bias: [0.1; 6], eps: 1e-3 }, &x);
    check(&RmsNorm { weight: [1.5; 6], eps: Some(1e-3) }, &x);
    check(&Softmax {}, &x);
    check(&LogSoftmax {}, &x);
    check(&Gelu {}, &x);
    let mut norm = BatchNorm1d::default();
    norm.weight = [1.5; 6];
    check(&norm, &x);
    Parameters::<f64>::train(&mut norm, 0);
    check(&norm, &x);
    let mut dropout = Dropout::new(0.4, 3);
    Parameters::<f64>::train(&mut dropout, 11);
    check(&dropout, &x);
}

#[test]
fn residual_layers() {
    let x: Samples<f64, 5, 3> = mixed(1);
    let inner = Linear::<f64, 5, 5> { weight: mixed(2), bias: [0.3; 5] };
    let layer = Residual { inner: inner.clone() };
    let (y, z) = (layer.forward(&x), inner.forward(&x));
    for b in 0..3 {
        for f in 0..5 {
            assert_eq!(y[b][f], x[b][f] + z[b][f]);
        }
    }
    check(&layer, &x);
    check(&Residual { inner: Residual { inner: Tanh {} } }, &x);
}

#[derive(Network, Clone, Debug)]
struct Block {
    norm: LayerNorm<f64, 4>,
    wide: Linear<f64, 4, 9>,
    gelu: Gelu,
    narrow: Linear<f64, 9, 4>,
}

#[derive(Network, Clone, Debug)]
struct Deep {
    first: Residual<Block>,
    second: Residual<Block>,
    output: Linear<f64, 4, 2>,
}

fn block(seed: u64) -> Residual<Block> {
    Residual {
        inner: Block {
            norm: LayerNorm::default(),
            wide: Linear { weight: mixed(seed), bias: [0.1; 9] },
            gelu: Gelu {},
            narrow: Linear { weight: mixed(seed + 1), bias: [0.1; 4] },
        },
    }
}

#[test]
fn networks_in_networks() {
    let network = Deep {
        first: block(3),
        second: block(5),
        output: Linear { weight: mixed(7), bias: [0.0; 2] },
    };
    check(&network, &mixed::<Samples<f64, 4, 3>>(1));
    let mut names = Vec::new();
    network.visit(Name::ROOT, &mut |parameter, _: &[f64]| names.push(parameter.name.to_string()));
    assert_eq!(names[0], "first.inner.norm.weight");
    assert_eq!(names[11], "second.inner.narrow.bias");
}

#[test]
fn embeddings() {
    let layer = Embedding::<f64, 5, 3> { weight: mixed(1) };
    let indices = [4, 0, 4];
    let y: Samples<f64, 3, 3> = layer.forward(&indices);
    assert_eq!([y[0], y[1], y[2]], [layer.weight[4], layer.weight[0], layer.weight[4]]);
    let seed: Samples<f64, 3, 3> = mixed(2);
    let (_, gradient) = layer.forward_vjp(&indices, seed.clone());
    assert_eq!(gradient.weight[1], [0.0; 3]);
    for f in 0..3 {
        assert_eq!(gradient.weight[4][f], seed[0][f] + seed[2][f]);
    }
    let steps = [[1, 2], [3, 1]];
    let seed: Sequences<f64, 3, 2, 2> = mixed(3);
    let mut own = layer.zero_tangent();
    own.weight = mixed(4);
    let (_, gradient) = layer.forward_steps_vjp(&steps, seed.clone());
    let (_, dy) = layer.forward_steps_jvp(&steps, &own);
    assert!((dy.dot(&seed) - gradient.dot(&own)).abs() < 1e-14);
}

#[test]
fn matrices_of_nalgebra() {
    use autodiff_runtime::nalgebra::SMatrix;

    #[differentiate]
    fn through(m: &SMatrix<f64, 3, 2>) -> SMatrix<f64, 3, 2> {
        Tanh {}.forward(&Samples::<f64, 3, 2, Heap>::from_matrix(m)).to_matrix()
    }
    let m = SMatrix::<f64, 3, 2>::from_fn(|i, j| (i as f64 - j as f64) * 0.3);
    let (y, dm) = through::vjp(&m, SMatrix::from_element(2.0));
    assert_eq!(y, m.map(f64::tanh));
    let expected = m.map(|x| 2.0 * (1.0 - x.tanh().powi(2)));
    assert!((dm - expected).norm() < 1e-15);
    let (_, dy) = through::jvp(&m, &SMatrix::from_element(2.0));
    assert!((dy - expected).norm() < 1e-15);
}
