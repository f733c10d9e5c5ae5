//! Windows that slide over images and sequences.

use autodiff_macros::differentiate;

use crate::nn::batch::{Batch, Images, Sequences};
use crate::nn::convolution::{positions, Slide};
use crate::nn::each::SampleMap;
use crate::nn::place::Place;
use crate::real::Real;

/// What a layer makes of each window of each channel.
#[differentiate(vjp = slide2d_vjp, jvp = slide2d_jvp)]
pub(super) fn slide2d<
    M: SampleMap<[[T; K]; K], T>,
    T: Real,
    const K: usize,
    const STRIDE: usize,
    const C: usize,
    const H: usize,
    const W: usize,
    const OH: usize,
    const OW: usize,
    const B: usize,
    P: Place,
>(
    #[constant] _slide: Slide<STRIDE, 0>,
    layer: &M,
    x: &Images<T, C, H, W, B, P>,
) -> Images<T, C, OH, OW, B, P> {
    const { fits(&[H, W], &[OH, OW], K, STRIDE) };
    let mut y = Images::<T, C, OH, OW, B, P>::room();
    let channels = x.samples().as_flattened().iter();
    for (x, y) in channels.zip(y.samples_mut().as_flattened_mut()) {
        for i in 0..OH {
            for j in 0..OW {
                y[i][j] = layer.map_sample(&window::<T, K, H, W>(x, i * STRIDE, j * STRIDE));
            }
        }
    }
    y
}

fn slide2d_vjp<
    M: SampleMap<[[T; K]; K], T>,
    T: Real,
    const K: usize,
    const STRIDE: usize,
    const C: usize,
    const H: usize,
    const W: usize,
    const OH: usize,
    const OW: usize,
    const B: usize,
    P: Place,
>(
    _slide: Slide<STRIDE, 0>,
    layer: &M,
    x: &Images<T, C, H, W, B, P>,
    seed: Images<T, C, OH, OW, B, P>,
    own: &mut M::Tangent,
    adjoint: &mut Images<T, C, H, W, B, P>,
) {
    if adjoint.is_discarded() {
        adjoint.as_mut_slice().fill(T::zero());
    }
    let channels = x.samples().as_flattened().iter().zip(seed.samples().as_flattened());
    for ((x, seed), adjoint) in channels.zip(adjoint.samples_mut().as_flattened_mut()) {
        for i in 0..OH {
            for j in 0..OW {
                let (top, left) = (i * STRIDE, j * STRIDE);
                let at = window::<T, K, H, W>(x, top, left);
                let mut slopes = [[T::zero(); K]; K];
                layer.add_vjp(&at, seed[i][j], own, &mut slopes);
                for k in 0..K {
                    for l in 0..K {
                        adjoint[top + k][left + l] += slopes[k][l];
                    }
                }
            }
        }
    }
}

fn slide2d_jvp<
    M: SampleMap<[[T; K]; K], T>,
    T: Real,
    const K: usize,
    const STRIDE: usize,
    const C: usize,
    const H: usize,
    const W: usize,
    const OH: usize,
    const OW: usize,
    const B: usize,
    P: Place,
>(
    _slide: Slide<STRIDE, 0>,
    layer: &M,
    x: &Images<T, C, H, W, B, P>,
    own: &M::Tangent,
    dx: &Images<T, C, H, W, B, P>,
) -> (Images<T, C, OH, OW, B, P>, Images<T, C, OH, OW, B, P>) {
    let mut y = Images::<T, C, OH, OW, B, P>::room();
    let mut dy = Images::<T, C, OH, OW, B, P>::room();
    for b in 0..B {
        for c in 0..C {
            for i in 0..OH {
                for j in 0..OW {
                    let at = window::<T, K, H, W>(&x[b][c], i * STRIDE, j * STRIDE);
                    let d = window::<T, K, H, W>(&dx[b][c], i * STRIDE, j * STRIDE);
                    (y[b][c][i][j], dy[b][c][i][j]) = layer.map_jvp(&at, own, &d);
                }
            }
        }
    }
    (y, dy)
}

#[inline]
fn window<T: Real, const K: usize, const H: usize, const W: usize>(
    x: &[[T; W]; H],
    top: usize,
    left: usize,
) -> [[T; K]; K] {
    core::array::from_fn(|k| core::array::from_fn(|l| x[top + k][left + l]))
}

/// Holds if windows of these sizes come out; else the program does not compile.
const fn fits(sizes: &[usize], outputs: &[usize], kernel: usize, stride: usize) {
    let mut axis = 0;
    while axis < sizes.len() {
        assert!(
            outputs[axis] == positions(sizes[axis], kernel, stride, 0),
            "the output of the pooling has another size"
        );
        axis += 1;
    }
}

/// What a layer makes of each window of each feature.
#[differentiate(vjp = slide1d_vjp, jvp = slide1d_jvp)]
pub(super) fn slide1d<
    M: SampleMap<[T; K], T>,
    T: Real,
    const K: usize,
    const STRIDE: usize,
    const F: usize,
    const L: usize,
    const OL: usize,
    const B: usize,
    P: Place,
>(
    #[constant] _slide: Slide<STRIDE, 0>,
    layer: &M,
    x: &Sequences<T, F, L, B, P>,
) -> Sequences<T, F, OL, B, P> {
    const { fits(&[L], &[OL], K, STRIDE) };
    let mut y = Sequences::<T, F, OL, B, P>::room();
    for b in 0..B {
        for t in 0..OL {
            for f in 0..F {
                y[b][t][f] = layer.map_sample(&core::array::from_fn(|k| x[b][t * STRIDE + k][f]));
            }
        }
    }
    y
}

fn slide1d_vjp<
    M: SampleMap<[T; K], T>,
    T: Real,
    const K: usize,
    const STRIDE: usize,
    const F: usize,
    const L: usize,
    const OL: usize,
    const B: usize,
    P: Place,
>(
    _slide: Slide<STRIDE, 0>,
    layer: &M,
    x: &Sequences<T, F, L, B, P>,
    seed: Sequences<T, F, OL, B, P>,
    own: &mut M::Tangent,
    adjoint: &mut Sequences<T, F, L, B, P>,
) {
    if adjoint.is_discarded() {
        adjoint.as_mut_slice().fill(T::zero());
    }
    for b in 0..B {
        for t in 0..OL {
            for f in 0..F {
                let at = core::array::from_fn(|k| x[b][t * STRIDE + k][f]);
                let mut slopes = [T::zero(); K];
                layer.add_vjp(&at, seed[b][t][f], own, &mut slopes);
                for k in 0..K {
                    adjoint[b][t * STRIDE + k][f] += slopes[k];
                }
            }
        }
    }
}

fn slide1d_jvp<
    M: SampleMap<[T; K], T>,
    T: Real,
    const K: usize,
    const STRIDE: usize,
    const F: usize,
    const L: usize,
    const OL: usize,
    const B: usize,
    P: Place,
>(
    _slide: Slide<STRIDE, 0>,
    layer: &M,
    x: &Sequences<T, F, L, B, P>,
    own: &M::Tangent,
    dx: &Sequences<T, F, L, B, P>,
) -> (Sequences<T, F, OL, B, P>, Sequences<T, F, OL, B, P>) {
    let mut y = Sequences::<T, F, OL, B, P>::room();
    let mut dy = Sequences::<T, F, OL, B, P>::room();
    for b in 0..B {
        for t in 0..OL {
            for f in 0..F {
                let at = core::array::from_fn(|k| x[b][t * STRIDE + k][f]);
                let d = core::array::from_fn(|k| dx[b][t * STRIDE + k][f]);
                (y[b][t][f], dy[b][t][f]) = layer.map_jvp(&at, own, &d);
            }
        }
    }
    (y, dy)
}
