//! The operators of matrices, `+ - * /` and unary `-`, and `abs`: impls of the rules of overloaded operations.
//!
//! Operands are owned, views, or references to them, as for the operators themselves. A reference on the left is
//! covered by the traits; `matrix_rule!` adds that on the right. The kernels of products are in `product.rs`, the
//! operators of points in `points.rs`.

use nalgebra::allocator::{Allocator, SameShapeAllocator};
use nalgebra::base::MatrixSum;
use nalgebra::constraint::{
    AreMultipliable, SameNumberOfColumns, SameNumberOfRows, ShapeConstraint,
};
use nalgebra::storage::{RawStorage, Storage};
use nalgebra::{DefaultAllocator, Dim, Matrix, OMatrix};

use super::product::{add_left, add_right};
use super::scaling::{
    scale_adjoint_0, scale_adjoint_1, scale_tangent_0, scale_tangent_1, unscale_adjoint_0,
    unscale_adjoint_1, unscale_tangent_0, unscale_tangent_1,
};
use super::shape::{check_shape, copy_like, map_like, with_shape_mut, zeros_like, zip_like};
use crate::rules::{AbsRule, AddRule, DivRule, MulRule, NegRule, SubRule, TangentOf};
use crate::{Dual, Real};

/// Implements a rule of two operands from one function per method, for a right operand by value and by reference.
macro_rules! matrix_rule {
    (
        [$($generics:tt)*] $Rule:ident<$B:ty> for $A:ty, [$($bounds:tt)*] -> $Output:ty { $($methods:tt)* }
    ) => {
        matrix_rule!(@by_value [$($generics)*] $Rule<$B> for $A, [$($bounds)*] -> $Output { $($methods)* });
        matrix_rule!(@by_value ['b, $($generics)*] $Rule<&'b $B> for $A, [$($bounds)*] -> $Output { $($methods)* });
    };
    (
        @by_value [$($generics:tt)*] $Rule:ident<$B:ty> for $A:ty, [$($bounds:tt)*] -> $Output:ty {
            $adjoint_0:ident: $adjoint_0_of:path,
            $adjoint_1:ident: $adjoint_1_of:path,
            $tangent_0:ident: $tangent_0_of:path,
            $tangent_1:ident: $tangent_1_of:path,
            $($accumulate_0:ident: $accumulate_0_of:path, $accumulate_1:ident: $accumulate_1_of:path,)?
        }
    ) => {
        impl<$($generics)*> $Rule<$B> for $A
        where
            $($bounds)*
        {
            type Output = $Output;

            #[inline]
            fn $adjoint_0(a: &Self, b: &$B, ct: &TangentOf<$Output>) -> TangentOf<Self> {
                $adjoint_0_of(a, b, ct)
            }

            #[inline]
            fn $adjoint_1(a: &Self, b: &$B, ct: &TangentOf<$Output>) -> TangentOf<$B> {
                $adjoint_1_of(a, b, ct)
            }

            #[inline]
            fn $tangent_0(a: &Self, b: &$B, da: &TangentOf<Self>) -> TangentOf<$Output> {
                $tangent_0_of(a, b, da)
            }

            #[inline]
            fn $tangent_1(a: &Self, b: &$B, db: &TangentOf<$B>) -> TangentOf<$Output> {
                $tangent_1_of(a, b, db)
            }

            $(
                #[inline]
                fn $accumulate_0(a: &Self, b: &$B, ct: &TangentOf<$Output>, adjoint: &mut TangentOf<Self>) {
                    $accumulate_0_of(a, b, ct, adjoint);
                }

                #[inline]
                fn $accumulate_1(a: &Self, b: &$B, ct: &TangentOf<$Output>, adjoint: &mut TangentOf<$B>) {
                    $accumulate_1_of(a, b, ct, adjoint);
                }
            )?
        }
    };
}
pub(super) use matrix_rule;

// Matrix + Matrix, Matrix - Matrix

matrix_rule! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>, R2: Dim, C2: Dim, S2: Storage<T, R2, C2>]
    AddRule<Matrix<T, R2, C2, S2>> for Matrix<T, R, C, S>,
    [
        DefaultAllocator: SameShapeAllocator<R, C, R2, C2> + Allocator<R2, C2>,
        ShapeConstraint: SameNumberOfRows<R, R2> + SameNumberOfColumns<C, C2>,
    ] -> MatrixSum<T, R, C, R2, C2> {
        add_adjoint_0: copy_as_left,
        add_adjoint_1: copy_as_right,
        add_tangent_0: left_as_sum,
        add_tangent_1: right_as_sum,
    }
}

matrix_rule! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>, R2: Dim, C2: Dim, S2: Storage<T, R2, C2>]
    SubRule<Matrix<T, R2, C2, S2>> for Matrix<T, R, C, S>,
    [
        DefaultAllocator: SameShapeAllocator<R, C, R2, C2> + Allocator<R2, C2>,
        ShapeConstraint: SameNumberOfRows<R, R2> + SameNumberOfColumns<C, C2>,
    ] -> MatrixSum<T, R, C, R2, C2> {
        sub_adjoint_0: copy_as_left,
        sub_adjoint_1: negative_as_right,
        sub_tangent_0: left_as_sum,
        sub_tangent_1: negative_right_as_sum,
    }
}

#[inline]
fn copy_as_left<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, R3: Dim, C3: Dim, S3>(
    a: &Matrix<T, R, C, S>,
    _b: &Matrix<T, R2, C2, S2>,
    ct: &Matrix<T, R3, C3, S3>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S3: RawStorage<T, R3, C3>,
    DefaultAllocator: Allocator<R, C>,
{
    copy_like(a, ct)
}

#[inline]
fn copy_as_right<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, R3: Dim, C3: Dim, S3>(
    _a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &Matrix<T, R3, C3, S3>,
) -> OMatrix<T, R2, C2>
where
    S2: RawStorage<T, R2, C2>,
    S3: RawStorage<T, R3, C3>,
    DefaultAllocator: Allocator<R2, C2>,
{
    copy_like(b, ct)
}

#[inline]
fn negative_as_right<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2, R3: Dim, C3: Dim, S3>(
    _a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &Matrix<T, R3, C3, S3>,
) -> OMatrix<T, R2, C2>
where
    S2: RawStorage<T, R2, C2>,
    S3: RawStorage<T, R3, C3>,
    DefaultAllocator: Allocator<R2, C2>,
{
    map_like(b, ct, |d| -d)
}

#[inline]
fn left_as_sum<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    _b: &Matrix<T, R2, C2, S2>,
    da: &OMatrix<T, R, C>,
) -> MatrixSum<T, R, C, R2, C2>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: SameShapeAllocator<R, C, R2, C2>,
    ShapeConstraint: SameNumberOfRows<R, R2> + SameNumberOfColumns<C, C2>,
{
    check_shape(a, da);
    da.clone_owned_sum::<R2, C2>()
}

#[inline]
fn right_as_sum<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    _b: &Matrix<T, R2, C2, S2>,
    db: &OMatrix<T, R2, C2>,
) -> MatrixSum<T, R, C, R2, C2>
where
    S: Storage<T, R, C>,
    DefaultAllocator: SameShapeAllocator<R, C, R2, C2> + Allocator<R2, C2>,
    ShapeConstraint: SameNumberOfRows<R, R2> + SameNumberOfColumns<C, C2>,
{
    check_shape(a, db);
    let mut sum = a.clone_owned_sum::<R2, C2>();
    with_shape_mut(&mut sum, db).copy_from(db);
    sum
}

#[inline]
fn negative_right_as_sum<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    db: &OMatrix<T, R2, C2>,
) -> MatrixSum<T, R, C, R2, C2>
where
    S: Storage<T, R, C>,
    DefaultAllocator: SameShapeAllocator<R, C, R2, C2> + Allocator<R2, C2>,
    ShapeConstraint: SameNumberOfRows<R, R2> + SameNumberOfColumns<C, C2>,
{
    let mut sum = right_as_sum(a, b, db);
    sum.neg_mut();
    sum
}

// Matrix * Matrix: `C = A B`; `dA += dC Bᵀ`; `dB += Aᵀ dC`; `Ċ = Ȧ B + A Ḃ`

matrix_rule! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>, R2: Dim, C2: Dim, S2: Storage<T, R2, C2>]
    MulRule<Matrix<T, R2, C2, S2>> for Matrix<T, R, C, S>,
    [
        DefaultAllocator: Allocator<R, C> + Allocator<R2, C2> + Allocator<R, C2>,
        ShapeConstraint: AreMultipliable<R, C, R2, C2>,
    ] -> OMatrix<T, R, C2> {
        mul_adjoint_0: product_adjoint_0,
        mul_adjoint_1: product_adjoint_1,
        mul_tangent_0: product_tangent_0,
        mul_tangent_1: product_tangent_1,
        mul_accumulate_0: product_accumulate_0,
        mul_accumulate_1: product_accumulate_1,
    }
}

#[inline]
fn product_adjoint_0<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &OMatrix<T, R, C2>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    S2: Storage<T, R2, C2>,
    DefaultAllocator: Allocator<R, C> + Allocator<R, C2>,
    ShapeConstraint: AreMultipliable<R, C, R2, C2>,
{
    let mut contribution = zeros_like(a);
    add_left(&mut contribution, b, ct);
    contribution
}

#[inline]
fn product_adjoint_1<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &OMatrix<T, R, C2>,
) -> OMatrix<T, R2, C2>
where
    S: Storage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    DefaultAllocator: Allocator<R2, C2> + Allocator<R, C2>,
{
    let mut contribution = zeros_like(b);
    add_right(a, &mut contribution, ct);
    contribution
}

#[inline]
fn product_accumulate_0<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    _a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    ct: &OMatrix<T, R, C2>,
    adjoint: &mut OMatrix<T, R, C>,
) where
    S2: Storage<T, R2, C2>,
    DefaultAllocator: Allocator<R, C> + Allocator<R, C2>,
    ShapeConstraint: AreMultipliable<R, C, R2, C2>,
{
    add_left(adjoint, b, ct);
}

#[inline]
fn product_accumulate_1<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    _b: &Matrix<T, R2, C2, S2>,
    ct: &OMatrix<T, R, C2>,
    adjoint: &mut OMatrix<T, R2, C2>,
) where
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<R2, C2> + Allocator<R, C2>,
{
    add_right(a, adjoint, ct);
}

#[inline]
fn product_tangent_0<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    da: &OMatrix<T, R, C>,
) -> OMatrix<T, R, C2>
where
    S: RawStorage<T, R, C>,
    S2: Storage<T, R2, C2>,
    DefaultAllocator: Allocator<R, C> + Allocator<R, C2>,
    ShapeConstraint: AreMultipliable<R, C, R2, C2>,
{
    check_shape(a, da);
    da * b
}

#[inline]
fn product_tangent_1<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    db: &OMatrix<T, R2, C2>,
) -> OMatrix<T, R, C2>
where
    S: Storage<T, R, C>,
    S2: RawStorage<T, R2, C2>,
    DefaultAllocator: Allocator<R2, C2> + Allocator<R, C2>,
    ShapeConstraint: AreMultipliable<R, C, R2, C2>,
{
    check_shape(b, db);
    a * db
}

// Matrix * scalar, Matrix / scalar: the scalar by value only, as in nalgebra

matrix_rule! {
    @by_value [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] MulRule<T> for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C>] -> OMatrix<T, R, C> {
        mul_adjoint_0: scale_adjoint_0,
        mul_adjoint_1: scale_adjoint_1,
        mul_tangent_0: scale_tangent_0,
        mul_tangent_1: scale_tangent_1,
    }
}

matrix_rule! {
    @by_value [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] DivRule<T> for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C>] -> OMatrix<T, R, C> {
        div_adjoint_0: unscale_adjoint_0,
        div_adjoint_1: unscale_adjoint_1,
        div_tangent_0: unscale_tangent_0,
        div_tangent_1: unscale_tangent_1,
    }
}

// scalar * Matrix: for the concrete scalars for which nalgebra has it, and dual numbers (`dual.rs`)

macro_rules! scalar_times_matrix {
    ($([$($generics:tt)*] $T:ty;)*) => {$(
        matrix_rule! {
            [$($generics)* R: Dim, C: Dim, S: Storage<$T, R, C>] MulRule<Matrix<$T, R, C, S>> for $T,
            [DefaultAllocator: Allocator<R, C>] -> OMatrix<$T, R, C> {
                mul_adjoint_0: left_scale_adjoint_0,
                mul_adjoint_1: left_scale_adjoint_1,
                mul_tangent_0: left_scale_tangent_0,
                mul_tangent_1: left_scale_tangent_1,
            }
        }
    )*};
}

scalar_times_matrix! {
    [] f32;
    [] f64;
    [E: Real,] Dual<E>;
}

#[inline]
fn left_scale_adjoint_0<T: Real, R: Dim, C: Dim, S>(
    s: &T,
    m: &Matrix<T, R, C, S>,
    ct: &OMatrix<T, R, C>,
) -> T
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    scale_adjoint_1(m, s, ct)
}

#[inline]
fn left_scale_adjoint_1<T: Real, R: Dim, C: Dim, S>(
    s: &T,
    m: &Matrix<T, R, C, S>,
    ct: &OMatrix<T, R, C>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    scale_adjoint_0(m, s, ct)
}

#[inline]
fn left_scale_tangent_0<T: Real, R: Dim, C: Dim, S>(
    s: &T,
    m: &Matrix<T, R, C, S>,
    ds: &T,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    scale_tangent_1(m, s, ds)
}

#[inline]
fn left_scale_tangent_1<T: Real, R: Dim, C: Dim, S>(
    s: &T,
    m: &Matrix<T, R, C, S>,
    dm: &OMatrix<T, R, C>,
) -> OMatrix<T, R, C>
where
    S: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    scale_tangent_0(m, s, dm)
}

/// `Y = -M`; `dM -= dY`
impl<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>> NegRule for Matrix<T, R, C, S>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = OMatrix<T, R, C>;

    #[inline]
    fn neg_adjoint_0(m: &Self, ct: &OMatrix<T, R, C>) -> OMatrix<T, R, C> {
        map_like(m, ct, |d| -d)
    }

    #[inline]
    fn neg_tangent_0(m: &Self, dm: &OMatrix<T, R, C>) -> OMatrix<T, R, C> {
        map_like(m, dm, |d| -d)
    }
}

/// `y_ij = |m_ij|`; `dm_ij += sign(m_ij) dy_ij`, and 0 at 0
impl<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>> AbsRule for Matrix<T, R, C, S>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Output = OMatrix<T, R, C>;

    #[inline]
    fn abs_adjoint_0(m: &Self, ct: &OMatrix<T, R, C>) -> OMatrix<T, R, C> {
        zip_like(m, m, ct, |x, d| T::abs_adjoint_0(&x, &d))
    }

    #[inline]
    fn abs_tangent_0(m: &Self, dm: &OMatrix<T, R, C>) -> OMatrix<T, R, C> {
        zip_like(m, m, dm, |x, d| T::abs_tangent_0(&x, &d))
    }
}
