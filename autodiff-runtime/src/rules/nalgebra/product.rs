//! Matrix products, `C = A B` and `C = Aᵀ B`: kernels which add into an adjoint without temporaries, and `tr_mul`.
//!
//! The rule of the operator `*` is in `operators.rs`.
//!
//! Two forms of each kernel: a sum of outer or inner products of columns, which reads all operands along their columns
//! and unrolls for static shapes; and for large dynamic `f32` and `f64` matrices one call of nalgebra's blocked `gemm`
//! on transposed views.

use core::any::TypeId;

use nalgebra::allocator::Allocator;
use nalgebra::constraint::{SameNumberOfRows, ShapeConstraint};
use nalgebra::storage::Storage;
use nalgebra::{DefaultAllocator, Dim, Matrix, MatrixView, OMatrix};

use super::shape::{check_shape, transposed, transposed_mut, with_dims_mut, zeros_like};
use crate::Real;

/// `C = A B`; `dA += dC Bᵀ`
#[inline]
pub(super) fn add_left<T: Real, R: Dim, C: Dim, C2: Dim, R2: Dim, S2>(
    adjoint: &mut OMatrix<T, R, C>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &OMatrix<T, R, C2>,
) where
    S2: Storage<T, R2, C2>,
    DefaultAllocator: Allocator<R, C> + Allocator<R, C2>,
{
    assert_eq!(
        (adjoint.nrows(), adjoint.ncols(), b.ncols()),
        (ct.nrows(), b.nrows(), ct.ncols()),
        "the shapes of the operands of a matrix product and of its cotangent do not fit"
    );
    let rows = adjoint.shape_generic().0;
    let columns = b.shape_generic().0;
    if blocked_pays::<T, R, C, C2>(rows.value(), columns.value(), ct.ncols()) {
        transposed_mut(adjoint, rows, columns).gemm(T::one(), b, &transposed(ct), T::one());
        return;
    }
    let mut adjoint = with_dims_mut(adjoint, rows, columns);
    for k in 0..ct.ncols() {
        adjoint.ger(T::one(), &ct.column(k), &b.column(k), T::one());
    }
}

/// `C = A B`; `dB += Aᵀ dC`
#[inline]
pub(super) fn add_right<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim>(
    a: &Matrix<T, R, C, S>,
    adjoint: &mut OMatrix<T, R2, C2>,
    ct: &OMatrix<T, R, C2>,
) where
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<R2, C2> + Allocator<R, C2>,
{
    assert_eq!(
        (adjoint.nrows(), adjoint.ncols(), a.nrows()),
        (a.ncols(), ct.ncols(), ct.nrows()),
        "the shapes of the operands of a matrix product and of its cotangent do not fit"
    );
    let rows = a.shape_generic().1;
    let columns = ct.shape_generic().1;
    if blocked_pays::<T, C, C2, R>(rows.value(), columns.value(), a.nrows()) {
        transposed_mut(adjoint, rows, columns).gemm(T::one(), &transposed(ct), a, T::one());
        return;
    }
    with_dims_mut(adjoint, rows, columns).gemm_tr(T::one(), a, ct, T::one());
}

/// `C = Aᵀ B`; `dA += B dCᵀ`
#[inline]
pub fn tr_mul_adjoint_0<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &OMatrix<T, C, C2>,
) -> OMatrix<T, R, C>
where
    S: Storage<T, R, C>,
    S2: Storage<T, R2, C2>,
    DefaultAllocator: Allocator<R, C> + Allocator<C, C2>,
{
    let mut contribution = zeros_like(a);
    with_dims_mut(&mut contribution, b.shape_generic().0, a.shape_generic().1).gemm(
        T::one(),
        b,
        &transposed(ct),
        T::one(),
    );
    contribution
}

/// `C = Aᵀ B`; `dB += A dC`
#[inline]
pub fn tr_mul_adjoint_1<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &OMatrix<T, C, C2>,
) -> OMatrix<T, R2, C2>
where
    S: Storage<T, R, C>,
    S2: Storage<T, R2, C2>,
    DefaultAllocator: Allocator<R2, C2> + Allocator<C, C2>,
{
    let mut contribution = zeros_like(b);
    with_dims_mut(&mut contribution, a.shape_generic().0, b.shape_generic().1).gemm(
        T::one(),
        a,
        ct,
        T::one(),
    );
    contribution
}

/// `Ċ = Ȧᵀ B`
#[inline]
pub fn tr_mul_tangent_0<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, S3>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    da: &Matrix<T, R, C, S3>,
) -> OMatrix<T, C, C2>
where
    S: Storage<T, R, C>,
    S2: Storage<T, R2, C2>,
    S3: Storage<T, R, C>,
    DefaultAllocator: Allocator<C, C2>,
    ShapeConstraint: SameNumberOfRows<R, R2>,
{
    check_shape(a, da);
    da.tr_mul(b)
}

/// `Ċ = Aᵀ Ḃ`
#[inline]
pub fn tr_mul_tangent_1<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, S3>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    db: &Matrix<T, R2, C2, S3>,
) -> OMatrix<T, C, C2>
where
    S: Storage<T, R, C>,
    S2: Storage<T, R2, C2>,
    S3: Storage<T, R2, C2>,
    DefaultAllocator: Allocator<C, C2>,
    ShapeConstraint: SameNumberOfRows<R, R2>,
{
    check_shape(b, db);
    a.tr_mul(db)
}

/// `result = -W Xᵀ`, of a square result under another dimension type than the rows of `W` and `X`.
pub(super) fn set_negative_outer<T: Real, D: Dim, R: Dim, C: Dim>(
    result: &mut OMatrix<T, D, D>,
    w: &OMatrix<T, R, C>,
    x: &OMatrix<T, R, C>,
) where
    DefaultAllocator: Allocator<D, D> + Allocator<R, C>,
{
    let rows = w.shape_generic().0;
    with_dims_mut(result, rows, rows).gemm(-T::one(), w, &transposed(x), T::zero());
}

/// `-A X`, of a square matrix under another dimension type than the rows of `X`.
pub(super) fn negative_product<T: Real, D: Dim, R: Dim, C: Dim>(
    a: &OMatrix<T, D, D>,
    x: &OMatrix<T, R, C>,
) -> OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<D, D> + Allocator<R, C>,
{
    let rows = x.shape_generic().0;
    let mut result = zeros_like(x);
    result.gemm(-T::one(), &MatrixView::from_slice_generic(a.as_slice(), rows, rows), x, T::zero());
    result
}

/// Whether a `rows` by `columns` product over `inner` terms goes through nalgebra's blocked `gemm`: the condition on
/// which that uses it.
#[inline]
fn blocked_pays<T: Real, R: Dim, C: Dim, K: Dim>(
    rows: usize,
    columns: usize,
    inner: usize,
) -> bool {
    const SMALL: usize = 5;
    let dynamic =
        R::try_to_usize().is_none() || C::try_to_usize().is_none() || K::try_to_usize().is_none();
    let float =
        TypeId::of::<T>() == TypeId::of::<f64>() || TypeId::of::<T>() == TypeId::of::<f32>();
    cfg!(feature = "std") && dynamic && float && rows > SMALL && columns > SMALL && inner > SMALL
}
