//! Products of rows of `A` and columns of `B` that are contiguous: nothing is packed.
//!
//! A tile of results is a sum of `L` lanes each; the lanes are added when the rows end.

use super::Product;
use crate::real::Real;

/// Rows and columns of a tile: twelve sums, which fit into the registers.
const ROWS: usize = 4;
const COLUMNS: usize = 3;

/// `C += A B`; `A` by rows, `B` by columns.
#[inline(always)]
pub(super) fn dots<T: Real, const L: usize>(
    product: Product<'_, T>,
    fused: impl Fn(T, T, T) -> T + Copy,
) {
    let Product { sizes: [m, k, n], a: (a, of_a), b: (b, of_b), c: (c, of_c) } = product;
    for top in (0..m).step_by(ROWS) {
        for left in (0..n).step_by(COLUMNS) {
            // At the edge the last row and column come several times, and are written once.
            let row = |p: usize| &a[(top + p).min(m - 1) * of_a.row..][..k];
            let column = |q: usize| &b[(left + q).min(n - 1) * of_b.column..][..k];
            let rows: [&[T]; ROWS] = core::array::from_fn(row);
            let columns: [&[T]; COLUMNS] = core::array::from_fn(column);
            let sums = tile::<T, L>(rows, columns, fused);
            for (p, sums) in sums.iter().enumerate().take(m - top) {
                for (q, sum) in sums.iter().enumerate().take(n - left) {
                    c[(top + p) * of_c.row + (left + q) * of_c.column] += *sum;
                }
            }
        }
    }
}

/// The products of rows and columns, all of the length of the first.
#[inline(always)]
fn tile<T: Real, const L: usize>(
    rows: [&[T]; ROWS],
    columns: [&[T]; COLUMNS],
    fused: impl Fn(T, T, T) -> T + Copy,
) -> [[T; COLUMNS]; ROWS] {
    let length = rows[0].len();
    let steps = length / L;
    let [a0, a1, a2, a3] = rows.map(|row| &row.as_chunks::<L>().0[..steps]);
    let [b0, b1, b2] = columns.map(|column| &column.as_chunks::<L>().0[..steps]);
    // Each sum has a name: an array of them would not stay in registers.
    let zero = [T::zero(); L];
    let (mut s00, mut s01, mut s02) = (zero, zero, zero);
    let (mut s10, mut s11, mut s12) = (zero, zero, zero);
    let (mut s20, mut s21, mut s22) = (zero, zero, zero);
    let (mut s30, mut s31, mut s32) = (zero, zero, zero);
    for t in 0..steps {
        let (b0, b1, b2) = (b0[t], b1[t], b2[t]);
        let a = a0[t];
        add(&mut s00, &a, &b0, fused);
        add(&mut s01, &a, &b1, fused);
        add(&mut s02, &a, &b2, fused);
        let a = a1[t];
        add(&mut s10, &a, &b0, fused);
        add(&mut s11, &a, &b1, fused);
        add(&mut s12, &a, &b2, fused);
        let a = a2[t];
        add(&mut s20, &a, &b0, fused);
        add(&mut s21, &a, &b1, fused);
        add(&mut s22, &a, &b2, fused);
        let a = a3[t];
        add(&mut s30, &a, &b0, fused);
        add(&mut s31, &a, &b1, fused);
        add(&mut s32, &a, &b2, fused);
    }
    // Once more through memory: else the sum over the lanes decides how the loop above is vectorized.
    let sums = [[s00, s01, s02], [s10, s11, s12], [s20, s21, s22], [s30, s31, s32]];
    let mut totals = core::hint::black_box(&sums).map(|row| row.map(total));
    for t in steps * L..length {
        for (totals, row) in totals.iter_mut().zip(&rows) {
            for (total, column) in totals.iter_mut().zip(&columns) {
                *total = fused(row[t], column[t], *total);
            }
        }
    }
    totals
}

#[inline(always)]
fn add<T: Real, const L: usize>(
    sum: &mut [T; L],
    a: &[T; L],
    b: &[T; L],
    fused: impl Fn(T, T, T) -> T + Copy,
) {
    for l in 0..L {
        sum[l] = fused(a[l], b[l], sum[l]);
    }
}

/// The sum of the lanes, of which there are at least four.
#[inline(always)]
fn total<T: Real, const L: usize>(lanes: [T; L]) -> T {
    let mut four: [T; 4] = core::array::from_fn(|l| lanes[l]);
    for (l, lane) in lanes.iter().enumerate().skip(4) {
        four[l % 4] += *lane;
    }
    (four[0] + four[2]) + (four[1] + four[3])
}
