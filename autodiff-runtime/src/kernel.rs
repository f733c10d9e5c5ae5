//! The one kernel of all large products: `C += A B` of strided matrices in slices.
//!
//! For `f32` and `f64` it is compiled here, once, for what processors have in common and for those with AVX2 and FMA; which of them the
//! program runs on is found out when it runs (with the feature `std`). It is not generic in sizes, so that a program has one copy of it,
//! however many layers there are, and it takes no memory: its room for packed parts belongs to the thread.
//!
//! Two forms: [`dots`] where the numbers that are summed are neighbors in both matrices, as in the forward pass of a dense
//! layer; [`blocks`] else.

#![allow(clippy::needless_range_loop, reason = "loops over indices are the mathematics")]

mod blocks;
mod dots;
mod run;

use crate::real::Real;

pub(crate) use run::portable;
#[cfg(feature = "std")]
pub(crate) use run::{double, single};

/// A matrix in a slice: the distances between neighbors in a column and in a row.
#[derive(Clone, Copy, Debug)]
pub struct Strides {
    /// From a row to the next.
    pub row: usize,
    /// From a column to the next.
    pub column: usize,
}

impl Strides {
    /// Columns one after the other, each of `rows` numbers.
    pub(crate) const fn by_columns(rows: usize) -> Self {
        Self { row: 1, column: rows }
    }

    /// Rows one after the other, each of `columns` numbers.
    pub(crate) const fn by_rows(columns: usize) -> Self {
        Self { row: columns, column: 1 }
    }

    const fn transposed(self) -> Self {
        Self { row: self.column, column: self.row }
    }
}

/// A matrix that is read.
pub(crate) type Stored<'a, T> = (&'a [T], Strides);

/// `C += A B` of an `M` x `K` and a `K` x `N` matrix.
///
/// # Panics
///
/// If a slice is too short for its sizes.
pub(crate) fn add_product<T: Real>(
    sizes: [usize; 3],
    a: Stored<'_, T>,
    b: Stored<'_, T>,
    c: (&mut [T], Strides),
) {
    T::__add_product(Product { sizes, a, b, c });
}

/// What the kernel is asked for.
#[derive(Debug)]
pub struct Product<'a, T> {
    sizes: [usize; 3],
    a: Stored<'a, T>,
    b: Stored<'a, T>,
    c: (&'a mut [T], Strides),
}

impl<T> Product<'_, T> {
    /// `Cᵀ += Bᵀ Aᵀ`, which is the same.
    fn transposed(self) -> Self {
        let ([m, k, n], (a, a_strides), (b, b_strides), (c, c_strides)) =
            (self.sizes, self.a, self.b, self.c);
        Self {
            sizes: [n, k, m],
            a: (b, b_strides.transposed()),
            b: (a, a_strides.transposed()),
            c: (c, c_strides.transposed()),
        }
    }
}

/// Whether the kernel is worth its call and its packing for a product of these sizes: else loops are inlined.
pub(crate) const fn is_large([m, k, n]: [usize; 3]) -> bool {
    m > 5 && k > 5 && n > 5 && m * k * n >= 16 * 16 * 16
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers<T: Real>(count: usize, seed: u32) -> alloc::vec::Vec<T> {
        let mut state = seed;
        let next = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            T::lit(f64::from(state >> 8) / f64::from(1 << 23) - 1.0)
        };
        (0..count).map(next).collect()
    }

    /// All layouts of a product, against its definition.
    fn check<T: Real>([m, k, n]: [usize; 3], tolerance: f64) {
        let (a, b, c) = (numbers::<T>(m * k, 1), numbers::<T>(k * n, 2), numbers::<T>(m * n, 3));
        let both = |rows, columns| [Strides::by_rows(columns), Strides::by_columns(rows)];
        for of_a in both(m, k) {
            for of_b in both(k, n) {
                for of_c in both(m, n) {
                    let mut found = c.clone();
                    add_product([m, k, n], (&a, of_a), (&b, of_b), (&mut found, of_c));
                    for i in 0..m {
                        for j in 0..n {
                            let at = i * of_c.row + j * of_c.column;
                            let mut sum = c[at].to_f64();
                            for l in 0..k {
                                sum += a[i * of_a.row + l * of_a.column].to_f64()
                                    * b[l * of_b.row + j * of_b.column].to_f64();
                            }
                            let error = (found[at].to_f64() - sum).abs();
                            assert!(error < tolerance, "{m} {k} {n} at {i} {j}: {error}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn products_of_all_sizes_and_layouts() {
        for sizes in [
            [1, 1, 1],
            [3, 5, 2],
            [16, 1, 6],
            [17, 33, 7],
            [33, 9, 8],
            [40, 130, 13],
            [9, 300, 10],
            [35, 520, 4],
            [5, 7, 70],
            [70, 129, 3],
        ] {
            check::<f64>(sizes, 1e-12);
            check::<f32>(sizes, 1e-3);
            check::<crate::Dual<f64>>(sizes, 1e-12);
        }
    }

    #[test]
    fn products_of_nothing() {
        for sizes in [[0, 3, 3], [3, 0, 3], [3, 3, 0], [3, 0, 200], [0, 200, 5]] {
            check::<f64>(sizes, 1e-12);
        }
    }
}
