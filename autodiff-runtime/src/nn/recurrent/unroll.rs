//! What all recurrent layers share: one step of a batch, and the steps of sequences.

use autodiff_macros::differentiate;

use crate::nn::batch::{Batch, Samples, Sequences};
use crate::nn::place::Place;
use crate::nn::product::{gates, Gates};
use crate::real::Real;
use crate::tangent::Tangent;

/// What gates do to the state of a sample.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what gates do to a state",
    note = "use `Rnn`, `Lstm` or `Gru`"
)]
pub trait GateMap<T: Real, const H: usize, const G: usize, const S: usize> {
    /// The new state from the input's part of the gates, the hidden state's, and the state.
    fn new_state(x: &[[T; H]; G], h: &[[T; H]; G], state: &[[T; H]; S]) -> [[T; H]; S];

    /// Adds to the adjoints of the three.
    fn add_vjp(
        values: (&[[T; H]; G], &[[T; H]; G], &[[T; H]; S]),
        seed: [[T; H]; S],
        adjoints: (&mut [[T; H]; G], &mut [[T; H]; G], &mut [[T; H]; S]),
    );

    /// The new state and its tangent.
    fn jvp(
        values: (&[[T; H]; G], &[[T; H]; G], &[[T; H]; S]),
        tangents: (&[[T; H]; G], &[[T; H]; G], &[[T; H]; S]),
    ) -> ([[T; H]; S], [[T; H]; S]);
}

/// [`GateMap`] by a differentiated function of the three.
macro_rules! gate_map {
    ($Cell:ident, $f:ident, $G:literal, $S:literal) => {
        impl<T: Real, const H: usize> $crate::nn::recurrent::unroll::GateMap<T, H, $G, $S>
            for $Cell
        {
            #[inline]
            fn new_state(x: &[[T; H]; $G], h: &[[T; H]; $G], state: &[[T; H]; $S]) -> [[T; H]; $S] {
                $f(x, h, state)
            }

            #[inline]
            fn add_vjp(
                (x, h, state): (&[[T; H]; $G], &[[T; H]; $G], &[[T; H]; $S]),
                seed: [[T; H]; $S],
                (dx, dh, dstate): (&mut [[T; H]; $G], &mut [[T; H]; $G], &mut [[T; H]; $S]),
            ) {
                let _ = $f::accumulate_vjp(x, h, state, seed, dx, dh, dstate);
            }

            #[inline]
            fn jvp(
                (x, h, state): (&[[T; H]; $G], &[[T; H]; $G], &[[T; H]; $S]),
                (dx, dh, dstate): (&[[T; H]; $G], &[[T; H]; $G], &[[T; H]; $S]),
            ) -> ([[T; H]; $S], [[T; H]; $S]) {
                $f::jvp(x, h, state, dx, dh, dstate)
            }
        }
    };
}

pub(super) use gate_map;

/// The gates of a batch.
type Open<T, const H: usize, const G: usize, const B: usize, P> = Sequences<T, H, G, B, P>;

/// [`GateMap::new_state`] of each sample. In the reverse sweep the samples run again one by one.
#[differentiate(vjp = cell_vjp, jvp = cell_jvp)]
fn cell<
    T: Real,
    K: GateMap<T, H, G, S>,
    const H: usize,
    const G: usize,
    const S: usize,
    const B: usize,
    P: Place,
>(
    #[constant] _kind: &K,
    x: &Open<T, H, G, B, P>,
    h: &Open<T, H, G, B, P>,
    state: &Sequences<T, H, S, B, P>,
) -> Sequences<T, H, S, B, P> {
    Sequences::from_fn(|b| K::new_state(&x[b], &h[b], &state[b]))
}

#[allow(clippy::too_many_arguments)]
fn cell_vjp<
    T: Real,
    K: GateMap<T, H, G, S>,
    const H: usize,
    const G: usize,
    const S: usize,
    const B: usize,
    P: Place,
>(
    _kind: &K,
    x: &Open<T, H, G, B, P>,
    h: &Open<T, H, G, B, P>,
    state: &Sequences<T, H, S, B, P>,
    seed: Sequences<T, H, S, B, P>,
    dx: &mut Open<T, H, G, B, P>,
    dh: &mut Open<T, H, G, B, P>,
    dstate: &mut Sequences<T, H, S, B, P>,
) {
    for b in 0..B {
        let adjoints = (&mut dx[b], &mut dh[b], &mut dstate[b]);
        K::add_vjp((&x[b], &h[b], &state[b]), seed[b], adjoints);
    }
}

fn cell_jvp<
    T: Real,
    K: GateMap<T, H, G, S>,
    const H: usize,
    const G: usize,
    const S: usize,
    const B: usize,
    P: Place,
>(
    _kind: &K,
    x: &Open<T, H, G, B, P>,
    h: &Open<T, H, G, B, P>,
    state: &Sequences<T, H, S, B, P>,
    dx: &Open<T, H, G, B, P>,
    dh: &Open<T, H, G, B, P>,
    dstate: &Sequences<T, H, S, B, P>,
) -> (Sequences<T, H, S, B, P>, Sequences<T, H, S, B, P>) {
    let (mut value, mut tangent) = (Sequences::room(), Sequences::room());
    for b in 0..B {
        (value[b], tangent[b]) = K::jvp((&x[b], &h[b], &state[b]), (&dx[b], &dh[b], &dstate[b]));
    }
    (value, tangent)
}

/// One step of all sequences of a batch: `T` x `B` numbers of the step at `t`.
#[differentiate(vjp = part_vjp, jvp = part_jvp)]
pub(super) fn part<T: Real, const F: usize, const L: usize, const B: usize, P: Place>(
    x: &Sequences<T, F, L, B, P>,
    t: usize,
) -> Samples<T, F, B, P> {
    Samples::from_fn(|b| x[b][t])
}

fn part_vjp<T: Real, const F: usize, const L: usize, const B: usize, P: Place>(
    _x: &Sequences<T, F, L, B, P>,
    t: usize,
    seed: Samples<T, F, B, P>,
    adjoint: &mut Sequences<T, F, L, B, P>,
) {
    if !adjoint.is_discarded() {
        for b in 0..B {
            adjoint[b][t].add_assign(&seed[b]);
        }
    }
}

fn part_jvp<T: Real, const F: usize, const L: usize, const B: usize, P: Place>(
    x: &Sequences<T, F, L, B, P>,
    t: usize,
    dx: &Sequences<T, F, L, B, P>,
) -> (Samples<T, F, B, P>, Samples<T, F, B, P>) {
    (part(x, t), part(dx, t))
}

/// The hidden states of all steps, as sequences.
#[differentiate(vjp = joined_vjp, jvp = joined_jvp)]
fn joined<T: Real, const H: usize, const S: usize, const L: usize, const B: usize, P: Place>(
    states: &[Sequences<T, H, S, B, P>; L],
) -> Sequences<T, H, L, B, P> {
    Sequences::from_fn(|b| core::array::from_fn(|t| states[t][b][0]))
}

fn joined_vjp<T: Real, const H: usize, const S: usize, const L: usize, const B: usize, P: Place>(
    _states: &[Sequences<T, H, S, B, P>; L],
    seed: Sequences<T, H, L, B, P>,
    adjoints: &mut [Sequences<T, H, S, B, P>; L],
) {
    for (t, adjoint) in adjoints.iter_mut().enumerate() {
        for b in 0..B {
            adjoint[b][0].add_assign(&seed[b][t]);
        }
    }
}

fn joined_jvp<T: Real, const H: usize, const S: usize, const L: usize, const B: usize, P: Place>(
    states: &[Sequences<T, H, S, B, P>; L],
    tangents: &[Sequences<T, H, S, B, P>; L],
) -> (Sequences<T, H, L, B, P>, Sequences<T, H, L, B, P>) {
    (joined(states), joined(tangents))
}

fn rooms<T: Real, const H: usize, const S: usize, const L: usize, const B: usize, P: Place>(
) -> [Sequences<T, H, S, B, P>; L] {
    core::array::from_fn(|_| Sequences::room())
}

/// One step of a cell.
#[allow(clippy::too_many_arguments)]
#[differentiate]
pub(super) fn step<
    T: Real,
    K: GateMap<T, H, G, S>,
    const I: usize,
    const H: usize,
    const G: usize,
    const S: usize,
    const B: usize,
    W: Place,
    P: Place,
>(
    #[constant] kind: &K,
    weight_ih: &Gates<T, G, H, I, W>,
    weight_hh: &Gates<T, G, H, H, W>,
    bias_ih: &[[T; H]; G],
    bias_hh: &[[T; H]; G],
    x: &Samples<T, I, B, P>,
    state: &Sequences<T, H, S, B, P>,
) -> Sequences<T, H, S, B, P> {
    let from_x: Open<T, H, G, B, P> = gates(weight_ih, bias_ih, x);
    let hidden: Samples<T, H, B, P> = part(state, 0);
    let from_h: Open<T, H, G, B, P> = gates(weight_hh, bias_hh, &hidden);
    cell(kind, &from_x, &from_h, state)
}

/// The hidden states after each step, from a state at the beginning.
#[allow(clippy::too_many_arguments)]
#[differentiate]
pub(super) fn unroll<
    T: Real,
    K: GateMap<T, H, G, S>,
    const I: usize,
    const H: usize,
    const G: usize,
    const S: usize,
    const L: usize,
    const B: usize,
    W: Place,
    P: Place,
>(
    #[constant] kind: &K,
    weight_ih: &Gates<T, G, H, I, W>,
    weight_hh: &Gates<T, G, H, H, W>,
    bias_ih: &[[T; H]; G],
    bias_hh: &[[T; H]; G],
    x: &Sequences<T, I, L, B, P>,
    initial: &Sequences<T, H, S, B, P>,
) -> Sequences<T, H, L, B, P> {
    let mut states = rooms::<T, H, S, L, B, P>();
    let mut state = initial.clone();
    for t in 0..L {
        let input: Samples<T, I, B, P> = part(x, t);
        state = step(kind, weight_ih, weight_hh, bias_ih, bias_hh, &input, &state);
        states[t] = state.clone();
    }
    joined(&states)
}
