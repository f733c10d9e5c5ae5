//! Methods of vectors: angles, distances, greatest magnitudes, homogeneous coordinates.

use nalgebra::allocator::Allocator;
use nalgebra::constraint::{DimEq, SameNumberOfColumns, SameNumberOfRows, ShapeConstraint};
use nalgebra::storage::Storage;
use nalgebra::{
    Const, DefaultAllocator, Dim, DimAdd, DimSum, Matrix, Matrix3, OMatrix, OVector, U1, U2, U3,
};

use crate::rules::nalgebra as rules;
use crate::{Differentiable, Real};

method! {
    /// `v.cross_matrix()`
    CrossMatrix: __ad_forward_cross_matrix __ad_back_cross_matrix __ad_reverse_cross_matrix
        __ad_jvp_cross_matrix
        __ad_second_order_forward_cross_matrix __ad_second_order_back_cross_matrix
        __ad_second_order_reverse_cross_matrix
}

method! {
    /// `v.to_homogeneous()` of a vector
    ToHomogeneous: __ad_forward_to_homogeneous __ad_back_to_homogeneous
        __ad_reverse_to_homogeneous __ad_jvp_to_homogeneous
        __ad_second_order_forward_to_homogeneous __ad_second_order_back_to_homogeneous
        __ad_second_order_reverse_to_homogeneous
}

method! {
    /// `m.amax()`: as `max` of the magnitudes, shared by ties
    Amax: __ad_forward_amax __ad_back_amax __ad_reverse_amax __ad_jvp_amax
        __ad_second_order_forward_amax __ad_second_order_back_amax
        __ad_second_order_reverse_amax
}

method! {
    /// `m.amin()`: as `min` of the magnitudes, shared by ties
    Amin: __ad_forward_amin __ad_back_amin __ad_reverse_amin __ad_jvp_amin
        __ad_second_order_forward_amin __ad_second_order_back_amin
        __ad_second_order_reverse_amin
}

method_with! {
    /// `v.push(x)`
    Push(): __ad_forward_push __ad_back_push __ad_reverse_push __ad_jvp_push
        __ad_second_order_forward_push __ad_second_order_back_push
        __ad_second_order_reverse_push
}

method_with! {
    /// `v.try_normalize(least_norm)`: as `normalize` where the norm is greater
    TryNormalize(): __ad_forward_try_normalize __ad_back_try_normalize __ad_reverse_try_normalize
        __ad_jvp_try_normalize
        __ad_second_order_forward_try_normalize __ad_second_order_back_try_normalize
        __ad_second_order_reverse_try_normalize
}

method_with! {
    /// `a.angle(&b)`: `da += dy (a cos(y) / |a| - b / |b|) / (|a| sin(y))`, and 0 for parallel vectors
    Angle(&): __ad_forward_angle __ad_back_angle __ad_reverse_angle __ad_jvp_angle
        __ad_second_order_forward_angle __ad_second_order_back_angle
        __ad_second_order_reverse_angle
}

method_with! {
    /// `a.perp(&b)`, `a_x b_y - a_y b_x`
    Perp(&): __ad_forward_perp __ad_back_perp __ad_reverse_perp __ad_jvp_perp
        __ad_second_order_forward_perp __ad_second_order_back_perp
        __ad_second_order_reverse_perp
}

method_with! {
    /// `a.metric_distance(&b)`, `|a - b|`: 0 for equal vectors
    MetricDistance(&): __ad_forward_metric_distance __ad_back_metric_distance
        __ad_reverse_metric_distance __ad_jvp_metric_distance
        __ad_second_order_forward_metric_distance __ad_second_order_back_metric_distance
        __ad_second_order_reverse_metric_distance
}

implement! {
    [T: Real, S: Storage<T, U3, U1>] CrossMatrix for Matrix<T, U3, U1, S>, [] -> Matrix3<T> {
        |v| v.cross_matrix();
        |y, ct| {
            nalgebra::Vector3::new(
                ct[(2, 1)] - ct[(1, 2)],
                ct[(0, 2)] - ct[(2, 0)],
                ct[(1, 0)] - ct[(0, 1)],
            )
        };
        |d| d.cross_matrix();
    }
}

implement! {
    [T: Real, D: DimAdd<U1>, S: Storage<T, D, U1>] ToHomogeneous for Matrix<T, D, U1, S>,
    [DefaultAllocator: Allocator<D> + Allocator<DimSum<D, U1>>] -> OVector<T, DimSum<D, U1>> {
        |v| v.push(T::zero());
        |y, ct| without_last(v, ct);
        |d| d.push(T::zero());
    }
}

implement! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Amax for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C>] -> T {
        |m| m.amax();
        |y, ct| {
            let share = rules::matrix_max_adjoint_0(&m.abs(), y, ct);
            m.zip_map(&share, signed)
        };
        |d| rules::matrix_max_tangent_0(&m.abs(), y, &m.zip_map(d, signed));
    }
}

implement! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] Amin for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C>] -> T {
        |m| m.amin();
        |y, ct| {
            let share = rules::matrix_min_adjoint_0(&m.abs(), y, ct);
            m.zip_map(&share, signed)
        };
        |d| rules::matrix_min_tangent_0(&m.abs(), y, &m.zip_map(d, signed));
    }
}

implement_with! {
    [T: Real, D: DimAdd<U1>, S: Storage<T, D, U1>] Push<T> for Matrix<T, D, U1, S>,
    [DefaultAllocator: Allocator<D> + Allocator<DimSum<D, U1>>] -> OVector<T, DimSum<D, U1>> {
        |v, x| v.push(*x);
        |y, ct| without_last(v, ct), ct[ct.len() - 1];
        |da, db| da.push(*db);
    }
}

implement_with! {
    [T: Real, R: Dim, C: Dim, S: Storage<T, R, C>] TryNormalize<T> for Matrix<T, R, C, S>,
    [DefaultAllocator: Allocator<R, C>] -> Option<OMatrix<T, R, C>> {
        |v, least| v.try_normalize(*least);
        |y, ct| match (y, ct) {
            (Some(y), Some(ct)) => rules::normalize_adjoint_0(v, y, ct),
            _ => v.zero_tangent(),
        }, T::zero();
        |da, db| y.as_ref().map(|y| rules::normalize_tangent_0(v, y, da));
    }
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
    Angle<Matrix<T, R2, C2, S2>> for Matrix<T, R, C, S>,
    [
        DefaultAllocator: Allocator<R, C> + Allocator<R2, C2>,
        ShapeConstraint: DimEq<R, R2> + DimEq<C, C2> + DimEq<R2, R> + DimEq<C2, C>,
    ] -> T {
        |a, b| a.angle(b);
        |y, ct| angle_gradient(a, b, *y) * *ct, angle_gradient(b, a, *y) * *ct;
        |da, db| inner(&angle_gradient(a, b, *y), da) + inner(&angle_gradient(b, a, *y), db);
    }
}

implement_with! {
    [T: Real, S: Storage<T, U2, U1>, S2: Storage<T, U2, U1>]
    Perp<Matrix<T, U2, U1, S2>> for Matrix<T, U2, U1, S>, [] -> T {
        |a, b| a.perp(b);
        |y, ct| turned(b) * *ct, -turned(a) * *ct;
        |da, db| da.perp(b) + a.perp(db);
    }
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
    MetricDistance<Matrix<T, R2, C2, S2>> for Matrix<T, R, C, S>,
    [
        DefaultAllocator: Allocator<R, C> + Allocator<R2, C2>,
        ShapeConstraint: SameNumberOfRows<R, R2> + SameNumberOfColumns<C, C2>
            + SameNumberOfRows<R2, R> + SameNumberOfColumns<C2, C>,
    ] -> T {
        |a, b| a.metric_distance(b);
        |y, ct| direction(a, b, *y) * *ct, direction(b, a, *y) * *ct;
        |da, db| {
            let one_side = direction(a, b, *y);
            let other_side = direction(b, a, *y);
            inner(&one_side, da) + inner(&other_side, db)
        };
    }
}

fn inner<T: Real, R: Dim, C: Dim>(a: &OMatrix<T, R, C>, b: &OMatrix<T, R, C>) -> T
where
    DefaultAllocator: Allocator<R, C>,
{
    a.dot(b)
}

/// `d` with the sign of `x`, and 0 at 0.
fn signed<T: Real>(x: T, d: T) -> T {
    if x.is_zero() {
        T::zero()
    } else if x.is_sign_negative() {
        -d
    } else {
        d
    }
}

/// All but the last entry, in the shape of `v`.
fn without_last<T: Real, D: DimAdd<U1>, S: Storage<T, D, U1>>(
    v: &Matrix<T, D, U1, S>,
    longer: &OVector<T, DimSum<D, U1>>,
) -> OVector<T, D>
where
    DefaultAllocator: Allocator<D> + Allocator<DimSum<D, U1>>,
{
    let mut part = v.zero_tangent();
    part.iter_mut().zip(longer.iter()).for_each(|(to, from)| *to = *from);
    part
}

fn turned<T: Real, S: Storage<T, U2, U1>>(v: &Matrix<T, U2, U1, S>) -> OVector<T, Const<2>> {
    nalgebra::Vector2::new(v[1], -v[0])
}

/// `(a - b) / |a - b|`, in the shape of `a`.
fn direction<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    distance: T,
) -> OMatrix<T, R, C>
where
    S: Storage<T, R, C>,
    S2: Storage<T, R2, C2>,
    DefaultAllocator: Allocator<R, C>,
{
    let mut unit = a.clone_owned();
    for (to, from) in unit.iter_mut().zip(b.iter()) {
        *to = T::chain_div(*to - *from, distance);
    }
    unit
}

fn angle_gradient<T: Real, R: Dim, C: Dim, S, R2: Dim, C2: Dim, S2>(
    a: &Matrix<T, R, C, S>,
    b: &Matrix<T, R2, C2, S2>,
    angle: T,
) -> OMatrix<T, R, C>
where
    S: Storage<T, R, C>,
    S2: Storage<T, R2, C2>,
    DefaultAllocator: Allocator<R, C>,
{
    let (size_a, size_b) = (a.norm(), b.norm());
    let sine = nalgebra::ComplexField::sin(angle);
    if size_a.is_zero() || size_b.is_zero() || angle.is_zero() || sine.is_zero() {
        return a.zero_tangent();
    }
    let cosine = nalgebra::ComplexField::cos(angle);
    let mut gradient = a.clone_owned();
    for (to, other) in gradient.iter_mut().zip(b.iter()) {
        *to = (*to * cosine / size_a - *other / size_b) / (size_a * sine);
    }
    gradient
}
