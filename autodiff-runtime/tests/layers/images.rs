//! Convolutions and pooling.

use autodiff_runtime::nn::*;
use autodiff_runtime::prelude::*;

use super::dense::mixed;
use super::laws::check_by;

/// The convolution by its formula, and the laws.
fn check2d<
    const I: usize,
    const O: usize,
    const K: usize,
    const STRIDE: usize,
    const PADDING: usize,
    const H: usize,
    const W: usize,
    const OH: usize,
    const OW: usize,
    P: Place,
>() {
    let layer = Conv2d::<f64, I, O, K, STRIDE, PADDING, P> {
        weight: mixed(1),
        bias: std::array::from_fn(|o| o as f64),
    };
    let x: Images<f64, I, H, W, 2, P> = mixed(2);
    let y: Images<f64, O, OH, OW, 2, P> = layer.forward(&x);
    let at = |b: usize, c: usize, i: usize, j: usize| {
        let inside = (PADDING..PADDING + H).contains(&i) && (PADDING..PADDING + W).contains(&j);
        if inside {
            x[b][c][i - PADDING][j - PADDING]
        } else {
            0.0
        }
    };
    for b in 0..2 {
        for o in 0..O {
            for i in 0..OH {
                for j in 0..OW {
                    let mut sum = layer.bias[o];
                    for c in 0..I {
                        for k in 0..K {
                            for l in 0..K {
                                sum += layer.weight[o][c][k][l]
                                    * at(b, c, i * STRIDE + k, j * STRIDE + l);
                            }
                        }
                    }
                    assert!((y[b][o][i][j] - sum).abs() < 1e-12, "{b} {o} {i} {j}");
                }
            }
        }
    }
    let seed: Images<f64, O, OH, OW, 2, P> = mixed(3);
    check_by(
        &layer,
        &x,
        |layer, x| layer.forward::<H, W, OH, OW, 2, P>(x).dot(&seed),
        |own, dx| {
            let _ = layer.forward_accumulate_vjp(&x, seed.clone(), own, dx);
        },
        |own, dx| layer.forward_jvp::<H, W, OH, OW, 2, P>(&x, own, dx).1.dot(&seed),
    );
}

#[test]
fn convolutions_of_images() {
    check2d::<1, 1, 1, 1, 0, 3, 4, 3, 4, Stack>();
    check2d::<2, 3, 3, 1, 0, 5, 6, 3, 4, Stack>();
    check2d::<2, 3, 3, 1, 1, 5, 6, 5, 6, Heap>();
    check2d::<1, 2, 3, 2, 0, 7, 8, 3, 3, Stack>();
    check2d::<2, 2, 3, 2, 1, 7, 6, 4, 3, Heap>();
    check2d::<1, 1, 2, 3, 2, 4, 4, 3, 3, Stack>();
    // Large enough for the kernel.
    check2d::<3, 8, 3, 1, 1, 12, 12, 12, 12, Heap>();
    check2d::<3, 8, 3, 2, 1, 17, 17, 9, 9, Heap>();
}

fn check1d<
    const I: usize,
    const O: usize,
    const K: usize,
    const STRIDE: usize,
    const PADDING: usize,
    const L: usize,
    const OL: usize,
>() {
    let layer = Conv1d::<f64, I, O, K, STRIDE, PADDING> {
        weight: mixed(1),
        bias: std::array::from_fn(|o| o as f64),
    };
    let x: Sequences<f64, I, L, 2> = mixed(2);
    let y: Sequences<f64, O, OL, 2> = layer.forward(&x);
    for b in 0..2 {
        for t in 0..OL {
            for o in 0..O {
                let mut sum = layer.bias[o];
                for i in 0..I {
                    for k in 0..K {
                        let at = t * STRIDE + k;
                        if (PADDING..PADDING + L).contains(&at) {
                            sum += layer.weight[o][i][k] * x[b][at - PADDING][i];
                        }
                    }
                }
                assert!((y[b][t][o] - sum).abs() < 1e-12, "{b} {t} {o}");
            }
        }
    }
    let seed: Sequences<f64, O, OL, 2> = mixed(3);
    check_by(
        &layer,
        &x,
        |layer, x| layer.forward::<L, OL, 2, Stack>(x).dot(&seed),
        |own, dx| {
            let _ = layer.forward_accumulate_vjp(&x, seed.clone(), own, dx);
        },
        |own, dx| layer.forward_jvp::<L, OL, 2, Stack>(&x, own, dx).1.dot(&seed),
    );
}

#[test]
fn convolutions_of_sequences() {
    check1d::<1, 1, 2, 1, 0, 5, 4>();
    check1d::<2, 3, 3, 1, 1, 6, 6>();
    check1d::<2, 3, 3, 2, 0, 8, 3>();
    check1d::<3, 2, 2, 3, 2, 4, 3>();
    check1d::<4, 16, 3, 1, 1, 40, 40>();
}

#[test]
fn pooling_of_images() {
    let x: Images<f64, 2, 5, 7, 2> = mixed(1);
    let seed: Images<f64, 2, 2, 3, 2> = mixed(2);
    let (max, mean) = (MaxPool2d::<2, 2> {}, AvgPool2d::<2, 2> {});
    let (largest, means) = (max.forward(&x), mean.forward(&x));
    for i in 0..2 {
        for j in 0..3 {
            let window: Vec<f64> = (0..4).map(|k| x[1][0][2 * i + k / 2][2 * j + k % 2]).collect();
            let top = window.iter().copied().fold(f64::MIN, f64::max);
            let total: f64 = window.iter().sum();
            let (a, b): (&Images<f64, 2, 2, 3, 2>, &Images<f64, 2, 2, 3, 2>) = (&largest, &means);
            assert_eq!((a[1][0][i][j], b[1][0][i][j]), (top, total / 4.0));
        }
    }
    check_by(
        &max,
        &x,
        |layer, x| layer.forward(x).dot(&seed),
        |own, dx| {
            let _ = max.forward_accumulate_vjp(&x, seed.clone(), own, dx);
        },
        |own, dx| max.forward_jvp(&x, own, dx).1.dot(&seed),
    );
    // Windows that overlap.
    let mean = AvgPool2d::<3, 2> {};
    let seed: Images<f64, 2, 2, 3, 2> = mixed(2);
    check_by(
        &mean,
        &x,
        |layer, x| layer.forward(x).dot(&seed),
        |own, dx| {
            let _ = mean.forward_accumulate_vjp(&x, seed.clone(), own, dx);
        },
        |own, dx| mean.forward_jvp(&x, own, dx).1.dot(&seed),
    );
}

#[test]
fn the_first_of_equal_largest_numbers_has_the_slope() {
    let x = Images::<f64, 1, 2, 2, 1>::from([[[[1.0, 3.0], [3.0, 3.0]]]]);
    let seed = Images::<f64, 1, 1, 1, 1>::filled(1.0);
    let (_, (_, dx)) = MaxPool2d::<2, 2> {}.forward_vjp(&x, seed);
    assert_eq!(dx[0][0], [[0.0, 1.0], [0.0, 0.0]]);
}

#[test]
fn pooling_of_sequences() {
    let x: Sequences<f64, 3, 7, 2> = mixed(1);
    let seed: Sequences<f64, 3, 3, 2> = mixed(2);
    let (max, mean) = (MaxPool1d::<3, 2> {}, AvgPool1d::<3, 2> {});
    check_by(
        &max,
        &x,
        |layer, x| layer.forward(x).dot(&seed),
        |own, dx| {
            let _ = max.forward_accumulate_vjp(&x, seed.clone(), own, dx);
        },
        |own, dx| max.forward_jvp(&x, own, dx).1.dot(&seed),
    );
    check_by(
        &mean,
        &x,
        |layer, x| layer.forward(x).dot(&seed),
        |own, dx| {
            let _ = mean.forward_accumulate_vjp(&x, seed.clone(), own, dx);
        },
        |own, dx| mean.forward_jvp(&x, own, dx).1.dot(&seed),
    );
}

#[derive(Network, Clone, Debug)]
#[network(input = [1, 8, 8])]
struct Pictures {
    convolution: Conv2d<f64, 1, 3, 3>,
    relu: Relu,
    pool: MaxPool2d<2>,
    flatten: Flatten,
    output: Linear<f64, 27, 4>,
}

#[test]
fn a_network_for_images() {
    let network = Pictures {
        convolution: Conv2d { weight: mixed(1), bias: [0.1; 3] },
        relu: Relu {},
        pool: MaxPool2d {},
        flatten: Flatten {},
        output: Linear { weight: mixed(2), bias: [0.0; 4] },
    };
    super::laws::check(&network, &mixed::<Images<f64, 1, 8, 8, 3, Heap>>(5));
}
