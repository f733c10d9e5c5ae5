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
