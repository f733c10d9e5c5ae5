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
    const KW: usize,
    const S: usize,
    const SW: usize,
    const A: usize,
    const AW: usize,
    const D: usize,
    const DW: usize,
    const H: usize,
    const W: usize,
    const OH: usize,
    const OW: usize,
    P: Place,
>() {
    let layer = Conv2dRect::<f64, I, O, K, KW, S, SW, A, AW, D, DW, P> {
        weight: mixed(1),
        bias: std::array::from_fn(|o| o as f64),
    };
    let x: Images<f64, I, H, W, 2, P> = mixed(2);
    let y: Images<f64, O, OH, OW, 2, P> = layer.forward(&x);
    let at = |b: usize, c: usize, i: usize, j: usize| {
        let inside = (A..A + H).contains(&i) && (AW..AW + W).contains(&j);
        if inside {
            x[b][c][i - A][j - AW]
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
                            for l in 0..KW {
                                sum += layer.weight[o][c][k][l]
                                    * at(b, c, i * S + k * D, j * SW + l * DW);
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
    check2d::<1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 3, 4, 3, 4, Stack>();
    check2d::<2, 3, 3, 3, 1, 1, 0, 0, 1, 1, 5, 6, 3, 4, Stack>();
    check2d::<2, 3, 3, 3, 1, 1, 1, 1, 1, 1, 5, 6, 5, 6, Heap>();
    check2d::<1, 2, 3, 3, 2, 2, 0, 0, 1, 1, 7, 8, 3, 3, Stack>();
    check2d::<2, 2, 3, 3, 2, 2, 1, 1, 1, 1, 7, 6, 4, 3, Heap>();
    check2d::<1, 1, 2, 2, 3, 3, 2, 2, 1, 1, 4, 4, 3, 3, Stack>();
    // Large enough for the kernel.
    check2d::<3, 8, 3, 3, 1, 1, 1, 1, 1, 1, 12, 12, 12, 12, Heap>();
    check2d::<3, 8, 3, 3, 2, 2, 1, 1, 1, 1, 17, 17, 9, 9, Heap>();
}

#[test]
fn convolutions_that_differ_by_axis() {
    check2d::<2, 2, 1, 3, 1, 1, 0, 1, 1, 1, 4, 5, 4, 5, Stack>();
    check2d::<1, 2, 3, 2, 2, 1, 1, 0, 1, 1, 6, 5, 3, 4, Stack>();
    check2d::<2, 1, 3, 3, 1, 1, 2, 2, 2, 2, 5, 6, 5, 6, Stack>();
    check2d::<1, 2, 2, 3, 1, 2, 1, 2, 3, 2, 6, 7, 5, 4, Stack>();
    check2d::<3, 8, 3, 5, 2, 1, 1, 4, 1, 2, 16, 17, 8, 17, Heap>();
}

#[test]
fn a_convolution_beside_a_shortcut() {
    let layer =
        Residual { inner: Conv2d::<f64, 2, 2, 3, 1, 1> { weight: mixed(1), bias: [0.5, -0.5] } };
    let x: Images<f64, 2, 4, 5, 2> = mixed(2);
    let mut expected: Images<f64, 2, 4, 5, 2> = layer.inner.forward(&x);
    expected.add_assign(&x);
    assert_eq!(layer.forward(&x), expected);
    let seed: Images<f64, 2, 4, 5, 2> = mixed(3);
    check_by(
        &layer,
        &x,
        |layer, x| layer.forward(x).dot(&seed),
        |own, dx| {
            let _ = layer.forward_accumulate_vjp(&x, seed.clone(), own, dx);
        },
        |own, dx| layer.forward_jvp(&x, own, dx).1.dot(&seed),
    );
}

fn check1d<
    const I: usize,
    const O: usize,
    const K: usize,
    const STRIDE: usize,
    const PADDING: usize,
    const DILATION: usize,
    const L: usize,
    const OL: usize,
>() {
    let layer = Conv1d::<f64, I, O, K, STRIDE, PADDING, Stack, DILATION> {
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
                        let at = t * STRIDE + k * DILATION;
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
    check1d::<1, 1, 2, 1, 0, 1, 5, 4>();
    check1d::<2, 3, 3, 1, 1, 1, 6, 6>();
    check1d::<2, 3, 3, 2, 0, 1, 8, 3>();
    check1d::<3, 2, 2, 3, 2, 1, 4, 3>();
    check1d::<2, 2, 3, 2, 2, 3, 9, 4>();
    check1d::<4, 16, 3, 1, 1, 1, 40, 40>();
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

/// Windows of 2 x 3 over 5 x 6, padded: by the definition, and the laws.
#[test]
fn pooling_with_padding_and_dilation() {
    let (max, mean) =
        (MaxPool2dRect::<2, 3, 1, 2, 1, 1, 2, 1> {}, AvgPool2dRect::<2, 3, 1, 2, 1, 1, 2, 1> {});
    let x: Images<f64, 2, 5, 6, 2> = mixed(1);
    let seed: Images<f64, 2, 5, 3, 2> = mixed(2);
    let (largest, means): (Images<f64, 2, 5, 3, 2>, Images<f64, 2, 5, 3, 2>) =
        (max.forward(&x), mean.forward(&x));
    for (b, c, i, j) in [(0, 0, 0, 0), (1, 1, 4, 2), (1, 0, 2, 1), (0, 1, 0, 2)] {
        let taps = (0..2).flat_map(|k| (0..3).map(move |l| (i + 2 * k, 2 * j + l)));
        let inside = |(r, s): (usize, usize)| {
            let inside = (1..6).contains(&r) && (1..7).contains(&s);
            inside.then(|| x[b][c][r - 1][s - 1])
        };
        let window: Vec<f64> = taps.filter_map(inside).collect();
        let top = window.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        assert_eq!(largest[b][c][i][j], top);
        assert!((means[b][c][i][j] - window.iter().sum::<f64>() / 6.0).abs() < 1e-15);
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
fn pooling_hides_no_nan() {
    let x = Images::<f64, 1, 2, 2, 1>::from([[[[1.0, f64::NAN], [3.0, f64::INFINITY]]]]);
    let y: Images<f64, 1, 1, 1, 1> = MaxPool2d::<2> {}.forward(&x);
    assert!(y[0][0][0][0].is_nan());
}

#[derive(Network, Clone, Debug)]
#[network(input = [1, 9, 7])]
struct Oblong {
    convolution: Conv2dRect<f64, 1, 2, 3, 2, 2, 1, 1, 0>,
    block: Residual<Conv2d<f64, 2, 2, 3, 1, 1>>,
    pool: MaxPool2dRect<2, 3>,
    flatten: Flatten,
    output: Linear<f64, 8, 2>,
}

#[test]
fn a_network_of_oblong_windows() {
    let network = Oblong {
        convolution: Conv2dRect { weight: mixed(1), bias: [0.1; 2] },
        block: Residual { inner: Conv2d { weight: mixed(3), bias: [0.2; 2] } },
        pool: MaxPool2dRect {},
        flatten: Flatten {},
        output: Linear { weight: mixed(2), bias: [0.0; 2] },
    };
    super::laws::check(&network, &mixed::<Images<f64, 1, 9, 7, 2>>(5));
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
