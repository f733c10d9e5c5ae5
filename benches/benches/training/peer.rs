//! The same networks in dfdx 0.13, whose shapes are types as well.

use dfdx::optim::{Sgd, SgdConfig};
use dfdx::prelude::*;

const PLAIN: SgdConfig = SgdConfig { lr: super::RATE as f64, momentum: None, weight_decay: None };

/// A function that makes a closure which makes a training step and returns the loss before it.
macro_rules! network {
    (
        $(#[$doc:meta])*
        $name:ident, $inputs:literal, $hidden:literal, $outputs:literal, $batch:literal, $loss:ident
    ) => {
        $(#[$doc])*
        pub fn $name(start: [Vec<f32>; 4], x: &[f32], y: &[f32]) -> impl FnMut() -> f32 + use<> {
            type Net = ((Linear<$inputs, $hidden>, ReLU), Linear<$hidden, $outputs>);
            let device = Cpu::default();
            let mut net = device.build_module::<Net, f32>();
            net.0.0.weight.copy_from(&start[0]);
            net.0.0.bias.copy_from(&start[1]);
            net.1.weight.copy_from(&start[2]);
            net.1.bias.copy_from(&start[3]);
            let mut sgd = Sgd::new(&net, PLAIN);
            let x: Tensor<Rank2<$batch, $inputs>, f32, _> =
                device.tensor_from_vec(x.to_vec(), (Const::<$batch>, Const::<$inputs>));
            let y: Tensor<Rank2<$batch, $outputs>, f32, _> =
                device.tensor_from_vec(y.to_vec(), (Const::<$batch>, Const::<$outputs>));
            let mut kept = Some(net.alloc_grads());
            move || {
                let gradients = kept.take().expect("put back after each step");
                let loss = $loss(net.forward_mut(x.clone().traced(gradients)), y.clone());
                let value = loss.array();
                let mut gradients = loss.backward();
                sgd.update(&mut net, &gradients).expect("all parameters are used");
                net.zero_grads(&mut gradients);
                kept = Some(gradients);
                value
            }
        }
    };
}

network! {
    /// 64-32-10.
    digits, 64, 32, 10, 32, cross_entropy_with_logits_loss
}

network! {
    /// 784-128-10.
    mnist, 784, 128, 10, 32, cross_entropy_with_logits_loss
}

network! {
    /// 2-8-1.
    tiny, 2, 8, 1, 1, mse_loss
}
