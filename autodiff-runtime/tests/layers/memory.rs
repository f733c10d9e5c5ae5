//! Large things live on the heap, and a step allocates nothing after the first.

use autodiff_runtime::nn::*;
use autodiff_runtime::prelude::*;

use super::dense::mixed;

/// Runs on a thread with a stack of 2 MiB, which is what a test has anyway; in a debug build.
fn on_a_small_stack(run: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(2 << 20).spawn(run).unwrap().join().unwrap();
}

#[derive(Network, Clone, Debug)]
struct Large {
    hidden: Linear<f64, 784, 512, Heap>,
    relu: Relu,
    output: Linear<f64, 512, 10, Heap>,
}

#[differentiate]
fn large_loss<const B: usize>(
    network: &Large,
    #[constant] x: &Samples<f64, 784, B, Heap>,
    labels: &[usize; B],
) -> f64 {
    cross_entropy(&network.forward(x), labels)
}

#[test]
fn a_large_network_learns_on_a_small_stack() {
    on_a_small_stack(|| {
        let mut network = Large {
            hidden: Linear { weight: mixed(1), bias: [0.0; 512] },
            relu: Relu {},
            output: Linear { weight: mixed(2), bias: [0.0; 10] },
        };
        network.hidden.weight.scale(0.1);
        network.output.weight.scale(0.1);
        let x: Samples<f64, 784, 32, Heap> = mixed(3);
        let labels = std::array::from_fn(|b| b % 10);
        let mut gradient = network.zero_tangent();
        let mut losses = Vec::new();
        for _ in 0..6 {
            Tangent::scale(&mut gradient, 0.0);
            losses.push(large_loss::accumulate_grad(&network, &x, &labels, &mut gradient));
            network.visit_with_gradient(&gradient, Name::ROOT, &mut |_, weights, slopes| {
                weights.iter_mut().zip(slopes).for_each(|(w, g)| *w -= 0.5 * g);
            });
        }
        assert!(losses[5] < 0.9 * losses[0], "{losses:?}");
    });
}

/// How often memory is allocated in a run, after a first one.
fn allocations(mut run: impl FnMut()) -> u64 {
    run();
    allocation_counter::measure(run).count_total
}

#[test]
fn a_step_of_a_large_network_allocates_nothing() {
    let network = Large {
        hidden: Linear { weight: mixed(1), bias: [0.0; 512] },
        relu: Relu {},
        output: Linear { weight: mixed(2), bias: [0.0; 10] },
    };
    let x: Samples<f64, 784, 32, Heap> = mixed(3);
    let labels = std::array::from_fn(|b| b % 10);
    let mut gradient = network.zero_tangent();
    let counted = allocations(|| {
        large_loss::accumulate_grad(&network, &x, &labels, &mut gradient);
    });
    assert_eq!(counted, 0);
}

#[derive(Network, Clone, Debug)]
struct Small {
    hidden: Linear<f64, 2, 8>,
    tanh: Tanh,
    normalized: LayerNorm<f64, 8>,
    output: Linear<f64, 8, 1>,
}

#[differentiate]
fn small_loss<const B: usize>(
    network: &Small,
    #[constant] x: &Samples<f64, 2, B>,
    #[constant] y: &Samples<f64, 1, B>,
) -> f64 {
    mse(&network.forward(x), y)
}

#[test]
fn a_small_network_needs_no_heap_at_all() {
    let network = Small {
        hidden: Linear { weight: mixed(1), bias: [0.1; 8] },
        tanh: Tanh {},
        normalized: LayerNorm::default(),
        output: Linear { weight: mixed(2), bias: [0.2; 1] },
    };
    let (x, y) = (mixed::<Samples<f64, 2, 4>>(3), mixed(4));
    let mut gradient = network.zero_tangent();
    let counted = allocation_counter::measure(|| {
        small_loss::accumulate_grad(&network, &x, &y, &mut gradient);
    });
    assert_eq!(counted.count_total, 0);
    assert!(gradient.hidden.weight.as_slice().iter().all(|g| *g != 0.0));
}
