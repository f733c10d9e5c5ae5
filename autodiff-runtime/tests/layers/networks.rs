//! `#[derive(Network)]`.

use autodiff_runtime::nn::*;
use autodiff_runtime::prelude::*;

use super::dense::mixed;

#[derive(Network, Clone, Debug)]
pub struct Two {
    pub hidden: Linear<f64, 4, 8>,
    tanh: Tanh,
    pub output: Linear<f64, 8, 2>,
}

#[differentiate]
fn loss<const B: usize, P: Place>(
    network: &Two,
    #[constant] x: &Samples<f64, 4, B, P>,
    #[constant] target: &Samples<f64, 2, B, P>,
) -> f64 {
    let y = network.forward(x);
    let mut sum = 0.0;
    for b in 0..B {
        for o in 0..2 {
            sum += (y[b][o] - target[b][o]).powi(2);
        }
    }
    sum
}

fn network() -> Two {
    Two {
        hidden: Linear { weight: mixed(1), bias: [0.1; 8] },
        tanh: Tanh {},
        output: Linear { weight: mixed(2), bias: [0.2; 2] },
    }
}

#[test]
fn a_network_has_the_gradient_of_central_differences() {
    let mut network = network();
    let (x, target): (Samples<f64, 4, 3>, Samples<f64, 2, 3>) = (mixed(3), mixed(4));
    let gradient = loss::grad(&network, &x, &target);
    let mut all = Vec::new();
    network.visit_gradient(&gradient, Name::ROOT, &mut |_, numbers| all.extend_from_slice(numbers));
    assert_eq!(all.len(), 4 * 8 + 8 + 8 * 2 + 2);
    for (at, expected) in all.iter().enumerate() {
        let mut with = |change: f64| {
            let mut index = 0;
            network.visit_mut(Name::ROOT, &mut |_, numbers| {
                for number in numbers {
                    if index == at {
                        *number += change;
                    }
                    index += 1;
                }
            });
            loss(&network, &x, &target)
        };
        let slope = (with(1e-5) - with(-2e-5)) / 2e-5;
        with(1e-5);
        assert!((slope - expected).abs() < 1e-8, "{at}: {slope} {expected}");
    }
}

#[test]
fn parameters_have_the_names_and_shapes_of_torch() {
    let mut names = Vec::new();
    Parameters::<f64>::visit(&network(), Name::ROOT, &mut |parameter, _| {
        names.push(format!("{} {:?} {:?}", parameter.name, parameter.shape, parameter.kind));
    });
    assert_eq!(
        names,
        [
            "hidden.weight [8, 4] Weight",
            "hidden.bias [8] Bias",
            "output.weight [2, 8] Weight",
            "output.bias [2] Bias",
        ]
    );
}

#[test]
fn the_place_changes_no_number() {
    let (x, target): (Samples<f64, 4, 3>, Samples<f64, 2, 3>) = (mixed(3), mixed(4));
    let here = loss::grad(&network(), &x, &target);
    let there = loss::grad(&network(), &x.to_place::<Heap>(), &target.to_place::<Heap>());
    assert_eq!(here, there);
}

#[cfg(feature = "rand")]
#[test]
fn a_random_network_is_drawn_from_torchs_distribution() {
    let network = Two::random(&mut autodiff_runtime::init::seeded(1));
    assert!(network.hidden.weight.as_slice().iter().all(|w| w.abs() <= 0.5));
    assert!(network.hidden.weight.as_slice().iter().any(|w| w.abs() > 0.4));
    assert!(network.output.bias != [0.0; 2]);
    let again = Two::random(&mut autodiff_runtime::init::seeded(1));
    assert_eq!(network.hidden, again.hidden);
}

#[test]
fn a_network_takes_matrices() {
    use autodiff_runtime::nalgebra::SMatrix;

    #[differentiate]
    fn energy(network: &Two, x: &SMatrix<f64, 4, 3>) -> f64 {
        network.forward_matrix(x).norm_squared()
    }

    let x: Samples<f64, 4, 3> = mixed(3);
    let y = network().forward(&x);
    assert_eq!(network().forward_matrix(&x.to_matrix()), y.to_matrix());
    let (by_network, by_x) = energy::grad(&network(), &x.to_matrix());
    let mut seed = y;
    seed.scale(2.0);
    let (_, (expected, expected_x)) = network().forward_vjp(&x, seed);
    assert_eq!((by_network, by_x), (expected, expected_x.to_matrix()));
}

#[derive(Network, Clone, Debug)]
#[network(input = [5])]
struct Words {
    embedding: Embedding<f64, 7, 3>,
    recurrent: Gru<f64, 3, 4>,
    last: LastStep,
    output: Linear<f64, 4, 2>,
}

#[derive(Network, Clone, Debug)]
struct Names {
    embedding: Embedding<f64, 7, 3, Heap>,
    output: Linear<f64, 3, 2>,
}

/// A network that begins with an embedding takes indices; the loss and the gradient are those of its layers one by one.
#[test]
fn networks_of_indices() {
    #[differentiate]
    fn loss(network: &Words, words: &[[usize; 5]; 2]) -> f64 {
        cross_entropy(&network.forward(words), &[0, 1])
    }

    #[differentiate]
    fn by_layers(network: &Words, words: &[[usize; 5]; 2]) -> f64 {
        let x: Sequences<f64, 3, 5, 2> = network.embedding.forward_steps(words);
        let x = network.last.forward(&network.recurrent.forward(&x));
        cross_entropy(&network.output.forward(&x), &[0, 1])
    }

    let words = [[0, 3, 3, 6, 1], [2, 0, 0, 5, 4]];
    let network = Words {
        embedding: Embedding::new(mixed(1)),
        recurrent: Gru {
            weight_ih_l0: mixed(2),
            weight_hh_l0: mixed(3),
            bias_ih_l0: [[0.1; 4]; 3],
            bias_hh_l0: [[-0.1; 4]; 3],
        },
        last: LastStep {},
        output: Linear { weight: mixed(4), bias: [0.2; 2] },
    };
    let (value, gradient) = loss::value_and_grad(&network, &words);
    assert_eq!((value, gradient.clone()), by_layers::value_and_grad(&network, &words));
    assert!(gradient.embedding.weight.samples().iter().all(|vector| vector[0] != 0.0));

    let network = Names { embedding: Embedding::new(mixed(1)), output: network_output() };
    let y = network.forward(&[6, 0, 6]);
    assert_eq!((y[0], y.samples().len()), (y[2], 3));
}

fn network_output() -> Linear<f64, 3, 2> {
    Linear { weight: mixed(5), bias: [0.0; 2] }
}
