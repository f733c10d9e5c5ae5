//! The QR decomposition, `M = Q R` of full rank: `q`, `r` and `solve` of [`QR`].
//!
//! Source: Walter and Lehmann, Algorithmic Differentiation of Linear Algebra Functions (2010), and for wide matrices
//! Roberts and Roberts, QR and LQ Decomposition Matrix Backpropagation (2020). With `U` the square part of `R = (U V)`
//! and `M = (X Y)`, `tril(X)` below the diagonal and `copyltu(X)` its lower triangle mirrored:
//!
//! - `W = Qᵀ Ẋ U⁻¹`; `Ω = tril(W) - tril(W)ᵀ`; `Q̇ = Q Ω + (Ẋ U⁻¹ - Q W)`; `U̇ = (W - Ω) U`; `V̇ = Qᵀ (Ẏ - Q̇ V)`
//! - `B = dQ + Y dVᵀ`; `dX += (B + Q copyltu(U dUᵀ - Bᵀ Q)) U⁻ᵀ`; `dY += Q dV`
//!
//! The tangent of the decomposition is that of the matrix, see `inverse.rs`.

use nalgebra::allocator::Allocator;
use nalgebra::constraint::{SameNumberOfRows, ShapeConstraint};
use nalgebra::storage::Storage;
use nalgebra::{DefaultAllocator, Dim, DimMin, DimMinimum, Matrix, OMatrix, QR};

use super::product::{negative_product, set_negative_outer};
use super::shape::{copy_like, zeros_like};
use crate::{Differentiable, Real, Tangent};

impl<T: Real, R: DimMin<C>, C: Dim> Differentiable for QR<T, R, C>
where
    DefaultAllocator: Allocator<R, C> + Allocator<R> + Allocator<DimMinimum<R, C>>,
{
    type Tangent = OMatrix<T, R, C>;

    fn zero_tangent(&self) -> OMatrix<T, R, C> {
        zeros_like(self.qr_internal())
    }
}

/// `q = Q`; the contribution of `dQ`
pub fn q_adjoint<T: Real, R: DimMin<C>, C: Dim>(
    qr: &QR<T, R, C>,
    ct: &OMatrix<T, R, DimMinimum<R, C>>,
) -> OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>
        + Allocator<R>
        + Allocator<DimMinimum<R, C>>
        + Allocator<R, DimMinimum<R, C>>
        + Allocator<DimMinimum<R, C>, C>,
{
    let r = qr.r();
    adjoint(qr, &r, ct, &zeros_like(&r))
}

/// `r = R`; the contribution of `dR`
pub fn r_adjoint<T: Real, R: DimMin<C>, C: Dim>(
    qr: &QR<T, R, C>,
    ct: &OMatrix<T, DimMinimum<R, C>, C>,
) -> OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>
        + Allocator<R>
        + Allocator<DimMinimum<R, C>>
        + Allocator<R, DimMinimum<R, C>>
        + Allocator<DimMinimum<R, C>, C>,
{
    adjoint(qr, &qr.r(), &zeros_like(&qr.q()), ct)
}

/// `Q̇`
pub fn q_tangent<T: Real, R: DimMin<C>, C: Dim>(
    qr: &QR<T, R, C>,
    dm: &OMatrix<T, R, C>,
) -> OMatrix<T, R, DimMinimum<R, C>>
where
    DefaultAllocator: Allocator<R, C>
        + Allocator<R>
        + Allocator<DimMinimum<R, C>>
        + Allocator<R, DimMinimum<R, C>>
        + Allocator<DimMinimum<R, C>, C>,
{
    tangent(qr, dm).0
}

/// `Ṙ`
pub fn r_tangent<T: Real, R: DimMin<C>, C: Dim>(
    qr: &QR<T, R, C>,
    dm: &OMatrix<T, R, C>,
) -> OMatrix<T, DimMinimum<R, C>, C>
where
    DefaultAllocator: Allocator<R, C>
        + Allocator<R>
        + Allocator<DimMinimum<R, C>>
        + Allocator<R, DimMinimum<R, C>>
        + Allocator<DimMinimum<R, C>, C>,
{
    tangent(qr, dm).1
}

fn adjoint<T: Real, R: DimMin<C>, C: Dim>(
    qr: &QR<T, R, C>,
    r: &OMatrix<T, DimMinimum<R, C>, C>,
    dq: &OMatrix<T, R, DimMinimum<R, C>>,
    dr: &OMatrix<T, DimMinimum<R, C>, C>,
) -> OMatrix<T, R, C>
where
    DefaultAllocator: Allocator<R, C>
        + Allocator<R>
        + Allocator<DimMinimum<R, C>>
        + Allocator<R, DimMinimum<R, C>>
        + Allocator<DimMinimum<R, C>, C>,
{
    let q = qr.q();
    let (rows, columns, k) = (q.nrows(), r.ncols(), q.ncols());
    let mut result = zeros_like(qr.qr_internal());
    if dq.iter().chain(dr.iter()).all(|d| d.is_zero()) {
        return result;
    }
    // `B = dQ + Y dVᵀ` with `Y = Q V`, and `dY = Q dV`.
    let mut b = dq.clone();
    for j in k..columns {
        for i in 0..rows {
            let y = (0..k).fold(T::zero(), |sum, l| sum + q[(i, l)] * r[(l, j)]);
            for l in 0..k {
                b[(i, l)] += y * dr[(l, j)];
                result[(i, j)] += q[(i, l)] * dr[(l, j)];
            }
        }
    }
    // The lower triangle of `U dUᵀ - Bᵀ Q`, mirrored, times `Q`.
    let given = b.clone();
    for i in 0..k {
        for j in 0..=i {
            let mut entry = T::zero();
            for l in i..k {
                entry += r[(i, l)] * dr[(j, l)];
            }
            for l in 0..rows {
                entry -= given[(l, i)] * q[(l, j)];
            }
            for l in 0..rows {
                b[(l, j)] += q[(l, i)] * entry;
                if i != j {
                    b[(l, i)] += q[(l, j)] * entry;
                }
            }
        }
    }
    // `X̄ Uᵀ = B`
    for j in (0..k).rev() {
        for i in 0..rows {
            let known = (j + 1..k).fold(T::zero(), |sum, l| sum + result[(i, l)] * r[(j, l)]);
            result[(i, j)] = (b[(i, j)] - known) / r[(j, j)];
        }
    }
    result
}

#[allow(clippy::type_complexity)]
fn tangent<T: Real, R: DimMin<C>, C: Dim>(
    qr: &QR<T, R, C>,
    dm: &OMatrix<T, R, C>,
) -> (OMatrix<T, R, DimMinimum<R, C>>, OMatrix<T, DimMinimum<R, C>, C>)
where
    DefaultAllocator: Allocator<R, C>
        + Allocator<R>
        + Allocator<DimMinimum<R, C>>
        + Allocator<R, DimMinimum<R, C>>
        + Allocator<DimMinimum<R, C>, C>,
{
    let (q, r) = (qr.q(), qr.r());
    let (rows, columns, k) = (q.nrows(), r.ncols(), q.ncols());
    // `Z = Ẋ U⁻¹`
    let mut z = zeros_like(&q);
    for j in 0..k {
        for i in 0..rows {
            let known = (0..j).fold(T::zero(), |sum, l| sum + z[(i, l)] * r[(l, j)]);
            z[(i, j)] = T::chain_div(dm[(i, j)] - known, r[(j, j)]);
        }
    }
    let w = |i: usize, j: usize| (0..rows).fold(T::zero(), |sum, l| sum + q[(l, i)] * z[(l, j)]);
    let mut dq = z.clone();
    let mut dr = zeros_like(&r);
    for i in 0..k {
        for j in 0..k {
            let entry = w(i, j);
            let skew = match i.cmp(&j) {
                core::cmp::Ordering::Less => -w(j, i),
                core::cmp::Ordering::Equal => T::zero(),
                core::cmp::Ordering::Greater => entry,
            };
            for l in 0..rows {
                dq[(l, j)] += q[(l, i)] * (skew - entry);
            }
            for l in j..k {
                dr[(i, l)] += (entry - skew) * r[(j, l)];
            }
        }
    }
    for j in k..columns {
        for i in 0..k {
            for l in 0..rows {
                let moved = (0..k).fold(T::zero(), |sum, n| sum + dq[(l, n)] * r[(n, j)]);
                dr[(i, j)] += q[(l, i)] * (dm[(l, j)] - moved);
            }
        }
    }
    (dq, dr)
}

/// `M X = B` of a square `M`: `W = M⁻ᵀ dX`; `dM -= W Xᵀ`
pub fn qr_solve_adjoint_0<T: Real, D: DimMin<D, Output = D>, R: Dim, C: Dim, S>(
    qr: &QR<T, D, D>,
    b: &Matrix<T, R, C, S>,
    y: &Option<OMatrix<T, R, C>>,
    ct: &Option<OMatrix<T, R, C>>,
) -> OMatrix<T, D, D>
where
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<D, D> + Allocator<D> + Allocator<R, C>,
    ShapeConstraint: SameNumberOfRows<R, D>,
{
    let mut contribution = qr.zero_tangent();
    if let (Some(x), Some(_)) = (y, ct) {
        let w = qr_solve_adjoint_1(qr, b, y, ct);
        set_negative_outer(&mut contribution, &w, x);
    }
    contribution
}

/// `M X = B` of a square `M`: `dB += M⁻ᵀ dX = Q R⁻ᵀ dX`
pub fn qr_solve_adjoint_1<T: Real, D: DimMin<D, Output = D>, R: Dim, C: Dim, S>(
    qr: &QR<T, D, D>,
    b: &Matrix<T, R, C, S>,
    y: &Option<OMatrix<T, R, C>>,
    ct: &Option<OMatrix<T, R, C>>,
) -> OMatrix<T, R, C>
where
    S: Storage<T, R, C>,
    DefaultAllocator: Allocator<D, D> + Allocator<D> + Allocator<R, C>,
    ShapeConstraint: SameNumberOfRows<R, D>,
{
    let (Some(_), Some(ct)) = (y, ct) else { return zeros_like(b) };
    let mut w = copy_like(b, ct);
    qr.r().tr_solve_upper_triangular_unchecked_mut(&mut w);
    // `Q W = -(-Q) W`
    let q = -qr.q();
    negative_product(&q, &w)
}

/// `Ẋ = M⁻¹ (Ḃ - Ṁ X)`
pub fn qr_solve_tangent<T: Real, D: DimMin<D, Output = D>, R: Dim, C: Dim>(
    qr: &QR<T, D, D>,
    y: &Option<OMatrix<T, R, C>>,
    dm: &OMatrix<T, D, D>,
    db: &OMatrix<T, R, C>,
) -> Option<OMatrix<T, R, C>>
where
    DefaultAllocator: Allocator<D, D> + Allocator<D> + Allocator<R, C>,
    ShapeConstraint: SameNumberOfRows<R, D>,
{
    let x = y.as_ref()?;
    let mut dx = negative_product(dm, x);
    Tangent::add_assign(&mut dx, db);
    let _ = qr.solve_mut(&mut dx);
    Some(dx)
}
