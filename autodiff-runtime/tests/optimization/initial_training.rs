//! Initial values of whole models: spectral norms, Fixup, pre-training as autoencoders.

use autodiff_runtime::init::{
    encoded, pretrain, seeded, spectral_norm, Fixup, FixupRole, Identity, Initializer, Spectral,
    VarianceScaling, WeightShape,
};
use autodiff_runtime::nalgebra::{DMatrix, SMatrix};
use autodiff_runtime::nn::{
    Activation, Linear, Name, Parameter, ParameterKind, Parameters, Random, Samples, ScalarBias,
    ScalarScale, SpectralLinear, Tanh,
};
use autodiff_runtime::optim::{Adam, Lbfgs, Optimizer, Sgd};
use autodiff_runtime::prelude::*;

#[test]
fn the_spectral_norm_is_the_largest_singular_value() {
    let mut rng = seeded(3);
    for (rows, columns) in [(7, 4), (4, 7), (1, 5), (6, 6)] {
        let shape = WeightShape::matrix(rows, columns);
        let mut weights = vec![0.0_f64; rows * columns];
        VarianceScaling::he_normal().fill(&mut weights, &shape, &mut rng);
        let expected = DMatrix::from_row_slice(rows, columns, &weights).singular_values().max();
        assert!((spectral_norm(&weights, &shape) - expected).abs() < 1e-13);
        let scaled = Spectral { initializer: VarianceScaling::he_normal(), norm: 0.5 };
        scaled.fill(&mut weights, &shape, &mut rng);
        assert!((spectral_norm(&weights, &shape) - 0.5).abs() < 1e-14);
    }
    assert_eq!(spectral_norm(&[0.0_f32; 4], &WeightShape::matrix(2, 2)), 0.0);
}

#[test]
fn products_with_spectral_norm_one_never_grow() {
    let mut rng = seeded(4);
    let mut x = SMatrix::<f64, 16, 1>::from_fn(|i, _| (i as f64).sin());
    let mut length = x.norm();
    for _ in 0..100 {
        let mut weight = SMatrix::<f64, 16, 16>::zeros();
        let shape = WeightShape::matrix(16, 16).column_major();
        Spectral::new(VarianceScaling::he_normal()).fill(weight.as_mut_slice(), &shape, &mut rng);
        x = weight * x;
        assert!(x.norm() <= length * (1.0 + 1e-14));
        length = x.norm();
    }
    // They may vanish.
    assert!(length < 1e-6);
}

#[differentiate]
fn spectral_loss(layer: &SpectralLinear<f64, 3, 4>, x: &Samples<f64, 3, 2>) -> f64 {
    let y = layer.forward(x);
    let mut sum = 0.0;
    for b in 0..2 {
        for o in 0..4 {
            sum += (y[b][o] * (1.0 + o as f64)).sin();
        }
    }
    sum
}

#[test]
fn a_spectral_layer_has_norm_one_and_the_derivative_of_differences() {
    let mut layer = SpectralLinear::<f64, 3, 4>::random(&mut seeded(6));
    for step in 0..50 {
        Parameters::<f64>::train(&mut layer, step);
    }
    let norm = layer.spectral_norm();
    let shape = WeightShape::matrix(4, 3);
    assert!((spectral_norm(layer.weight_orig.as_slice(), &shape) - norm).abs() < 1e-12);
    // Of any length, the weight gives the same outputs.
    let x = Samples::<f64, 3, 2>::from([[0.3, -1.0, 0.5], [2.0, 0.1, -0.7]]);
    let y = layer.forward(&x);
    let mut longer = layer.clone();
    longer.weight_orig.as_mut_slice().iter_mut().for_each(|w| *w *= 7.0);
    let z = longer.forward(&x);
    assert!(y.as_slice().iter().zip(z.as_slice()).all(|(y, z)| (y - z).abs() < 1e-14));

    let (_, (gradient, _)) = spectral_loss::value_and_grad(&layer, &x);
    let mut checked = 0;
    let mut slopes = Vec::new();
    layer.visit_gradient(&gradient, Name::ROOT, &mut |_, g| slopes.extend_from_slice(g));
    for (at, expected) in slopes.iter().enumerate() {
        let with = |change: f64| {
            let (mut moved, mut index) = (layer.clone(), 0);
            moved.visit_mut(Name::ROOT, &mut |parameter, numbers| {
                if parameter.kind.is_trained() {
                    numbers.iter_mut().for_each(|x| {
                        *x += if index == at { change } else { 0.0 };
                        index += 1;
                    });
                }
            });
            spectral_loss(&moved, &x)
        };
        let slope = (with(1e-5) - with(-1e-5)) / 2e-5;
        assert!((slope - expected).abs() < 1e-8, "{at}: {slope}, {expected}");
        checked += 1;
    }
    assert_eq!(checked, 4 * 3 + 4);
    // The derivative along the weight itself is zero: its length does not matter.
    let along: f64 = slopes.iter().zip(layer.weight_orig.as_slice()).map(|(g, w)| g * w).sum();
    assert!(along.abs() < 1e-12);
}

#[differentiate]
fn scalars_loss(bias: &ScalarBias<f64>, scale: &ScalarScale<f64>, x: &Samples<f64, 2, 2>) -> f64 {
    let y = scale.forward(&bias.forward(x));
    let mut sum = 0.0;
    for b in 0..2 {
        for f in 0..2 {
            sum += y[b][f] * y[b][f];
        }
    }
    sum
}

#[test]
fn scalar_layers_have_their_derivatives() {
    let (bias, scale) = (ScalarBias { bias: 0.5 }, ScalarScale { scale: 3.0 });
    let x = Samples::<f64, 2, 2>::from([[1.0, -2.0], [0.0, 4.0]]);
    let (value, (by_bias, by_scale, by_x)) = scalars_loss::value_and_grad(&bias, &scale, &x);
    // 9 sum (x + 1/2)^2
    let shifted = [1.5, -1.5, 0.5, 4.5];
    let squares: f64 = shifted.iter().map(|s| s * s).sum();
    assert_eq!(value, 9.0 * squares);
    assert_eq!(by_bias.bias, 18.0 * shifted.iter().sum::<f64>());
    assert_eq!(by_scale.scale, 6.0 * squares);
    assert_eq!(by_x.as_slice(), shifted.map(|s| 18.0 * s));
    let (dx, zero) = (Samples::from([[1.0, 0.0], [0.0, 2.0]]), by_bias);
    let d_bias = {
        let mut d = zero;
        d.bias = 0.25;
        d
    };
    let d_scale = {
        let mut d = by_scale;
        d.scale = -1.0;
        d
    };
    let (_, tangent) = scalars_loss::jvp(&bias, &scale, &x, &d_bias, &d_scale, &dx);
    let expected = 18.0 * shifted.iter().sum::<f64>() * 0.25 - 6.0 * squares
        + 18.0 * (shifted[0] + 2.0 * shifted[3]);
    assert!((tangent - expected).abs() < 1e-12);
}

const WIDTH: usize = 16;

#[derive(Clone, Debug, Differentiable)]
struct Stack {
    first: Vec<Linear<f64, WIDTH, WIDTH>>,
    last: Vec<Linear<f64, WIDTH, WIDTH>>,
}

/// `x + last(relu(first(x)))`, again and again.
#[differentiate]
fn output(stack: &Stack, #[constant] x: &Samples<f64, WIDTH, 4>) -> Samples<f64, WIDTH, 4> {
    let mut y = x.clone();
    for k in 0..stack.first.len() {
        let mut hidden = stack.first[k].forward(&y);
        for b in 0..4 {
            for f in 0..WIDTH {
                hidden[b][f] = hidden[b][f].max(0.0);
            }
        }
        let branch = stack.last[k].forward(&hidden);
        for b in 0..4 {
            for f in 0..WIDTH {
                y[b][f] += branch[b][f];
            }
        }
    }
    y
}

/// How much a step of descent changes the output, and how large that is.
fn step_of(depth: usize, fixup: bool) -> (f64, f64) {
    let mut rng = seeded(9);
    let mut make = |role: FixupRole| {
        let mut layer = Linear::<f64, WIDTH, WIDTH>::random(&mut rng);
        let rules = Fixup::new(if fixup { depth } else { 1 }, 2);
        let role = if fixup { role } else { FixupRole::Outside };
        rules.initialize(&mut layer, &mut rng, |_: &Parameter<'_>| role);
        layer
    };
    let mut stack = Stack {
        first: (0..depth).map(|_| make(FixupRole::Branch)).collect(),
        last: (0..depth).map(|_| make(FixupRole::BranchEnd)).collect(),
    };
    let x =
        Samples::<f64, WIDTH, 4>::from_fn(|b| core::array::from_fn(|f| ((f * 4 + b) as f64).sin()));
    let size = |y: &Samples<f64, WIDTH, 4>| y.as_slice().iter().map(|y| y * y).sum::<f64>().sqrt();
    // The loss is the sum of the outputs.
    let (before, gradient) = output::vjp(&stack, &x, Samples::filled(1.0));
    let mut optimizer = Sgd::new(1e-4);
    optimizer.start_step();
    let layers = stack
        .first
        .iter_mut()
        .zip(&gradient.first)
        .chain(stack.last.iter_mut().zip(&gradient.last));
    for (layer, gradient) in layers {
        layer.visit_with_gradient(gradient, Name::ROOT, &mut |parameter, x, g| {
            // There are no biases behind the layers of a branch.
            if parameter.kind == ParameterKind::Weight {
                optimizer.update(x, g);
            }
        });
    }
    let after = output(&stack, &x);
    let mut change = after.clone();
    change.as_mut_slice().iter_mut().zip(before.as_slice()).for_each(|(a, b)| *a -= b);
    (size(&change), size(&before) / size(&x))
}

#[test]
fn fixup_steps_are_as_large_at_every_depth() {
    let (shallow, growth) = step_of(2, true);
    assert_eq!(growth, 1.0);
    let (deep, growth) = step_of(64, true);
    assert_eq!(growth, 1.0);
    assert!(deep < 3.0 * shallow && deep > shallow / 3.0, "{shallow} {deep}");
    // Without it the output and the steps explode.
    let (_, growth) = step_of(64, false);
    assert!(growth > 1e6, "{growth}");
}

#[test]
fn fixup_fills_by_role_and_kind() {
    let fixup = Fixup::new(81, 3);
    assert!((fixup.factor() - 1.0 / 3.0).abs() < 1e-15);
    assert_eq!(Fixup::new(5, 1).factor(), 1.0);
    let (mut inside, mut outside) = ([0.0_f64; 12], [0.0_f64; 12]);
    let shape = WeightShape::matrix(3, 4);
    fixup.fill(FixupRole::Branch, &mut inside, &shape, &mut seeded(1));
    fixup.fill(FixupRole::Outside, &mut outside, &shape, &mut seeded(1));
    assert!(inside.iter().zip(outside).all(|(i, o)| (3.0 * i - o).abs() < 1e-15));
    let mut scale = ScalarScale { scale: 5.0 };
    fixup.initialize(&mut scale, &mut seeded(1), |parameter: &Parameter<'_>| {
        assert_ne!(parameter.kind, ParameterKind::Weight);
        FixupRole::Outside
    });
    assert_eq!(scale.scale, 1.0);
}

/// No activation.
struct Itself;

impl Activation<f64> for Itself {
    fn value(&self, x: f64) -> f64 {
        x
    }

    fn derivative(&self, _x: f64, d: f64) -> f64 {
        d
    }
}

/// Samples of six features with mean zero, of which two directions hold most.
fn data() -> Samples<f64, 6, 40> {
    let mut samples = Samples::<f64, 6, 40>::from_fn(|b| {
        let t = b as f64;
        core::array::from_fn(|f| {
            let f = f as f64;
            2.0 * (0.9 * t).sin() * (f + 0.5).cos()
                + (1.7 * t).cos() * (2.0 * f).sin()
                + 0.2 * (t * (f + 2.3) * 1.1).sin()
        })
    });
    for f in 0..6 {
        let mean = (0..40).map(|b| samples[b][f]).sum::<f64>() / 40.0;
        (0..40).for_each(|b| samples[b][f] -= mean);
    }
    samples
}

#[test]
fn a_linear_autoencoder_finds_the_principal_components() {
    let x = data();
    let matrix = DMatrix::from_fn(6, 40, |f, b| x[b][f]);
    let mut variances: Vec<f64> =
        (&matrix * matrix.transpose()).symmetric_eigenvalues().iter().copied().collect();
    variances.sort_by(f64::total_cmp);
    // What two components leave, as a mean over all numbers.
    let left = variances[..4].iter().sum::<f64>() / 240.0;

    let mut rng = seeded(12);
    let mut layer = Linear::<f64, 6, 2>::random(&mut rng);
    let mut optimizer = Adam::new(0.02);
    let result = pretrain(&mut layer, &Itself, &[x], &mut optimizer, 1500, &mut rng);
    let found = result.losses[1499];
    assert!(found >= left * (1.0 - 1e-9), "{found} {left}");
    assert!(found < left * 1.001, "{found} {left}");
}

#[test]
fn layers_are_pretrained_one_after_the_other() {
    let batches = [data()];
    let mut rng = seeded(13);
    let mut first = Linear::<f64, 6, 4>::random(&mut rng);
    let result = pretrain(&mut first, &Tanh {}, &batches, &mut Adam::new(0.01), 200, &mut rng);
    assert!(result.losses[199] < 0.3 * result.losses[0]);
    let next = encoded(&first, &Tanh {}, &batches);
    assert!(next[0].as_slice().iter().all(|h| h.abs() <= 1.0));
    let mut second = Linear::<f64, 4, 2>::random(&mut rng);
    let result = pretrain(&mut second, &Tanh {}, &next, &mut Adam::new(0.01), 200, &mut rng);
    assert!(result.losses[199] < 0.5 * result.losses[0]);
}

#[differentiate]
fn fit(layer: &Linear<f64, 6, 1>, #[constant] x: &Samples<f64, 6, 40>) -> f64 {
    let y = layer.forward(x);
    let mut sum = 0.0;
    for b in 0..40 {
        let target = 2.0 * x[b][0] - x[b][3] + 0.25;
        sum += (y[b][0] - target) * (y[b][0] - target);
    }
    sum
}

#[test]
fn models_are_minimized_by_lbfgs() {
    let x = data();
    let mut layer = Linear::<f64, 6, 1>::random(&mut seeded(14));
    let report = Lbfgs::default()
        .iterations(200)
        .tolerances(1e-8, 0.0)
        .minimize_model(&mut layer, |layer| fit::value_and_grad(layer, &x));
    assert!(report.stop.converged(), "{report:?}");
    assert!(report.value < 1e-15 && (layer.bias[0] - 0.25).abs() < 1e-8, "{report:?}");
    assert_eq!(fit(&layer, &x), report.value);
    let mut identity = [0.0; 4];
    Identity::default().fill(&mut identity, &WeightShape::matrix(2, 2));
    assert_eq!(identity, [1.0, 0.0, 0.0, 1.0]);
}
