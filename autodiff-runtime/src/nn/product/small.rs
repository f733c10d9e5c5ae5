//! Products as loops over sizes that the compiler knows: the rows of the weight, and the units of the batch.

use crate::real::Real;

/// `Y += W X`
#[inline]
pub(super) fn forward<T: Real, const I: usize>(rows: &[[T; I]], x: &[[T; I]], y: &mut [T]) {
    if !rows.is_empty() {
        for (x, y) in x.iter().zip(y.chunks_exact_mut(rows.len())) {
            y.iter_mut().zip(rows).for_each(|(y, row)| *y += dot(row, x));
        }
    }
}

/// `dW += dY Xᵀ`
#[inline]
pub(super) fn to_weight<T: Real, const I: usize>(seed: &[T], x: &[[T; I]], rows: &mut [[T; I]]) {
    if !rows.is_empty() {
        for (x, seed) in x.iter().zip(seed.chunks_exact(rows.len())) {
            rows.iter_mut().zip(seed).for_each(|(row, dy)| add_scaled(row, x, *dy));
        }
    }
}

/// `db += dY 1`
#[inline]
pub(super) fn to_bias<T: Real>(seed: &[T], bias: &mut [T]) {
    if !bias.is_empty() {
        for column in seed.chunks_exact(bias.len()) {
            bias.iter_mut().zip(column).for_each(|(sum, dy)| *sum += *dy);
        }
    }
}

/// `dX += Wᵀ dY`
#[inline]
pub(super) fn to_input<T: Real, const I: usize>(rows: &[[T; I]], seed: &[T], x: &mut [[T; I]]) {
    if !rows.is_empty() {
        for (x, seed) in x.iter_mut().zip(seed.chunks_exact(rows.len())) {
            rows.iter().zip(seed).for_each(|(row, dy)| add_scaled(x, row, *dy));
        }
    }
}

/// `a · b`, in eight sums where there is enough for them: a processor adds them at once.
#[inline]
fn dot<T: Real, const N: usize>(a: &[T; N], b: &[T; N]) -> T {
    const LANES: usize = 8;
    let mut total = T::zero();
    if N >= 2 * LANES {
        let mut lanes = [T::zero(); LANES];
        for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
            for lane in 0..LANES {
                lanes[lane] += a[lane] * b[lane];
            }
        }
        lanes.iter().for_each(|lane| total += *lane);
        let rest = N - N % LANES;
        a[rest..].iter().zip(&b[rest..]).for_each(|(a, b)| total += *a * *b);
    } else {
        a.iter().zip(b).for_each(|(a, b)| total += *a * *b);
    }
    total
}

/// `to += from * factor`
#[inline]
fn add_scaled<T: Real, const N: usize>(to: &mut [T; N], from: &[T; N], factor: T) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += *from * factor);
}
