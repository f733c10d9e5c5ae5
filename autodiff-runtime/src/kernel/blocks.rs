//! Products by outer products of short columns of `A` and short rows of `B`, which are packed.
//!
//! The rows of `A` come in panels of `M`, the columns of `B` in strips of up to [`WIDE`]; for one of each the results are a tile
//! that stays in registers while the sum runs, over at most [`DEPTH`] terms. As many panels as there is room for are packed at a time,
//! and one strip.

use super::Product;
use crate::real::Real;

/// Terms of a sum until it is added to the result.
pub(super) const DEPTH: usize = 256;

/// Columns of the widest tile.
pub(super) const WIDE: usize = 6;

/// A row of a packed panel.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct Packed<T, const M: usize>(pub(super) [T; M]);

/// Where panels and a strip are packed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rooms<P, S> {
    pub(super) panels: P,
    pub(super) strip: S,
}

/// `C += A B`
#[inline(always)]
pub(super) fn blocks<T: Real, const M: usize>(
    product: Product<'_, T>,
    rooms: Rooms<&mut [Packed<T, M>], &mut [[T; WIDE]]>,
    fused: impl Fn(T, T, T) -> T + Copy,
) {
    let Product { sizes: [m, k, n], a, b, c: (c, of_c) } = product;
    let Rooms { panels, strip } = rooms;
    let most_terms = DEPTH.min(panels.len()).min(strip.len());
    for from in (0..k).step_by(most_terms) {
        let terms = (k - from).min(most_terms);
        let most_rows = panels.len() / terms * M;
        for top in (0..m).step_by(most_rows) {
            let rows = (m - top).min(most_rows);
            for (p, panel) in panels.chunks_exact_mut(terms).take(rows.div_ceil(M)).enumerate() {
                let first = top + p * M;
                pack_panel(a, [first, from], (m - first).min(M), panel);
            }
            let mut left = 0;
            while left < n {
                let width = width(n - left);
                let strip = &mut strip[..terms];
                pack_strip(b, [from, left], width, strip);
                for (p, panel) in panels.chunks_exact(terms).take(rows.div_ceil(M)).enumerate() {
                    let first = top + p * M;
                    let rows = (m - first).min(M);
                    let c = &mut c[first * of_c.row + left * of_c.column..];
                    match width {
                        1 => add_tile::<T, M, 1>(panel, strip, (c, of_c), rows, fused),
                        2 => add_tile::<T, M, 2>(panel, strip, (c, of_c), rows, fused),
                        3 => add_tile::<T, M, 3>(panel, strip, (c, of_c), rows, fused),
                        4 => add_tile::<T, M, 4>(panel, strip, (c, of_c), rows, fused),
                        5 => add_tile::<T, M, 5>(panel, strip, (c, of_c), rows, fused),
                        _ => add_tile::<T, M, 6>(panel, strip, (c, of_c), rows, fused),
                    }
                }
                left += width;
            }
        }
    }
}

/// The width of the next tile: no tile is much narrower than the others, since few sums leave the processor waiting.
const fn width(left: usize) -> usize {
    match left {
        0..=WIDE => left,
        7 | 8 => 4,
        _ => WIDE,
    }
}

/// Up to `M` rows of `A`; what is missing is 0.
#[inline(always)]
fn pack_panel<T: Real, const M: usize>(
    (a, of_a): super::Stored<'_, T>,
    [first, from]: [usize; 2],
    rows: usize,
    panel: &mut [Packed<T, M>],
) {
    let terms = panel.len();
    let a = &a[first * of_a.row + from * of_a.column..];
    if of_a.row == 1 && rows == M {
        for (k, packed) in panel.iter_mut().enumerate() {
            packed.0.copy_from_slice(&a[k * of_a.column..][..M]);
        }
    } else if of_a.column == 1 && rows == M {
        let rows: [&[T]; M] = core::array::from_fn(|i| &a[i * of_a.row..][..terms]);
        for k in 0..terms {
            for i in 0..M {
                panel[k].0[i] = rows[i][k];
            }
        }
    } else {
        for (k, packed) in panel.iter_mut().enumerate() {
            packed.0 = [T::zero(); M];
            for (i, packed) in packed.0.iter_mut().enumerate().take(rows) {
                *packed = a[i * of_a.row + k * of_a.column];
            }
        }
    }
}

/// Up to [`WIDE`] columns of `B`.
#[inline(always)]
fn pack_strip<T: Real>(
    (b, of_b): super::Stored<'_, T>,
    [from, left]: [usize; 2],
    width: usize,
    strip: &mut [[T; WIDE]],
) {
    let terms = strip.len();
    let b = &b[from * of_b.row + left * of_b.column..];
    if of_b.row == 1 && width == WIDE {
        let columns: [&[T]; WIDE] = core::array::from_fn(|j| &b[j * of_b.column..][..terms]);
        for k in 0..terms {
            for j in 0..WIDE {
                strip[k][j] = columns[j][k];
            }
        }
    } else if of_b.column == 1 && width == WIDE {
        for (k, packed) in strip.iter_mut().enumerate() {
            packed.copy_from_slice(&b[k * of_b.row..][..WIDE]);
        }
    } else {
        for (k, packed) in strip.iter_mut().enumerate() {
            for (j, packed) in packed.iter_mut().enumerate().take(width) {
                *packed = b[k * of_b.row + j * of_b.column];
            }
        }
    }
}

/// Adds the product of a panel and a strip to `rows` rows and `N` columns of the result, which begin at the slice's start.
#[inline(always)]
fn add_tile<T: Real, const M: usize, const N: usize>(
    panel: &[Packed<T, M>],
    strip: &[[T; WIDE]],
    (c, of_c): (&mut [T], super::Strides),
    rows: usize,
    fused: impl Fn(T, T, T) -> T + Copy,
) {
    let mut sums = [[T::zero(); M]; N];
    for (a, b) in panel.iter().zip(strip) {
        for j in 0..N {
            for i in 0..M {
                sums[j][i] = fused(a.0[i], b[j], sums[j][i]);
            }
        }
    }
    if of_c.row == 1 && rows == M {
        for j in 0..N {
            let column: &mut [T; M] = c[j * of_c.column..]
                .first_chunk_mut()
                .expect("verified: the matrix has the rows of a whole panel");
            // A copy, so that all numbers are read before one is written: then it is vectorized.
            let mut updated = *column;
            for i in 0..M {
                updated[i] += sums[j][i];
            }
            *column = updated;
        }
        return;
    }
    // In memory: what is indexed by variables would not stay in registers, above either.
    let sums = core::hint::black_box(sums);
    for i in 0..rows {
        let row = &mut c[i * of_c.row..];
        for j in 0..N {
            row[j * of_c.column] += sums[j][i];
        }
    }
}
