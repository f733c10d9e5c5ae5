//! `Linear`, and the products below it.

use autodiff_runtime::nn::*;
use autodiff_runtime::prelude::*;

use super::reference::{close, close_single, row, rows};

/// PyTorch's upstream gradient: 1, 2, 3, ..
pub fn upstream<const F: usize, const B: usize>() -> Samples<f64, F, B> {
    Samples::from_fn(|b| std::array::from_fn(|f| (b * F + f + 1) as f64))
}

#[test]
fn linear_as_in_torch() {
    let layer = Linear::<f64, 3, 2>::new(rows("layer/W"), row("layer/b"));
    let x = Samples::<f64, 3, 4>::from(rows("layer/x"));
    let (y, (gradient, dx)) = layer.forward_vjp(&x, upstream());
    close(y.as_slice(), &rows::<2, 4>("layer/linear/y").concat(), "y");
    close(dx.as_slice(), &rows::<3, 4>("layer/linear/dx").concat(), "dx");
    close(gradient.weight.as_slice(), &rows::<3, 2>("layer/linear/d_W").concat(), "dW");
    close(&gradient.bias, &row::<2>("layer/linear/d_b"), "db");

    let single = Linear::<f32, 3, 2>::new(
        rows::<3, 2>("layer/W").map(|row| row.map(|x| x as f32)),
        row::<2>("layer/b").map(|x| x as f32),
    );
    let y = single.forward(&Samples::from(rows::<3, 4>("layer/x").map(|x| x.map(|x| x as f32))));
    close_single(y.as_slice(), &rows::<2, 4>("layer/linear/y").concat(), "y");
}

/// Numbers that look random.
pub fn mixed<B: Batch<Scalar = f64>>(seed: u64) -> B {
    let mut batch = B::room();
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for x in batch.as_mut_slice() {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *x = (state >> 11) as f64 / (1_u64 << 53) as f64 - 0.5;
    }
    batch
}

/// `w · f(v)` and `f*(w) · v` agree, and so does the value with the sum that it is, at both places.
fn dense_laws<const I: usize, const O: usize, const B: usize, W: Place, P: Place>() {
    let mut layer = Linear::<f64, I, O, W> { weight: mixed(1), bias: [0.0; O] };
    layer.bias = std::array::from_fn(|o| 0.1 * o as f64);
    let x: Samples<f64, I, B, P> = mixed(2);
    let seed: Samples<f64, O, B, P> = mixed(3);
    let (y, (gradient, dx)) = layer.forward_vjp(&x, seed.clone());
    for b in 0..B {
        for o in 0..O {
            let sum: f64 = (0..I).map(|i| layer.weight[o][i] * x[b][i]).sum();
            assert!((y[b][o] - sum - layer.bias[o]).abs() < 1e-12, "{b} {o}");
        }
    }
    let mut tangent = layer.zero_tangent();
    tangent.weight = mixed(4);
    tangent.bias = std::array::from_fn(|o| 0.3 - o as f64);
    let x_tangent: Samples<f64, I, B, P> = mixed(5);
    let (_, dy) = layer.forward_jvp(&x, &tangent, &x_tangent);
    let (forward, reverse) = (dy.dot(&seed), gradient.dot(&tangent) + dx.dot(&x_tangent));
    assert!((forward - reverse).abs() < 1e-11 * forward.abs().max(1.0), "{forward} {reverse}");
}

#[test]
fn dense_layers_of_all_sizes_in_all_places() {
    dense_laws::<1, 1, 1, Stack, Stack>();
    dense_laws::<2, 8, 1, Stack, Stack>();
    dense_laws::<17, 3, 5, Stack, Heap>();
    dense_laws::<16, 16, 16, Heap, Stack>();
    dense_laws::<40, 20, 9, Heap, Heap>();
    dense_laws::<6, 100, 7, Stack, Stack>();
}

#[test]
fn the_large_kernel_counts_up_in_place() {
    #[differentiate]
    fn total(w: &Weights<f64, 20, 30>, x: &Samples<f64, 30, 10>) -> f64 {
        let y = matmul(w, x);
        let mut sum = 0.0;
        for b in 0..10 {
            for o in 0..20 {
                sum += y[b][o] * y[b][o];
            }
        }
        sum
    }
    let (w, x): (Weights<f64, 20, 30>, Samples<f64, 30, 10>) = (mixed(1), mixed(2));
    let (gw, gx) = total::grad(&w, &x);
    let (mut bw, mut bx) = (Weights::filled(1.0), Samples::filled(2.0));
    total::accumulate_grad(&w, &x, &mut bw, &mut bx);
    for (a, b) in bw.as_slice().iter().zip(gw.as_slice()) {
        assert!((a - b - 1.0).abs() < 1e-12);
    }
    for (a, b) in bx.as_slice().iter().zip(gx.as_slice()) {
        assert!((a - b - 2.0).abs() < 1e-12);
    }
}
