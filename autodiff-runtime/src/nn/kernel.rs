//! The one kernel of all large products: `C += A B` of strided matrices in slices.
//!
//! It is nalgebra's for sizes that are known at run time, which is `matrixmultiply` for `f32` and `f64`: that finds out
//! what the processor can do when it runs. It is generic in the number alone, so that a program has one copy of it,
//! however many layers there are.

use nalgebra::{Dyn, MatrixView, MatrixViewMut};

use crate::real::Real;

/// A matrix in a slice: the distances between neighbors in a column and in a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strides {
    pub(super) row: usize,
    pub(super) column: usize,
}

impl Strides {
    /// Columns one after the other, each of `rows` numbers.
    pub(super) const fn by_columns(rows: usize) -> Self {
        Self { row: 1, column: rows }
    }

    /// Rows one after the other, each of `columns` numbers.
    pub(super) const fn by_rows(columns: usize) -> Self {
        Self { row: columns, column: 1 }
    }
}

/// `C += A B` of an `M` x `K` and a `K` x `N` matrix.
#[inline(never)]
pub(super) fn add_product<T: Real>(
    [m, k, n]: [usize; 3],
    (a, a_strides): (&[T], Strides),
    (b, b_strides): (&[T], Strides),
    (c, c_strides): (&mut [T], Strides),
) {
    let a = view(a, m, k, a_strides);
    let b = view(b, k, n, b_strides);
    let mut c: MatrixViewMut<'_, T, Dyn, Dyn, Dyn, Dyn> =
        MatrixViewMut::from_slice_with_strides_generic(
            c,
            Dyn(m),
            Dyn(n),
            Dyn(c_strides.row),
            Dyn(c_strides.column),
        );
    c.gemm(T::one(), &a, &b, T::one());
}

fn view<T: Real>(
    numbers: &[T],
    rows: usize,
    columns: usize,
    strides: Strides,
) -> MatrixView<'_, T, Dyn, Dyn, Dyn, Dyn> {
    MatrixView::from_slice_with_strides_generic(
        numbers,
        Dyn(rows),
        Dyn(columns),
        Dyn(strides.row),
        Dyn(strides.column),
    )
}

/// Whether the kernel is worth its call and its packing for a product of these sizes: else loops are inlined.
pub(super) const fn is_large(m: usize, k: usize, n: usize) -> bool {
    m > 5 && k > 5 && n > 5 && m * k * n >= 16 * 16 * 16
}
