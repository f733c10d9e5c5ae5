//! Methods of matrices of any size: triangles, means, the Kronecker product.

use nalgebra::allocator::Allocator;
use nalgebra::storage::Storage;
use nalgebra::{DefaultAllocator, Dim, DimMul, DimProd, Matrix, OMatrix, OVector, RowOVector, U1};

use crate::rules::nalgebra as rules;
use crate::{Differentiable, Real, Tangent};

method! {
    /// `m.symmetric_part()`, `(M + Mᵀ) / 2`: its own adjoint
    SymmetricPart: __ad_forward_symmetric_part __ad_back_symmetric_part __ad_reverse_symmetric_part
        __ad_jvp_symmetric_part
        __ad_second_order_forward_symmetric_part __ad_second_order_back_symmetric_part
        __ad_second_order_reverse_symmetric_part
}

method! {
    /// `m.lower_triangle()`
    LowerTriangle: __ad_forward_lower_triangle __ad_back_lower_triangle __ad_reverse_lower_triangle
        __ad_jvp_lower_triangle
        __ad_second_order_forward_lower_triangle __ad_second_order_back_lower_triangle
        __ad_second_order_reverse_lower_triangle
}

method! {
    /// `m.upper_triangle()`
    UpperTriangle: __ad_forward_upper_triangle __ad_back_upper_triangle __ad_reverse_upper_triangle
        __ad_jvp_upper_triangle
        __ad_second_order_forward_upper_triangle __ad_second_order_back_upper_triangle
        __ad_second_order_reverse_upper_triangle
}

method! {
    /// `m.row_mean()`, the mean of the rows
    RowMean: __ad_forward_row_mean __ad_back_row_mean __ad_reverse_row_mean __ad_jvp_row_mean
        __ad_second_order_forward_row_mean __ad_second_order_back_row_mean
        __ad_second_order_reverse_row_mean
}

method! {
    /// `m.column_mean()`, the mean of the columns
    ColumnMean: __ad_forward_column_mean __ad_back_column_mean __ad_reverse_column_mean
        __ad_jvp_column_mean
        __ad_second_order_forward_column_mean __ad_second_order_back_column_mean
        __ad_second_order_reverse_column_mean
}

method! {
    /// `m.variance()`: `dm_ij += 2 (m_ij - mean) / n dy`
    Variance: __ad_forward_variance __ad_back_variance __ad_reverse_variance __ad_jvp_variance
        __ad_second_order_forward_variance __ad_second_order_back_variance
        __ad_second_order_reverse_variance
}

method! {
    /// `m.product()`, of all entries
    Product: __ad_forward_product __ad_back_product __ad_reverse_product __ad_jvp_product
        __ad_second_order_forward_product __ad_second_order_back_product
        __ad_second_order_reverse_product
}

method_with! {
    /// `m.unscale(s)`
    Unscale(): __ad_forward_unscale __ad_back_unscale __ad_reverse_unscale __ad_jvp_unscale
        __ad_second_order_forward_unscale __ad_second_order_back_unscale
        __ad_second_order_reverse_unscale
}

method_with! {
    /// `a.kronecker(&b)`
    Kronecker(&): __ad_forward_kronecker __ad_back_kronecker __ad_reverse_kronecker
        __ad_jvp_kronecker
        __ad_second_order_forward_kronecker __ad_second_order_back_kronecker
        __ad_second_order_reverse_kronecker
}

implement! {
    [T: Real, D: Dim, S: Storage<T, D, D>] SymmetricPart for Matrix<T, D, D, S>,
    [DefaultAllocator: Allocator<D, D>] -> OMatrix<T, D, D> {
        |m| m.symmetric_part();
        |y, ct| ct.symmetric_part();
        |d| d.symmetric_part();
    }
}

implement! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] LowerTriangle for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C>] -> OMatrix<T, R, C> {
        |m| m.lower_triangle();
        |y, ct| ct.lower_triangle();
        |d| d.lower_triangle();
    }
}

implement! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] UpperTriangle for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C>] -> OMatrix<T, R, C> {
        |m| m.upper_triangle();
        |y, ct| ct.upper_triangle();
        |d| d.upper_triangle();
    }
}

implement! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] RowMean for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C> + Allocator<U1, C>] -> RowOVector<T, C> {
        |m| m.row_mean();
        |y, ct| rules::row_sum_adjoint_0(m, &(ct / count::<T>(m.nrows())));
        |d| d.row_mean();
    }
}

implement! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] ColumnMean for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C> + Allocator<R>] -> OVector<T, R> {
        |m| m.column_mean();
        |y, ct| rules::column_sum_adjoint_0(m, &(ct / count::<T>(m.ncols())));
        |d| d.column_mean();
    }
}

implement! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Variance for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C>] -> T {
        |m| m.variance();
        |y, ct| deviations(m) * *ct;
        |d| deviations(m).dot(d);
    }
}

implement! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Product for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C>] -> T {
        |m| m.product();
        |y, ct| other_factors(m) * *ct;
        |d| other_factors(m).dot(d);
    }
}

implement_with! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Unscale<T> for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C>] -> OMatrix<T, R, C> {
        |m, s| m.unscale(*s);
        |y, ct| rules::unscale_adjoint_0(m, s, ct), rules::unscale_adjoint_1(m, s, ct);
        |da, db| {
            let mut tangent = rules::unscale_tangent_0(m, s, da);
            Tangent::add_assign(&mut tangent, &rules::unscale_tangent_1(m, s, db));
            tangent
        };
    }
}

implement_with! {
    [
        T: Real,
        R: DimMul<R2>,
        C: DimMul<C2>,
        S: Storage<T, R, C>,
        R2: Dim,
        C2: Dim,
        S2: Storage<T, R2, C2>
    ]
    Kronecker<Matrix<T, R2, C2, S2>> for Matrix<T, R, C, S>,
    [
        DefaultAllocator: Allocator<R, C>
            + Allocator<R2, C2>
            + Allocator<DimProd<R, R2>, DimProd<C, C2>>,
    ] -> OMatrix<T, DimProd<R, R2>, DimProd<C, C2>> {
        |a, b| a.kronecker(b);
        |y, ct| {
            let mut part = a.zero_tangent();
            each_block(a, b, |i, j, k, l, at| part[(i, j)] += b[(k, l)] * ct[at]);
            part
        }, {
            let mut part = b.zero_tangent();
            each_block(a, b, |i, j, k, l, at| part[(k, l)] += a[(i, j)] * ct[at]);
            part
        };
        |da, db| {
            let mut tangent = da.kronecker(b);
            Tangent::add_assign(&mut tangent, &a.kronecker(db));
            tangent
        };
    }
}

/// The entries of `a`, those of `b`, and where their product stands.
fn each_block<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    mut visit: impl FnMut(usize, usize, usize, usize, (usize, usize)),
) where
    S: Storage<T, R, C>,
    S2: Storage<T, R2, C2>,
{
    for j in 0..a.ncols() {
        for i in 0..a.nrows() {
            for l in 0..b.ncols() {
                for k in 0..b.nrows() {
                    visit(i, j, k, l, (i * b.nrows() + k, j * b.ncols() + l));
                }
            }
        }
    }
}

/// `2 (m_ij - mean) / n`
fn deviations<T: Real, R: Dim, C: Dim, S>(m: &Matrix<T, R, C, S>) -> OMatrix<T, R, C>
where
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    let mean = m.mean();
    let factor = T::lit(2.0) / count::<T>(m.len());
    m.map(|x| (x - mean) * factor)
}

/// For each entry the product of all others.
fn other_factors<T: Real, R: Dim, C: Dim, S>(m: &Matrix<T, R, C, S>) -> OMatrix<T, R, C>
where
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    let mut others = m.zero_tangent();
    let mut before = T::one();
    for (other, x) in others.iter_mut().zip(m.iter()) {
        *other = before;
        before *= *x;
    }
    let mut after = T::one();
    let last = m.len();
    for k in (0..last).rev() {
        let (i, j) = (k % m.nrows(), k / m.nrows());
        others[(i, j)] *= after;
        after *= m[(i, j)];
    }
    others
}

#[allow(clippy::cast_precision_loss)] // numbers of entries
fn count<T: Real>(n: usize) -> T {
    T::lit(n as f64)
}
