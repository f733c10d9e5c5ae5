//! `Rnn`, `Lstm` and `Gru`.

use autodiff_runtime::nn::*;
use autodiff_runtime::prelude::*;

use super::dense::mixed;
use super::reference::{close, numbers};

/// PyTorch's cells with all weights 0.05 and all biases -0.02, from the state `[0.1, 0.2]`, cell `[0.3, -0.4]`: whatever the input,
/// its part of each gate is -0.05, and the state's -0.005.
const X: Samples<f64, 2, 1> = Samples::new([[-0.8, 0.2]]);

macro_rules! constant {
    ($Cell:ident) => {{
        let mut cell = $Cell::<f64, 2, 2>::default();
        cell.weight_ih.as_mut_slice().fill(0.05);
        cell.weight_hh.as_mut_slice().fill(0.05);
        cell.bias_ih.as_flattened_mut().fill(-0.02);
        cell.bias_hh.as_flattened_mut().fill(-0.02);
        cell
    }};
}

#[test]
fn cells_of_torch() {
    let hidden = Sequences::from([[[0.1, 0.2]]]);
    let new = constant!(RnnCell).forward(&X, &hidden);
    close(new.as_slice(), &numbers("cell/rnn_tanh"), "rnn");
    let new = constant!(GruCell).forward(&X, &hidden);
    close(new.as_slice(), &numbers("cell/gru"), "gru");
    let new = constant!(LstmCell).forward(&X, &Sequences::from([[[0.1, 0.2], [0.3, -0.4]]]));
    close(new.as_slice(), &numbers("cell/lstm"), "lstm");
}

/// The unrolled layer is its cell step by step; the gradients are those of central differences, and the modes agree.
macro_rules! laws {
    ($($test:ident $Layer:ident $Cell:ident $S:literal;)*) => {$(
        #[test]
        fn $test() {
            let mut layer = $Layer::<f64, 3, 4>::default();
            layer.weight_ih_l0 = mixed(1);
            layer.weight_hh_l0 = mixed(2);
            layer.bias_ih_l0 = mixed::<Sequences<f64, 4, { gates(stringify!($Layer)) }, 1>>(3)[0];
            layer.bias_hh_l0 = mixed::<Sequences<f64, 4, { gates(stringify!($Layer)) }, 1>>(4)[0];
            let cell = $Cell {
                weight_ih: layer.weight_ih_l0.clone(),
                weight_hh: layer.weight_hh_l0.clone(),
                bias_ih: layer.bias_ih_l0,
                bias_hh: layer.bias_hh_l0,
            };
            let x: Sequences<f64, 3, 5, 2> = mixed(5);
            let initial: Sequences<f64, 4, $S, 2> = mixed(6);
            let seed: Sequences<f64, 4, 5, 2> = mixed(7);

            let y = layer.forward_from(&x, &initial);
            let mut state = initial.clone();
            for t in 0..5 {
                let step = Samples::from_fn(|b| x[b][t]);
                state = cell.forward(&step, &state);
                assert_eq!([y[0][t], y[1][t]], [state[0][0], state[1][0]]);
            }

            let (again, (gradient, dx, dinitial)) =
                layer.forward_from_vjp(&x, &initial, seed.clone());
            assert_eq!(y, again);
            let mut own = layer.zero_tangent();
            own.weight_ih_l0 = mixed(8);
            own.weight_hh_l0 = mixed(9);
            own.bias_ih_l0 = mixed::<Sequences<f64, 4, { gates(stringify!($Layer)) }, 1>>(10)[0];
            own.bias_hh_l0 = mixed::<Sequences<f64, 4, { gates(stringify!($Layer)) }, 1>>(11)[0];
            let (tx, tinitial) = (mixed(12), mixed(13));
            let (_, dy) = layer.forward_from_jvp(&x, &initial, &own, &tx, &tinitial);
            let reverse = gradient.dot(&own) + dx.dot(&tx) + dinitial.dot(&tinitial);
            close(&[dy.dot(&seed)], &[reverse], "dot test");

            let moved = |h: f64| {
                let mut layer = layer.clone();
                let add = |to: &mut [f64], d: &[f64]| to.iter_mut().zip(d).for_each(|(a, d)| *a += h * d);
                Parameters::<f64>::visit_with_gradient(&mut layer, &own, Name::ROOT, &mut |_, w, d| add(w, d));
                let (mut x, mut initial) = (x.clone(), initial.clone());
                add(x.as_mut_slice(), tx.as_slice());
                add(initial.as_mut_slice(), tinitial.as_slice());
                layer.forward_from(&x, &initial).dot(&seed)
            };
            let slope = (moved(1e-5) - moved(-1e-5)) / 2e-5;
            assert!((slope - reverse).abs() < 1e-8, "{slope} {reverse}");

            let heap = layer.forward(&x.to_place::<Heap>());
            assert_eq!(heap, layer.forward_from(&x, &Sequences::zeros()));
        }
    )*};
}

const fn gates(layer: &str) -> usize {
    match layer.as_bytes()[0] {
        b'R' => 1,
        b'L' => 4,
        _ => 3,
    }
}

laws! {
    rnn Rnn RnnCell 1;
    lstm Lstm LstmCell 2;
    gru Gru GruCell 1;
}

#[test]
fn names_and_shapes_are_those_of_torch() {
    let mut names = Vec::new();
    Parameters::<f64>::visit(
        &Lstm::<f64, 3, 4>::default(),
        Name::ROOT,
        &mut |parameter, numbers| {
            names.push(format!("{} {:?}", parameter.name, parameter.shape));
            assert_eq!(numbers.len(), parameter.shape.iter().product::<usize>());
        },
    );
    let expected =
        ["weight_ih_l0 [16, 3]", "weight_hh_l0 [16, 4]", "bias_ih_l0 [16]", "bias_hh_l0 [16]"];
    assert_eq!(names, expected);
}

#[derive(Network, Clone, Debug)]
#[network(input = [3, 5])]
struct Reader {
    memory: Lstm<f64, 3, 4, Heap>,
    last: LastStep,
    output: Linear<f64, 4, 2>,
}

#[test]
fn a_network_of_a_recurrent_layer() {
    let network = Reader {
        memory: Lstm { weight_ih_l0: mixed(1), weight_hh_l0: mixed(2), ..Lstm::default() },
        last: LastStep {},
        output: Linear { weight: mixed(3), bias: [0.0; 2] },
    };
    let x: Sequences<f64, 3, 5, 2, Heap> = mixed(4);
    let mut gradient = network.zero_tangent();
    let mut dx = Sequences::zeros();
    let mut run = || {
        network.forward_accumulate_vjp(&x, Samples::filled(1.0), &mut gradient, &mut dx);
    };
    run();
    assert_eq!(allocation_counter::measure(run).count_total, 0);
    assert!(gradient.memory.weight_ih_l0.as_slice().iter().all(|g| *g != 0.0));
}
