//! Triangular systems: `l.solve_lower_triangular(&b)` and its kin.
//!
//! `A X = B` with the triangle of `A` that the method reads: `W = A⁻ᵀ dX`; `dB += W`; `dA -= W Xᵀ` in that triangle;
//! `Ẋ = A⁻¹ (Ḃ - Ȧ X)`. The transposed methods solve `Aᵀ X = B`: `W = A⁻¹ dX`; `dA -= X Wᵀ`.

use nalgebra::allocator::Allocator;
use nalgebra::constraint::{SameNumberOfRows, ShapeConstraint};
use nalgebra::storage::Storage;
use nalgebra::{DefaultAllocator, Dim, Matrix, OMatrix};

use crate::{Differentiable, Real};

macro_rules! triangular {
    ($(
        $Trait:ident $method:ident($unchecked:ident / $opposite:ident), transposed $transposed:literal,
        kept $keep:ident: $forward:ident $back:ident $reverse:ident $jvp:ident
        $second_forward:ident $second_back:ident $second_reverse:ident;
    )*) => {$(
        method_with! {
            /// The method of that name.
            $Trait(&): $forward $back $reverse $jvp $second_forward $second_back $second_reverse
        }

        implement_with! {
            [T: Real, D: Dim, S: Storage<T, D, D>, R: Dim, C: Dim, S2: Storage<T, R, C>]
            $Trait<Matrix<T, R, C, S2>> for Matrix<T, D, D, S>,
            [
                DefaultAllocator: Allocator<D, D> + Allocator<R, C>,
                ShapeConstraint: SameNumberOfRows<R, D>,
            ] -> Option<OMatrix<T, R, C>> {
                |a, b| a.$method(b);
                |y, ct| match (y, ct) {
                    (Some(x), Some(ct)) => {
                        let mut w = ct.clone();
                        a.$opposite(&mut w);
                        let mut part = a.zero_tangent();
                        for j in 0..part.ncols() {
                            for i in 0..part.nrows() {
                                let (i_w, i_x) = if $transposed { (j, i) } else { (i, j) };
                                let products = w.row(i_w).iter().zip(x.row(i_x).iter())
                                    .fold(T::zero(), |sum, (w, x)| sum + *w * *x);
                                part[(i, j)] = -products;
                            }
                        }
                        part.$keep()
                    }
                    _ => a.zero_tangent(),
                }, match (y, ct) {
                    (Some(_), Some(ct)) => {
                        let mut w = ct.clone();
                        a.$opposite(&mut w);
                        w
                    }
                    _ => b.zero_tangent(),
                };
                |da, db| y.as_ref().map(|x| {
                    let kept = da.$keep();
                    let mut dx = db.clone();
                    for k in 0..dx.ncols() {
                        for i in 0..dx.nrows() {
                            for j in 0..kept.ncols() {
                                let entry = if $transposed { kept[(j, i)] } else { kept[(i, j)] };
                                dx[(i, k)] -= entry * x[(j, k)];
                            }
                        }
                    }
                    a.$unchecked(&mut dx);
                    dx
                });
            }
        }
    )*};
}

triangular! {
    SolveLower solve_lower_triangular(
        solve_lower_triangular_unchecked_mut / tr_solve_lower_triangular_unchecked_mut
    ), transposed false, kept lower_triangle: __ad_forward_solve_lower_triangular
        __ad_back_solve_lower_triangular __ad_reverse_solve_lower_triangular
        __ad_jvp_solve_lower_triangular __ad_second_order_forward_solve_lower_triangular __ad_second_order_back_solve_lower_triangular __ad_second_order_reverse_solve_lower_triangular;
    SolveUpper solve_upper_triangular(
        solve_upper_triangular_unchecked_mut / tr_solve_upper_triangular_unchecked_mut
    ), transposed false, kept upper_triangle: __ad_forward_solve_upper_triangular
        __ad_back_solve_upper_triangular __ad_reverse_solve_upper_triangular
        __ad_jvp_solve_upper_triangular __ad_second_order_forward_solve_upper_triangular __ad_second_order_back_solve_upper_triangular __ad_second_order_reverse_solve_upper_triangular;
    TrSolveLower tr_solve_lower_triangular(
        tr_solve_lower_triangular_unchecked_mut / solve_lower_triangular_unchecked_mut
    ), transposed true, kept lower_triangle: __ad_forward_tr_solve_lower_triangular
        __ad_back_tr_solve_lower_triangular __ad_reverse_tr_solve_lower_triangular
        __ad_jvp_tr_solve_lower_triangular __ad_second_order_forward_tr_solve_lower_triangular __ad_second_order_back_tr_solve_lower_triangular __ad_second_order_reverse_tr_solve_lower_triangular;
    TrSolveUpper tr_solve_upper_triangular(
        tr_solve_upper_triangular_unchecked_mut / solve_upper_triangular_unchecked_mut
    ), transposed true, kept upper_triangle: __ad_forward_tr_solve_upper_triangular
        __ad_back_tr_solve_upper_triangular __ad_reverse_tr_solve_upper_triangular
        __ad_jvp_tr_solve_upper_triangular __ad_second_order_forward_tr_solve_upper_triangular __ad_second_order_back_tr_solve_upper_triangular __ad_second_order_reverse_tr_solve_upper_triangular;
}
