//! A training step (forward, backward, SGD) of small networks: this crate's, by hand over the matrix kernel, and dfdx's.
//!
//! `cargo bench -p benches --features peers --bench training`; PyTorch and JAX: `benches/peers/`

use autodiff_runtime::nn::{
    Heap, Linear, Name, Parameters, Random, Relu, Samples, cross_entropy, mse,
};
use autodiff_runtime::optim::{Optimizer, Sgd};
use autodiff_runtime::prelude::*;
use autodiff_runtime::train::clear;
use benches::by_hand::network::HandWritten;
use benches::timing::{self, Effort};
use std::hint::black_box;

mod peer;

const RATE: f32 = 0.01;
/// Samples in a batch of the two larger networks.
const BATCH: usize = 32;

#[derive(Network, Clone, Debug)]
struct Digits {
    hidden: Linear<f32, 64, 32>,
    relu: Relu,
    output: Linear<f32, 32, 10>,
}

#[derive(Network, Clone, Debug)]
struct Mnist {
    hidden: Linear<f32, 784, 128, Heap>,
    relu: Relu,
    output: Linear<f32, 128, 10>,
}

#[derive(Network, Clone, Debug)]
struct Tiny {
    hidden: Linear<f32, 2, 8>,
    relu: Relu,
    output: Linear<f32, 8, 1>,
}

#[differentiate]
fn digits_loss(
    network: &Digits,
    #[constant] x: &Samples<f32, 64, BATCH>,
    labels: &[usize; BATCH],
) -> f32 {
    cross_entropy(&network.forward(x), labels)
}

#[differentiate]
fn mnist_loss(
    network: &Mnist,
    #[constant] x: &Samples<f32, 784, BATCH, Heap>,
    labels: &[usize; BATCH],
) -> f32 {
    cross_entropy(&network.forward(x), labels)
}

#[differentiate]
fn tiny_loss(
    network: &Tiny,
    #[constant] x: &Samples<f32, 2, 1>,
    #[constant] y: &Samples<f32, 1, 1>,
) -> f32 {
    mse(&network.forward(x), y)
}

/// Numbers between -1 and 1 that look random and are the same in every run.
fn numbers(count: usize, seed: u32) -> Vec<f32> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    (0..count)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        })
        .collect()
}

fn labels() -> [usize; BATCH] {
    core::array::from_fn(|sample| (7 * sample + 3) % 10)
}

/// 1 at the place of each sample's label, else 0.
fn one_hot(labels: &[usize]) -> Vec<f32> {
    labels
        .iter()
        .flat_map(|label| (0..10).map(move |class| f32::from(u8::from(class == *label))))
        .collect()
}

/// Rows of weights, then biases, of both layers: small random numbers.
fn parameters(inputs: usize, hidden: usize, outputs: usize) -> [Vec<f32>; 4] {
    let layer = |rows: usize, columns: usize, seed| {
        let bound = (1.0 / columns as f32).sqrt();
        let scaled = |count, seed| numbers(count, seed).into_iter().map(|x| bound * x).collect();
        [scaled(rows * columns, seed), scaled(rows, seed + 1)]
    };
    let [w1, b1] = layer(hidden, inputs, 1);
    let [w2, b2] = layer(outputs, hidden, 3);
    [w1, b1, w2, b2]
}

fn set_parameters(model: &mut impl Parameters<f32>, values: &[Vec<f32>; 4]) {
    let mut values = values.iter();
    model.visit_mut(Name::ROOT, &mut |_, numbers| {
        numbers.copy_from_slice(values.next().expect("four runs"));
    });
}

/// One step of a network; the loss before.
fn step<M: Parameters<f32>>(
    model: &mut M,
    gradient: &mut M::Tangent,
    optimizer: &mut Sgd<f32>,
    loss: impl FnOnce(&M, &mut M::Tangent) -> f32,
) -> f32 {
    clear(gradient);
    let value = loss(model, gradient);
    optimizer.step_model(model, gradient);
    value
}

fn main() {
    println!("microseconds a step (forward, backward, SGD; f32, one thread): the minimum and the");
    println!("median, and the minimum over that of this crate");
    println!("{:>16} {:>10} {:>9} {:>9} {:>7}", "", "", "minimum", "median", "ratio");
    // dfdx multiplies on the threads of rayon's pool.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("the first pool");
    digits();
    mnist();
    tiny();
}

/// Times steps, after all have agreed on the losses of the first few.
fn compare<const N: usize>(title: &str, names: [&str; N], mut steps: [&mut dyn FnMut() -> f32; N]) {
    for _ in 0..5 {
        let losses: Vec<f32> = steps.iter_mut().map(|step| step()).collect();
        for loss in &losses {
            assert!((loss - losses[0]).abs() <= 1e-4 * losses[0].abs(), "{title}: {losses:?}");
        }
    }
    let mut timed = steps.map(|step| {
        move || {
            black_box(step());
        }
    });
    let mut timed = timed.each_mut().map(|step| step as &mut dyn FnMut());
    let samples = timing::alternate(Effort::FULL, &mut timed);
    for (name, times) in names.iter().zip(&samples) {
        println!(
            "{:>16} {:>10} {:>9.2} {:>9.2} {:>7.2}",
            if *name == names[0] { title } else { "" },
            name,
            times.minimum() * 1e6,
            times.median() * 1e6,
            times.minimum() / samples[0].minimum(),
        );
    }
}

fn digits() {
    let (start, x, y) = (parameters(64, 32, 10), numbers(64 * BATCH, 9), labels());
    let mut model = Digits::random(&mut autodiff_runtime::init::seeded(0));
    set_parameters(&mut model, &start);
    let (mut gradient, mut optimizer) = (model.zero_tangent(), Sgd::new(RATE));
    let mut batch = Samples::<f32, 64, BATCH>::zeros();
    batch.as_mut_slice().copy_from_slice(&x);
    let mut ours = || {
        step(&mut model, &mut gradient, &mut optimizer, |model, gradient| {
            digits_loss::accumulate_grad(model, black_box(&batch), &y, gradient)
        })
    };
    let mut hand = HandWritten::new(BATCH, start.clone());
    let mut by_hand = || hand.step(black_box(&x), &y, RATE);
    let mut peer = peer::digits(start, &x, &one_hot(&y));
    compare("64-32-10, 32", ["ours", "by hand", "dfdx"], [&mut ours, &mut by_hand, &mut peer]);
}

fn mnist() {
    let (start, x, y) = (parameters(784, 128, 10), numbers(784 * BATCH, 9), labels());
    let mut model = Mnist::random(&mut autodiff_runtime::init::seeded(0));
    set_parameters(&mut model, &start);
    let (mut gradient, mut optimizer) = (model.zero_tangent(), Sgd::new(RATE));
    let mut batch = Samples::<f32, 784, BATCH, Heap>::zeros();
    batch.as_mut_slice().copy_from_slice(&x);
    let mut ours = || {
        step(&mut model, &mut gradient, &mut optimizer, |model, gradient| {
            mnist_loss::accumulate_grad(model, black_box(&batch), &y, gradient)
        })
    };
    let mut hand = HandWritten::new(BATCH, start.clone());
    let mut by_hand = || hand.step(black_box(&x), &y, RATE);
    let mut peer = peer::mnist(start, &x, &one_hot(&y));
    compare("784-128-10, 32", ["ours", "by hand", "dfdx"], [&mut ours, &mut by_hand, &mut peer]);
}

fn tiny() {
    let start = parameters(2, 8, 1);
    let mut model = Tiny::random(&mut autodiff_runtime::init::seeded(0));
    set_parameters(&mut model, &start);
    let (mut gradient, mut optimizer) = (model.zero_tangent(), Sgd::new(RATE));
    let (x, y) = (Samples::from([[0.3, -0.8]]), Samples::from([[0.7]]));
    let mut ours = || {
        step(&mut model, &mut gradient, &mut optimizer, |model, gradient| {
            tiny_loss::accumulate_grad(model, black_box(&x), &y, gradient)
        })
    };
    let mut peer = peer::tiny(start, &[0.3, -0.8], &[0.7]);
    compare("2-8-1, 1", ["ours", "dfdx"], [&mut ours, &mut peer]);
}
