//! The 21 activations.

use autodiff_runtime::nn::*;

use super::reference::{close, close_single, row};

macro_rules! activations {
    ($($name:ident $Layer:ident;)*) => {$(
        #[test]
        fn $name() {
            let layer = $Layer::default();
            let at = |part: &str| row::<11>(&format!("act/{}/{part}", stringify!($name)));
            let x = Samples::<f64, 11, 1>::from([row("act/x")]);
            let (y, dy) = (at("y"), slopes(stringify!($name), at("dy")));
            let ones = Samples::filled(1.0);

            let (value, (_, pulled)) = layer.forward_vjp(&x, ones.clone());
            close(value.as_slice(), &y, "y");
            close(pulled.as_slice(), &dy, "dy by vjp");
            let own = autodiff_runtime::Differentiable::zero_tangent(&layer);
            let (value, pushed) = layer.forward_jvp(&x, &own, &ones);
            close(value.as_slice(), &y, "y");
            close(pushed.as_slice(), &dy, "dy by jvp");

            let x = Samples::<f32, 11, 1>::from([row("act/x").map(|x| x as f32)]);
            let (value, (_, pulled)) = layer.forward_vjp(&x, Samples::filled(1.0));
            close_single(value.as_slice(), &y, "y in single precision");
            close_single(pulled.as_slice(), &dy, "dy in single precision");
        }
    )*};
}

/// PyTorch multiplies hardsigmoid's cotangent by a sixth that was rounded to single precision; ours is a sixth.
fn slopes(name: &str, torch: [f64; 11]) -> [f64; 11] {
    if name != "hardsigmoid" {
        return torch;
    }
    torch.map(|slope| {
        let exact = if slope == 0.0 { 0.0 } else { 1.0 / 6.0 };
        assert!((slope - exact).abs() < 1e-8);
        exact
    })
}

activations! {
    relu Relu;
    leaky_relu LeakyRelu;
    elu Elu;
    selu Selu;
    celu Celu;
    gelu Gelu;
    gelu_tanh GeluTanh;
    silu Silu;
    sigmoid Sigmoid;
    tanh Tanh;
    softplus Softplus;
    softsign Softsign;
    hardtanh Hardtanh;
    hardsigmoid Hardsigmoid;
    hardswish Hardswish;
    mish Mish;
    logsigmoid Logsigmoid;
    relu6 Relu6;
    tanhshrink Tanhshrink;
    softshrink Softshrink;
    hardshrink Hardshrink;
}

#[test]
fn far_arguments_do_not_overflow() {
    for x in [-800.0_f64, 800.0] {
        let slopes = [
            sigmoid::grad(x),
            silu::grad(x),
            mish::grad(x),
            logsigmoid::grad(x),
            softplus::grad(x, 1.0, 20.0),
            gelu::grad(x),
            gelu_tanh::grad(x),
            elu::grad(x, 1.0),
        ];
        assert!(slopes.iter().all(|slope| slope.is_finite()), "{x}: {slopes:?}");
    }
}

/// What has gone wrong is seen at the end of a network, as in PyTorch.
#[test]
fn no_activation_hides_a_nan() {
    use autodiff_runtime::nn::*;
    let x = Samples::<f64, 1, 1>::from([[f64::NAN]]);
    assert!(Relu {}.forward(&x)[0][0].is_nan());
    assert!(Softshrink::default().forward(&x)[0][0].is_nan());
    assert!(Hardshrink::default().forward(&x)[0][0].is_nan());
    assert!(Relu6::default().forward(&x)[0][0].is_nan());
    assert!(Hardsigmoid {}.forward(&x)[0][0].is_nan());
    assert!(Hardswish {}.forward(&x)[0][0].is_nan());
    assert!(LeakyRelu::default().forward(&x)[0][0].is_nan());
    assert!(Elu::default().forward(&x)[0][0].is_nan());
}
