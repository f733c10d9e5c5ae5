//! Methods that users' own types often have too: `dot`, `norm`, `scale`, `transpose`, ..
//!
//! For a receiver that can only be a matrix the compiler uses the rules themselves (`rules/nalgebra/`). Where it may
//! be of a user's type, it calls siblings: a user's, or these. Both give the same.

use nalgebra::allocator::{Allocator, SameShapeAllocator};
use nalgebra::base::{MatrixCross, MatrixSum};
use nalgebra::constraint::{DimEq, SameNumberOfColumns, SameNumberOfRows, ShapeConstraint};
use nalgebra::storage::Storage;
use nalgebra::{DefaultAllocator, Dim, DimMin, Matrix, OMatrix, OVector, RowOVector, U1};

use crate::rules::nalgebra as rules;
use crate::{Real, Tangent};

macro_rules! shared {
    ($(
        $Trait:ident [$($generics:tt)*] $Self:ty, [$($bounds:tt)*] -> $Output:ty:
        $forward:ident $back:ident $reverse:ident $jvp:ident
        $second_forward:ident $second_back:ident $second_reverse:ident
        |$m:ident| $value:expr; |$y:ident, $ct:ident| $adjoint:expr; |$d:ident| $tangent:expr;
    )*) => {$(
        method! {
            /// The method of that name.
            $Trait: $forward $back $reverse $jvp $second_forward $second_back $second_reverse
        }

        implement! {
            [$($generics)*] $Trait for $Self, [$($bounds)*] -> $Output {
                |$m| $value;
                |$y, $ct| $adjoint;
                |$d| $tangent;
            }
        }
    )*};
}

shared! {
    Norm [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Matrix<T, R, C, S>, [DefaultAllocator: Allocator<R, C>] -> T:
        __ad_forward_norm __ad_back_norm __ad_reverse_norm __ad_jvp_norm __ad_second_order_forward_norm __ad_second_order_back_norm __ad_second_order_reverse_norm
        |m| m.norm(); |y, ct| rules::norm_adjoint_0(m, y, ct); |d| rules::norm_tangent_0(m, y, d);
    Magnitude [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Matrix<T, R, C, S>, [DefaultAllocator: Allocator<R, C>] -> T:
        __ad_forward_magnitude __ad_back_magnitude __ad_reverse_magnitude __ad_jvp_magnitude __ad_second_order_forward_magnitude __ad_second_order_back_magnitude __ad_second_order_reverse_magnitude
        |m| m.magnitude(); |y, ct| rules::norm_adjoint_0(m, y, ct); |d| rules::norm_tangent_0(m, y, d);
    NormSquared [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Matrix<T, R, C, S>, [DefaultAllocator: Allocator<R, C>] -> T:
        __ad_forward_norm_squared __ad_back_norm_squared __ad_reverse_norm_squared __ad_jvp_norm_squared __ad_second_order_forward_norm_squared __ad_second_order_back_norm_squared __ad_second_order_reverse_norm_squared
        |m| m.norm_squared(); |y, ct| rules::norm_squared_adjoint_0(m, ct); |d| rules::norm_squared_tangent_0(m, d);
    MagnitudeSquared [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Matrix<T, R, C, S>, [DefaultAllocator: Allocator<R, C>] -> T:
        __ad_forward_magnitude_squared __ad_back_magnitude_squared __ad_reverse_magnitude_squared
        __ad_jvp_magnitude_squared __ad_second_order_forward_magnitude_squared __ad_second_order_back_magnitude_squared __ad_second_order_reverse_magnitude_squared
        |m| m.magnitude_squared(); |y, ct| rules::norm_squared_adjoint_0(m, ct); |d| rules::norm_squared_tangent_0(m, d);
    Normalize [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Matrix<T, R, C, S>, [DefaultAllocator: Allocator<R, C>] -> OMatrix<T, R, C>:
        __ad_forward_normalize __ad_back_normalize __ad_reverse_normalize __ad_jvp_normalize __ad_second_order_forward_normalize __ad_second_order_back_normalize __ad_second_order_reverse_normalize
        |m| m.normalize(); |y, ct| rules::normalize_adjoint_0(m, y, ct); |d| rules::normalize_tangent_0(m, y, d);
    Sum [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Matrix<T, R, C, S>, [DefaultAllocator: Allocator<R, C>] -> T:
        __ad_forward_sum __ad_back_sum __ad_reverse_sum __ad_jvp_sum __ad_second_order_forward_sum __ad_second_order_back_sum __ad_second_order_reverse_sum
        |m| m.sum(); |y, ct| rules::sum_adjoint_0(m, ct); |d| rules::sum_tangent_0(m, d);
    Mean [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Matrix<T, R, C, S>, [DefaultAllocator: Allocator<R, C>] -> T:
        __ad_forward_mean __ad_back_mean __ad_reverse_mean __ad_jvp_mean __ad_second_order_forward_mean __ad_second_order_back_mean __ad_second_order_reverse_mean
        |m| m.mean(); |y, ct| rules::mean_adjoint_0(m, ct); |d| rules::mean_tangent_0(m, d);
    Trace [T: Real, D: Dim, S: Storage<T, D, D>] Matrix<T, D, D, S>, [DefaultAllocator: Allocator<D, D>] -> T:
        __ad_forward_trace __ad_back_trace __ad_reverse_trace __ad_jvp_trace __ad_second_order_forward_trace __ad_second_order_back_trace __ad_second_order_reverse_trace
        |m| m.trace(); |y, ct| rules::trace_adjoint_0(m, ct); |d| rules::trace_tangent_0(m, d);
    Transpose [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Matrix<T, R, C, S>,
        [DefaultAllocator: Allocator<R, C> + Allocator<C, R>] -> OMatrix<T, C, R>:
        __ad_forward_transpose __ad_back_transpose __ad_reverse_transpose __ad_jvp_transpose __ad_second_order_forward_transpose __ad_second_order_back_transpose __ad_second_order_reverse_transpose
        |m| m.transpose(); |y, ct| rules::transpose_adjoint_0(m, ct); |d| rules::transpose_tangent_0(m, d);
    Diagonal [T: Real, D: Dim, S: Storage<T, D, D>] Matrix<T, D, D, S>,
        [DefaultAllocator: Allocator<D, D> + Allocator<D>] -> OVector<T, D>:
        __ad_forward_diagonal __ad_back_diagonal __ad_reverse_diagonal __ad_jvp_diagonal __ad_second_order_forward_diagonal __ad_second_order_back_diagonal __ad_second_order_reverse_diagonal
        |m| m.diagonal(); |y, ct| rules::diagonal_adjoint_0(m, ct); |d| rules::diagonal_tangent_0(m, d);
    ColumnSum [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Matrix<T, R, C, S>,
        [DefaultAllocator: Allocator<R, C> + Allocator<R>] -> OVector<T, R>:
        __ad_forward_column_sum __ad_back_column_sum __ad_reverse_column_sum __ad_jvp_column_sum __ad_second_order_forward_column_sum __ad_second_order_back_column_sum __ad_second_order_reverse_column_sum
        |m| m.column_sum(); |y, ct| rules::column_sum_adjoint_0(m, ct); |d| rules::column_sum_tangent_0(m, d);
    RowSum [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Matrix<T, R, C, S>,
        [DefaultAllocator: Allocator<R, C> + Allocator<U1, C>] -> RowOVector<T, C>:
        __ad_forward_row_sum __ad_back_row_sum __ad_reverse_row_sum __ad_jvp_row_sum __ad_second_order_forward_row_sum __ad_second_order_back_row_sum __ad_second_order_reverse_row_sum
        |m| m.row_sum(); |y, ct| rules::row_sum_adjoint_0(m, ct); |d| rules::row_sum_tangent_0(m, d);
}

method! {
    /// `determinant`, of matrices and decompositions
    Determinant: __ad_forward_determinant __ad_back_determinant __ad_reverse_determinant
        __ad_jvp_determinant __ad_second_order_forward_determinant __ad_second_order_back_determinant __ad_second_order_reverse_determinant
}

implement! {
    [T: Real, D: DimMin<D, Output = D>, S: Storage<T, D, D>] Determinant for Matrix<T, D, D, S>,
    [DefaultAllocator: Allocator<D, D> + Allocator<D>] -> T {
        |m| m.determinant();
        |y, ct| rules::determinant_adjoint_0(m, y, ct);
        |d| rules::determinant_tangent_0(m, y, d);
    }
}

implement! {
    [T: Real, D: DimMin<D, Output = D>] Determinant for nalgebra::LU<T, D, D>,
    [DefaultAllocator: Allocator<D, D> + Allocator<D>] -> T {
        |m| m.determinant();
        |y, ct| rules::determinant_adjoint_0(m, y, ct);
        |d| rules::determinant_tangent_0(m, y, d);
    }
}

implement! {
    [T: Real, D: Dim] Determinant for nalgebra::Cholesky<T, D>,
    [DefaultAllocator: Allocator<D, D>] -> T {
        |m| m.determinant();
        |y, ct| rules::determinant_adjoint_0(m, y, ct);
        |d| rules::determinant_tangent_0(m, y, d);
    }
}

method_with! {
    /// `a.dot(&b)`
    Dot(&): __ad_forward_dot __ad_back_dot __ad_reverse_dot __ad_jvp_dot __ad_second_order_forward_dot __ad_second_order_back_dot __ad_second_order_reverse_dot
}

implement_with! {
    [
        T: Real,
        R: Dim,
        C: Dim,
        S: Storage<T, R, C>,
        R2: Dim,
        C2: Dim,
        S2: Storage<T, R2, C2>
    ]
    Dot<Matrix<T, R2, C2, S2>> for Matrix<T, R, C, S>,
    [
        DefaultAllocator: Allocator<R, C> + Allocator<R2, C2>,
        ShapeConstraint: DimEq<R, R2> + DimEq<C, C2>,
    ] -> T {
        |a, b| a.dot(b);
        |y, ct| rules::dot_adjoint_0(a, b, ct), rules::dot_adjoint_1(a, b, ct);
        |da, db| rules::dot_tangent_0(a, b, da) + rules::dot_tangent_1(a, b, db);
    }
}

method_with! {
    /// `a.cross(&b)`
    Cross(&): __ad_forward_cross __ad_back_cross __ad_reverse_cross __ad_jvp_cross __ad_second_order_forward_cross __ad_second_order_back_cross __ad_second_order_reverse_cross
}

implement_with! {
    [
        T: Real,
        R: Dim,
        C: Dim,
        S: Storage<T, R, C>,
        R2: Dim,
        C2: Dim,
        S2: Storage<T, R2, C2>
    ]
    Cross<Matrix<T, R2, C2, S2>> for Matrix<T, R, C, S>,
    [
        DefaultAllocator: Allocator<R, C> + Allocator<R2, C2> + SameShapeAllocator<R, C, R2, C2>,
        ShapeConstraint: SameNumberOfRows<R, R2> + SameNumberOfColumns<C, C2>,
    ] -> MatrixCross<T, R, C, R2, C2> {
        |a, b| a.cross(b);
        |y, ct| rules::cross_adjoint_0(a, b, ct), rules::cross_adjoint_1(a, b, ct);
        |da, db| sum(rules::cross_tangent_0(a, b, da), rules::cross_tangent_1(a, b, db));
    }
}

macro_rules! elementwise {
    ($($Trait:ident $method:ident: $forward:ident $back:ident $reverse:ident $jvp:ident
        $second_forward:ident $second_back:ident $second_reverse:ident
        $adjoint_0:ident $adjoint_1:ident $tangent_0:ident $tangent_1:ident;)*) => {$(
        method_with! {
            /// The method of that name.
            $Trait(&): $forward $back $reverse $jvp $second_forward $second_back $second_reverse
        }

        implement_with! {
            [
                T: Real,
                R: Dim,
                C: Dim,
                S: Storage<T, R, C>,
                R2: Dim,
                C2: Dim,
                S2: Storage<T, R2, C2>
            ]
            $Trait<Matrix<T, R2, C2, S2>> for Matrix<T, R, C, S>,
            [
                DefaultAllocator: Allocator<R, C> + Allocator<R2, C2> + SameShapeAllocator<R, C, R2, C2>,
                ShapeConstraint: SameNumberOfRows<R, R2> + SameNumberOfColumns<C, C2>,
            ] -> MatrixSum<T, R, C, R2, C2> {
                |a, b| a.$method(b);
                |y, ct| rules::$adjoint_0(a, b, ct), rules::$adjoint_1(a, b, ct);
                |da, db| sum(rules::$tangent_0(a, b, da), rules::$tangent_1(a, b, db));
            }
        }
    )*};
}

elementwise! {
    ComponentMul component_mul: __ad_forward_component_mul __ad_back_component_mul __ad_reverse_component_mul
        __ad_jvp_component_mul __ad_second_order_forward_component_mul __ad_second_order_back_component_mul __ad_second_order_reverse_component_mul component_mul_adjoint_0 component_mul_adjoint_1 component_mul_tangent_0
        component_mul_tangent_1;
    ComponentDiv component_div: __ad_forward_component_div __ad_back_component_div __ad_reverse_component_div
        __ad_jvp_component_div __ad_second_order_forward_component_div __ad_second_order_back_component_div __ad_second_order_reverse_component_div component_div_adjoint_0 component_div_adjoint_1 component_div_tangent_0
        component_div_tangent_1;
}

method_with! {
    /// `m.scale(s)`
    Scale(): __ad_forward_scale __ad_back_scale __ad_reverse_scale __ad_jvp_scale __ad_second_order_forward_scale __ad_second_order_back_scale __ad_second_order_reverse_scale
}

implement_with! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Scale<T> for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C>] -> OMatrix<T, R, C> {
        |m, s| m.scale(*s);
        |y, ct| rules::scale_adjoint_0(m, s, ct), rules::scale_adjoint_1(m, s, ct);
        |da, db| sum(rules::scale_tangent_0(m, s, da), rules::scale_tangent_1(m, s, db));
    }
}

method_with! {
    /// `m.add_scalar(s)`
    AddScalar(): __ad_forward_add_scalar __ad_back_add_scalar __ad_reverse_add_scalar
        __ad_jvp_add_scalar __ad_second_order_forward_add_scalar __ad_second_order_back_add_scalar __ad_second_order_reverse_add_scalar
}

implement_with! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] AddScalar<T> for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C>] -> OMatrix<T, R, C> {
        |m, s| m.add_scalar(*s);
        |y, ct| rules::add_scalar_adjoint_0(m, s, ct), rules::add_scalar_adjoint_1(m, s, ct);
        |da, db| sum(rules::add_scalar_tangent_0(m, s, da), rules::add_scalar_tangent_1(m, s, db));
    }
}

fn sum<T: Tangent>(mut a: T, b: T) -> T {
    a.add_assign(&b);
    a
}
