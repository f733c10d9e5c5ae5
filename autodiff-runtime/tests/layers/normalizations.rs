//! `BatchNorm1d`, `LayerNorm`, `RmsNorm` and `Dropout`.

use autodiff_runtime::nn::*;
use autodiff_runtime::prelude::*;

use super::dense::{mixed, upstream};
use super::reference::{close, numbers, row, rows};

fn x() -> Samples<f64, 3, 4> {
    Samples::from(rows("layer/x"))
}

/// Value, both gradients of PyTorch, and the dot test.
macro_rules! check {
    ($name:literal, $layer:expr, [$($parameter:ident: $d:literal),*]) => {{
        let (layer, x) = ($layer, x());
        let (y, (gradient, dx)) = layer.forward_vjp(&x, upstream());
        close(y.as_slice(), &numbers(concat!("layer/", $name, "/y")), "y");
        close(dx.as_slice(), &numbers(concat!("layer/", $name, "/dx")), "dx");
        $(close(&gradient.$parameter, &row::<3>(concat!("layer/", $name, "/", $d)), $d);)*
        let mut tangent = layer.zero_tangent();
        $(tangent.$parameter = mixed::<Samples<f64, 3, 1>>(7)[0];)*
        let dx_tangent = mixed(8);
        let (_, dy) = layer.forward_jvp(&x, &tangent, &dx_tangent);
        let forward = dy.dot(&upstream());
        let reverse = gradient.dot(&tangent) + dx.dot(&dx_tangent);
        close(&[forward], &[reverse], "dot test");
    }};
}

#[test]
fn layer_norm_of_torch() {
    let layer =
        LayerNorm { weight: row("layer/gamma"), bias: row("layer/beta"), ..Default::default() };
    check!("layernorm", layer, [weight: "d_g", bias: "d_b"]);
}

#[test]
fn rms_norm_of_torch() {
    let layer = RmsNorm { weight: row("layer/gamma"), ..Default::default() };
    check!("rmsnorm_eps_none", layer, [weight: "d_g"]);
}

fn batch_norm() -> BatchNorm1d<f64, 3> {
    let mut layer = BatchNorm1d::default();
    layer.weight = row("layer/gamma");
    layer.bias = row("layer/beta");
    layer
}

#[test]
fn batch_norm_in_training() {
    let mut layer = batch_norm();
    Parameters::<f64>::train(&mut layer, 0);
    check!("batchnorm_train", layer, [weight: "d_g", bias: "d_b"]);
}

#[test]
fn batch_norm_keeps_running_statistics() {
    let mut layer = batch_norm();
    let mut twice = x();
    twice.scale(2.0);
    Parameters::<f64>::train(&mut layer, 0);
    // However often the same batch goes through in a step, it counts once.
    let _ = (layer.forward(&x()), layer.forward_vjp(&x(), upstream()));
    Parameters::<f64>::train(&mut layer, 1);
    close(&layer.running_mean, &numbers("layer/bn_running_after_1/mean"), "mean");
    close(&layer.running_var, &numbers("layer/bn_running_after_1/var"), "variance");
    let _ = layer.forward(&twice);
    Parameters::<f64>::evaluate(&mut layer);
    close(&layer.running_mean, &numbers("layer/bn_running_after_2/mean"), "mean");
    close(&layer.running_var, &numbers("layer/bn_running_after_2/var"), "variance");
    assert_eq!(layer.num_batches_tracked, 2.0);
    let before = layer.clone();
    (layer.weight, layer.bias) = ([1.0; 3], [0.0; 3]);
    close(layer.forward(&x()).as_slice(), &numbers("layer/bn_eval"), "y in use");
    Parameters::<f64>::evaluate(&mut layer);
    assert_eq!(layer.running_mean, before.running_mean);
}

#[test]
fn the_buffers_of_batch_norm_have_torchs_names() {
    let mut names = Vec::new();
    Parameters::<f64>::visit(&batch_norm(), Name::ROOT, &mut |parameter, numbers| {
        names.push(format!("{} {:?} {}", parameter.name, parameter.shape, numbers.len()));
    });
    let expected = [
        "weight [3] 3",
        "bias [3] 3",
        "running_mean [3] 3",
        "running_var [3] 3",
        "num_batches_tracked [] 1",
    ];
    assert_eq!(names, expected);
}

#[test]
fn dropout_drops_the_same_in_both_modes_and_whenever_it_is_asked() {
    let mut layer = Dropout::new(0.3, 5);
    let x: Samples<f64, 50, 20> = mixed(1);
    let (seed, dx) = (mixed::<Samples<f64, 50, 20>>(2), mixed(3));
    assert_eq!(layer.forward(&x), x);
    Parameters::<f64>::train(&mut layer, 7);
    let (y, (_, pulled)) = layer.forward_vjp(&x, seed.clone());
    let (again, dy) = layer.forward_jvp(&x, &layer.zero_tangent(), &dx);
    assert_eq!(y, again);
    close(&[dy.dot(&seed)], &[pulled.dot(&dx)], "dot test");
    for ((y, x), (pulled, seed)) in
        y.as_slice().iter().zip(x.as_slice()).zip(pulled.as_slice().iter().zip(seed.as_slice()))
    {
        let factor = if *y == 0.0 { 0.0 } else { 1.0 / (1.0 - 0.3) };
        assert_eq!((*y, *pulled), (x * factor, seed * factor));
    }
    // 1000 numbers, each dropped with 0.3: four standard deviations are 58.
    let dropped = y.as_slice().iter().filter(|y| **y == 0.0).count();
    assert!((242..=358).contains(&dropped), "{dropped}");
    Parameters::<f64>::train(&mut layer, 8);
    assert_ne!(layer.forward(&x), y);
    Parameters::<f64>::train(&mut layer, 7);
    assert_eq!(layer.forward(&x), y);
}

#[test]
fn dropout_of_all_and_of_nothing() {
    let x: Samples<f64, 5, 2> = mixed(1);
    for (probability, expected) in [(0.0, x.clone()), (1.0, Samples::zeros())] {
        let mut layer = Dropout::new(probability, 5);
        Parameters::<f64>::train(&mut layer, 0);
        assert_eq!(layer.forward(&x), expected);
    }
}

#[derive(Network, Clone, Debug)]
struct Thinned {
    first: Dropout,
    second: Dropout,
    dense: Linear<f64, 40, 2>,
}

#[test]
fn layers_at_different_places_drop_different_numbers() {
    let dense = Linear::new([[1.0; 40]; 2], [0.0; 2]);
    let mut network = Thinned { first: Dropout::default(), second: Dropout::default(), dense };
    Parameters::<f64>::train(&mut network, 3);
    let x = Samples::<f64, 40, 1>::filled(1.0);
    assert_ne!(network.first.forward(&x), network.second.forward(&x));
}
