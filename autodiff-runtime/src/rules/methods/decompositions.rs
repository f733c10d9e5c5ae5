//! Methods of decompositions: `solve`, `inverse`, `l`, `unpack`, `ln_determinant`, `q`, `r`.
//!
//! The tangent of a decomposition is that of the matrix that it decomposes. The formulas are in `rules/nalgebra/lu.rs`,
//! `cholesky.rs` and `qr.rs`.

use nalgebra::allocator::Allocator;
use nalgebra::constraint::{SameNumberOfRows, ShapeConstraint};
use nalgebra::storage::Storage;
use nalgebra::{Cholesky, DefaultAllocator, Dim, DimMin, DimMinimum, Matrix, OMatrix, LU, QR};

use crate::rules::nalgebra as rules;
use crate::{Real, Tangent};

method_with! {
    /// `decomposition.solve(&b)`
    Solve(&): __ad_forward_solve __ad_back_solve __ad_reverse_solve __ad_jvp_solve
        __ad_second_order_forward_solve __ad_second_order_back_solve
        __ad_second_order_reverse_solve
}

method! {
    /// `chol.inverse()`
    Inverse: __ad_forward_inverse __ad_back_inverse __ad_reverse_inverse __ad_jvp_inverse
        __ad_second_order_forward_inverse __ad_second_order_back_inverse
        __ad_second_order_reverse_inverse
}

method! {
    /// `chol.ln_determinant()`
    LnDeterminant: __ad_forward_ln_determinant __ad_back_ln_determinant __ad_reverse_ln_determinant
        __ad_jvp_ln_determinant
        __ad_second_order_forward_ln_determinant __ad_second_order_back_ln_determinant
        __ad_second_order_reverse_ln_determinant
}

method! {
    /// `chol.l()`
    Factor: __ad_forward_l __ad_back_l __ad_reverse_l __ad_jvp_l
        __ad_second_order_forward_l __ad_second_order_back_l
        __ad_second_order_reverse_l
}

method! {
    /// `chol.unpack()`, the factor `l`
    Unpack: __ad_forward_unpack __ad_back_unpack __ad_reverse_unpack __ad_jvp_unpack
        __ad_second_order_forward_unpack __ad_second_order_back_unpack
        __ad_second_order_reverse_unpack
}

method! {
    /// `qr.q()`
    Orthogonal: __ad_forward_q __ad_back_q __ad_reverse_q __ad_jvp_q
        __ad_second_order_forward_q __ad_second_order_back_q
        __ad_second_order_reverse_q
}

method! {
    /// `qr.r()`
    Triangular: __ad_forward_r __ad_back_r __ad_reverse_r __ad_jvp_r
        __ad_second_order_forward_r __ad_second_order_back_r
        __ad_second_order_reverse_r
}

implement_with! {
    [T: Real, D: DimMin<D, Output = D>, R: Dim, C: Dim, S: Storage<T, R, C>]
    Solve<Matrix<T, R, C, S>> for LU<T, D, D>,
    [
        DefaultAllocator: Allocator<D, D> + Allocator<D> + Allocator<R, C>,
        ShapeConstraint: SameNumberOfRows<R, D>,
    ] -> Option<OMatrix<T, R, C>> {
        |lu, b| lu.solve(b);
        |y, ct| rules::solve_adjoint_0(lu, b, y, ct), rules::solve_adjoint_1(lu, b, y, ct);
        |da, db| sum(rules::solve_tangent_0(lu, b, y, da), rules::solve_tangent_1(lu, b, y, db));
    }
}

implement_with! {
    [T: Real, D: Dim, R: Dim, C: Dim, S: Storage<T, R, C>]
    Solve<Matrix<T, R, C, S>> for Cholesky<T, D>,
    [
        DefaultAllocator: Allocator<D, D> + Allocator<R, C>,
        ShapeConstraint: SameNumberOfRows<R, D>,
    ] -> OMatrix<T, R, C> {
        |chol, b| chol.solve(b);
        |y, ct| rules::solve_adjoint_0(chol, b, y, ct), rules::solve_adjoint_1(chol, b, y, ct);
        |da, db| sum(rules::solve_tangent_0(chol, b, y, da), rules::solve_tangent_1(chol, b, y, db));
    }
}

implement_with! {
    [T: Real, D: DimMin<D, Output = D>, R: Dim, C: Dim, S: Storage<T, R, C>]
    Solve<Matrix<T, R, C, S>> for QR<T, D, D>,
    [
        DefaultAllocator: Allocator<D, D> + Allocator<D> + Allocator<R, C> + Allocator<C, R>,
        ShapeConstraint: SameNumberOfRows<R, D>,
    ] -> Option<OMatrix<T, R, C>> {
        |qr, b| qr.solve(b);
        |y, ct| rules::qr_solve_adjoint_0(qr, b, y, ct), rules::qr_solve_adjoint_1(qr, b, y, ct);
        |da, db| rules::qr_solve_tangent(qr, y, da, db);
    }
}

implement! {
    [T: Real, D: Dim] Inverse for Cholesky<T, D>, [DefaultAllocator: Allocator<D, D>] -> OMatrix<T, D, D> {
        |chol| chol.inverse();
        |y, ct| rules::inverse_adjoint_0(chol, y, ct);
        |d| rules::inverse_tangent_0(chol, y, d);
    }
}

implement! {
    [T: Real, D: Dim] LnDeterminant for Cholesky<T, D>, [DefaultAllocator: Allocator<D, D>] -> T {
        |chol| chol.ln_determinant();
        |y, ct| rules::ln_determinant_adjoint_0(chol, ct);
        |d| rules::ln_determinant_tangent_0(chol, d);
    }
}

implement! {
    [T: Real, D: Dim] Factor for Cholesky<T, D>, [DefaultAllocator: Allocator<D, D>] -> OMatrix<T, D, D> {
        |chol| chol.l();
        |y, ct| rules::l_adjoint_0(chol, ct);
        |d| rules::l_tangent_0(chol, d);
    }
}

implement! {
    [T: Real, D: Dim] Unpack for Cholesky<T, D>, [DefaultAllocator: Allocator<D, D>] -> OMatrix<T, D, D> {
        |chol| chol.clone().unpack();
        |y, ct| rules::l_adjoint_0(chol, ct);
        |d| rules::l_tangent_0(chol, d);
    }
}

implement! {
    [T: Real, R: DimMin<C>, C: Dim] Orthogonal for QR<T, R, C>,
    [
        DefaultAllocator: Allocator<R, C>
            + Allocator<DimMinimum<R, C>>
            + Allocator<R, DimMinimum<R, C>>
            + Allocator<DimMinimum<R, C>, C>
            + Allocator<R>,
    ] -> OMatrix<T, R, DimMinimum<R, C>> {
        |qr| qr.q();
        |y, ct| rules::q_adjoint(qr, ct);
        |d| rules::q_tangent(qr, d);
    }
}

implement! {
    [T: Real, R: DimMin<C>, C: Dim] Triangular for QR<T, R, C>,
    [
        DefaultAllocator: Allocator<R, C>
            + Allocator<DimMinimum<R, C>>
            + Allocator<R, DimMinimum<R, C>>
            + Allocator<DimMinimum<R, C>, C>
            + Allocator<R>,
    ] -> OMatrix<T, DimMinimum<R, C>, C> {
        |qr| qr.r();
        |y, ct| rules::r_adjoint(qr, ct);
        |d| rules::r_tangent(qr, d);
    }
}

fn sum<T: Tangent>(mut a: T, b: T) -> T {
    a.add_assign(&b);
    a
}
