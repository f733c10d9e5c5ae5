//! Windows that slide over the planes of images and over sequences.

use autodiff_macros::differentiate;

use crate::nn::batch::Batch;
use crate::nn::each::SampleMap;
use crate::nn::sliding::Axis;
use crate::real::Real;

/// The sizes of a plane and of the windows in it, as a type: they are constants in the loops.
pub(super) trait Planes: Copy {
    /// Not computed if the sizes do not fit: then the program does not compile.
    const AXES: [Axis; 2];
}

/// The sizes of a layer and its batches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sizes<
    const H: usize,
    const W: usize,
    const OH: usize,
    const OW: usize,
    const K: usize,
    const KW: usize,
    const S: usize,
    const SW: usize,
    const A: usize,
    const AW: usize,
    const D: usize,
    const DW: usize,
>;

impl<
        const H: usize,
        const W: usize,
        const OH: usize,
        const OW: usize,
        const K: usize,
        const KW: usize,
        const S: usize,
        const SW: usize,
        const A: usize,
        const AW: usize,
        const D: usize,
        const DW: usize,
    > Planes for Sizes<H, W, OH, OW, K, KW, S, SW, A, AW, D, DW>
{
    const AXES: [Axis; 2] = [
        Axis { size: H, output: OH, kernel: K, stride: S, padding: A, dilation: D }.mostly_inside(),
        Axis { size: W, output: OW, kernel: KW, stride: SW, padding: AW, dilation: DW }
            .mostly_inside(),
    ];
}

/// What a layer makes of each window of each plane of a batch. What is outside of the plane has a number of its own.
#[differentiate(vjp = slide_vjp, jvp = slide_jvp)]
pub(super) fn slide<G, M, T, const K: usize, const KW: usize, X, Y>(
    #[constant] _planes: G,
    layer: &M,
    #[constant] outside: T,
    x: &X,
) -> Y
where
    G: Planes,
    M: SampleMap<[[T; KW]; K], T>,
    T: Real,
    X: Batch<Scalar = T>,
    Y: Batch<Scalar = T>,
{
    let mut y = Y::room();
    let [inputs, outputs] = numbers::<G>();
    let planes = x.as_slice().chunks_exact(inputs);
    for (x, y) in planes.zip(y.as_mut_slice().chunks_exact_mut(outputs)) {
        for_each_position::<G>(|at, position| {
            y[position] = layer.map_sample(&window::<G, T, K, KW>(x, outside, at));
        });
    }
    y
}

fn slide_vjp<G, M, T, const K: usize, const KW: usize, X, Y>(
    _planes: G,
    layer: &M,
    outside: T,
    x: &X,
    seed: Y,
    own: &mut M::Tangent,
    adjoint: &mut X,
) where
    G: Planes,
    M: SampleMap<[[T; KW]; K], T>,
    T: Real,
    X: Batch<Scalar = T>,
    Y: Batch<Scalar = T>,
{
    if adjoint.is_discarded() {
        adjoint.as_mut_slice().fill(T::zero());
    }
    let [inputs, outputs] = numbers::<G>();
    let planes = x.as_slice().chunks_exact(inputs).zip(seed.as_slice().chunks_exact(outputs));
    for ((x, seed), adjoint) in planes.zip(adjoint.as_mut_slice().chunks_exact_mut(inputs)) {
        for_each_position::<G>(|at, position| {
            let mut slopes = [[T::zero(); KW]; K];
            let values = window::<G, T, K, KW>(x, outside, at);
            layer.add_vjp(&values, seed[position], own, &mut slopes);
            for k in 0..K {
                for l in 0..KW {
                    if let Some(index) = index::<G>(at, [k, l]) {
                        adjoint[index] += slopes[k][l];
                    }
                }
            }
        });
    }
}

fn slide_jvp<G, M, T, const K: usize, const KW: usize, X, Y>(
    _planes: G,
    layer: &M,
    outside: T,
    x: &X,
    own: &M::Tangent,
    dx: &X,
) -> (Y, Y)
where
    G: Planes,
    M: SampleMap<[[T; KW]; K], T>,
    T: Real,
    X: Batch<Scalar = T>,
    Y: Batch<Scalar = T>,
{
    let (mut y, mut dy) = (Y::room(), Y::room());
    let [inputs, outputs] = numbers::<G>();
    let planes = x.as_slice().chunks_exact(inputs).zip(dx.as_slice().chunks_exact(inputs));
    let results = y.as_mut_slice().chunks_exact_mut(outputs);
    let results = results.zip(dy.as_mut_slice().chunks_exact_mut(outputs));
    for ((x, dx), (y, dy)) in planes.zip(results) {
        for_each_position::<G>(|at, position| {
            let values = window::<G, T, K, KW>(x, outside, at);
            let slopes = window::<G, T, K, KW>(dx, T::zero(), at);
            (y[position], dy[position]) = layer.map_jvp(&values, own, &slopes);
        });
    }
    (y, dy)
}

/// How many numbers a plane has, and how many windows.
const fn numbers<G: Planes>() -> [usize; 2] {
    let [rows, columns] = G::AXES;
    let (inputs, outputs) = (rows.size * columns.size, rows.output * columns.output);
    // Planes of no numbers are not split.
    [if inputs == 0 { 1 } else { inputs }, if outputs == 0 { 1 } else { outputs }]
}

#[inline]
fn for_each_position<G: Planes>(mut visit: impl FnMut([usize; 2], usize)) {
    let [rows, columns] = G::AXES;
    for i in 0..rows.output {
        for j in 0..columns.output {
            visit([i, j], i * columns.output + j);
        }
    }
}

/// Where a tap of a window lies in its plane, if inside.
#[inline]
fn index<G: Planes>([i, j]: [usize; 2], [k, l]: [usize; 2]) -> Option<usize> {
    let [rows, columns] = G::AXES;
    Some(rows.at(i, k)? * columns.size + columns.at(j, l)?)
}

#[inline]
fn window<G: Planes, T: Real, const K: usize, const KW: usize>(
    plane: &[T],
    outside: T,
    at: [usize; 2],
) -> [[T; KW]; K] {
    core::array::from_fn(|k| {
        core::array::from_fn(|l| index::<G>(at, [k, l]).map_or(outside, |index| plane[index]))
    })
}
