//! Eigenvalues of symmetric matrices, and singular values.
//!
//! Source: Giles, Collected matrix derivative results for forward and reverse mode algorithmic differentiation (2008).
//!
//! - `λ = symmetric_eigenvalues(A)`, `A = V diag(λ) Vᵀ`: `dA += V diag(dλ) Vᵀ`; `λ̇ = diag(Vᵀ Ȧ V)`. The gradient is
//!   symmetric, and a tangent enters through its symmetric part, although nalgebra reads the lower triangle only.
//! - `σ = singular_values(M)`, `M = U diag(σ) Vᵀ`: `dM += U diag(dσ) Vᵀ`; `σ̇ = diag(Uᵀ Ṁ V)`.
//!
//! Single values have a derivative only where they are distinct (and singular values: not 0). Sums over equal ones have
//! it too, and it is what comes out.

use nalgebra::allocator::Allocator;
use nalgebra::storage::Storage;
use nalgebra::{
    DefaultAllocator, Dim, DimDiff, DimMin, DimMinimum, DimSub, Matrix, OMatrix, OVector,
    SymmetricEigen, SVD, U1,
};

use crate::{Differentiable, Real};

method! {
    /// `a.symmetric_eigenvalues()`
    SymmetricEigenvalues: __ad_forward_symmetric_eigenvalues __ad_back_symmetric_eigenvalues
        __ad_reverse_symmetric_eigenvalues __ad_jvp_symmetric_eigenvalues
}

method! {
    /// `m.singular_values()`
    SingularValues: __ad_forward_singular_values __ad_back_singular_values
        __ad_reverse_singular_values __ad_jvp_singular_values
}

method! {
    /// `a.symmetric_eigen().eigenvalues`
    EigenvaluesOfPairs: __ad_forward_ad_eigenvalues __ad_back_ad_eigenvalues
        __ad_reverse_ad_eigenvalues __ad_jvp_ad_eigenvalues
}

method! {
    /// `m.svd(true, true).singular_values`
    SingularValuesOfFull: __ad_forward_ad_singular_values_of_full
        __ad_back_ad_singular_values_of_full __ad_reverse_ad_singular_values_of_full
        __ad_jvp_ad_singular_values_of_full
}

/// The values of decompositions by one name, as derivative code calls them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no decomposition whose values can be differentiated",
    note = "static and dynamic matrices of real scalars have"
)]
pub trait ValuesOfDecompositions {
    #[doc(hidden)]
    #[inline]
    fn ad_eigenvalues(&self) -> <Self as EigenvaluesOfPairs>::Output
    where
        Self: EigenvaluesOfPairs,
    {
        EigenvaluesOfPairs::__ad_value(self)
    }

    #[doc(hidden)]
    #[inline]
    fn ad_singular_values_of_full(&self) -> <Self as SingularValuesOfFull>::Output
    where
        Self: SingularValuesOfFull,
    {
        SingularValuesOfFull::__ad_value(self)
    }
}

impl<T, R, C, S> ValuesOfDecompositions for Matrix<T, R, C, S> {}

implement! {
    [T: Real, D: DimSub<U1>, S: Storage<T, D, D>] SymmetricEigenvalues for Matrix<T, D, D, S>,
    [DefaultAllocator: Allocator<D, D> + Allocator<DimDiff<D, U1>> + Allocator<D>] -> OVector<T, D> {
        |m| m.symmetric_eigenvalues();
        |y, ct| {
            let vectors = eigenvectors(m, y);
            let mut part = m.zero_tangent();
            for k in 0..ct.len() {
                let v = vectors.column(k);
                part.ger(ct[k], &v, &v, T::one());
            }
            part
        };
        |d| {
            let vectors = eigenvectors(m, y);
            let mut tangent = y.zero_tangent();
            for k in 0..tangent.len() {
                let v = vectors.column(k);
                tangent[k] = v.dot(&(d * v));
            }
            tangent
        };
    }
}

/// The eigenvectors in the order of the given eigenvalues.
fn eigenvectors<T: Real, D: DimSub<U1>, S: Storage<T, D, D>>(
    m: &Matrix<T, D, D, S>,
    values: &OVector<T, D>,
) -> OMatrix<T, D, D>
where
    DefaultAllocator: Allocator<D, D> + Allocator<DimDiff<D, U1>> + Allocator<D>,
{
    let eigen = SymmetricEigen::new(m.clone_owned());
    let rank = |all: &OVector<T, D>, k: usize| {
        (0..all.len())
            .filter(|&other| all[other] < all[k] || (all[other] == all[k] && other < k))
            .count()
    };
    let mut ordered = eigen.eigenvectors.clone();
    for k in 0..values.len() {
        let wanted = rank(values, k);
        let found = (0..values.len()).find(|&l| rank(&eigen.eigenvalues, l) == wanted);
        ordered.set_column(k, &eigen.eigenvectors.column(found.unwrap_or(k)));
    }
    ordered
}

implement! {
    [T: Real, R: DimMin<C>, C: Dim, S: Storage<T, R, C>] SingularValues for Matrix<T, R, C, S>,
    [
        DimMinimum<R, C>: DimSub<U1>,
        DefaultAllocator: Allocator<R, C>
            + Allocator<C>
            + Allocator<R>
            + Allocator<DimDiff<DimMinimum<R, C>, U1>>
            + Allocator<DimMinimum<R, C>, C>
            + Allocator<R, DimMinimum<R, C>>
            + Allocator<DimMinimum<R, C>>,
    ] -> OVector<T, DimMinimum<R, C>> {
        |m| m.singular_values();
        |y, ct| {
            let mut part = m.zero_tangent();
            let svd = SVD::new(m.clone_owned(), true, true);
            if let (Some(u), Some(v_t)) = (&svd.u, &svd.v_t) {
                for k in 0..ct.len() {
                    for j in 0..part.ncols() {
                        for i in 0..part.nrows() {
                            part[(i, j)] += u[(i, k)] * ct[k] * v_t[(k, j)];
                        }
                    }
                }
            }
            part
        };
        |d| {
            let mut tangent = y.zero_tangent();
            let svd = SVD::new(m.clone_owned(), true, true);
            if let (Some(u), Some(v_t)) = (&svd.u, &svd.v_t) {
                for k in 0..tangent.len() {
                    for j in 0..d.ncols() {
                        for i in 0..d.nrows() {
                            tangent[k] += u[(i, k)] * d[(i, j)] * v_t[(k, j)];
                        }
                    }
                }
            }
            tangent
        };
    }
}

implement! {
    [T: Real, D: DimSub<U1>, S: Storage<T, D, D>] EigenvaluesOfPairs for Matrix<T, D, D, S>,
    [DefaultAllocator: Allocator<D, D> + Allocator<DimDiff<D, U1>> + Allocator<D>] -> OVector<T, D> {
        |m| SymmetricEigen::new(m.clone_owned()).eigenvalues;
        |y, ct| {
            let vectors = eigenvectors(m, y);
            let mut part = m.zero_tangent();
            for k in 0..ct.len() {
                let v = vectors.column(k);
                part.ger(ct[k], &v, &v, T::one());
            }
            part
        };
        |d| {
            let vectors = eigenvectors(m, y);
            let mut tangent = y.zero_tangent();
            for k in 0..tangent.len() {
                let v = vectors.column(k);
                tangent[k] = v.dot(&(d * v));
            }
            tangent
        };
    }
}

implement! {
    [T: Real, R: DimMin<C>, C: Dim, S: Storage<T, R, C>] SingularValuesOfFull for Matrix<T, R, C, S>,
    [
        DimMinimum<R, C>: DimSub<U1>,
        DefaultAllocator: Allocator<R, C>
            + Allocator<C>
            + Allocator<R>
            + Allocator<DimDiff<DimMinimum<R, C>, U1>>
            + Allocator<DimMinimum<R, C>, C>
            + Allocator<R, DimMinimum<R, C>>
            + Allocator<DimMinimum<R, C>>,
    ] -> OVector<T, DimMinimum<R, C>> {
        |m| SVD::new(m.clone_owned(), true, true).singular_values;
        |y, ct| {
            let mut part = m.zero_tangent();
            let svd = SVD::new(m.clone_owned(), true, true);
            if let (Some(u), Some(v_t)) = (&svd.u, &svd.v_t) {
                for k in 0..ct.len() {
                    for j in 0..part.ncols() {
                        for i in 0..part.nrows() {
                            part[(i, j)] += u[(i, k)] * ct[k] * v_t[(k, j)];
                        }
                    }
                }
            }
            part
        };
        |d| {
            let mut tangent = y.zero_tangent();
            let svd = SVD::new(m.clone_owned(), true, true);
            if let (Some(u), Some(v_t)) = (&svd.u, &svd.v_t) {
                for k in 0..tangent.len() {
                    for j in 0..d.ncols() {
                        for i in 0..d.nrows() {
                            tangent[k] += u[(i, k)] * d[(i, j)] * v_t[(k, j)];
                        }
                    }
                }
            }
            tangent
        };
    }
}
