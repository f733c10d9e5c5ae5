//! The operators of points, whose tangents are vectors: `Point - Point`, `Point ± Vector`, `-Point`, `Point * scalar`,
//! `scalar * Point`, `Point / scalar`, `Matrix * Point`.

use nalgebra::allocator::Allocator;
use nalgebra::constraint::{
    AreMultipliable, SameNumberOfColumns, SameNumberOfRows, ShapeConstraint,
};
use nalgebra::storage::{RawStorage, Storage};
use nalgebra::{
    Const, DefaultAllocator, Dim, DimName, Matrix, OPoint, OVector, Point, SVector, U1,
};

use super::operators::matrix_rule;
use super::product::{add_left, add_right};
use super::shape::{copy_like, map_like, zeros_like};
use crate::rules::{AddRule, DivRule, MulRule, NegRule, SubRule, TangentOf};
use crate::{Dual, Real};

// Point - Point

matrix_rule! {
    [T: Real, D: DimName] SubRule<OPoint<T, D>> for OPoint<T, D>,
    [DefaultAllocator: Allocator<D>] -> OVector<T, D> {
        sub_adjoint_0: point_as_is,
        sub_adjoint_1: point_negative,
        sub_tangent_0: point_as_is,
        sub_tangent_1: point_negative,
    }
}

#[inline]
fn point_as_is<T: Real, D: DimName>(
    _a: &OPoint<T, D>,
    _b: &OPoint<T, D>,
    d: &OVector<T, D>,
) -> OVector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    d.clone()
}

#[inline]
fn point_negative<T: Real, D: DimName>(
    _a: &OPoint<T, D>,
    _b: &OPoint<T, D>,
    d: &OVector<T, D>,
) -> OVector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    -d
}

// Point + Vector, Point - Vector

matrix_rule! {
    [T: Real, D: DimName, D2: Dim, S: Storage<T, D2>] AddRule<Matrix<T, D2, U1, S>> for OPoint<T, D>,
    [
        DefaultAllocator: Allocator<D> + Allocator<D2>,
        ShapeConstraint: SameNumberOfRows<D, D2, Representative = D> + SameNumberOfColumns<U1, U1, Representative = U1>,
    ] -> OPoint<T, D> {
        add_adjoint_0: moved_as_is,
        add_adjoint_1: move_as_is,
        add_tangent_0: moved_as_is,
        add_tangent_1: as_moved,
    }
}

matrix_rule! {
    [T: Real, D: DimName, D2: Dim, S: Storage<T, D2>] SubRule<Matrix<T, D2, U1, S>> for OPoint<T, D>,
    [
        DefaultAllocator: Allocator<D> + Allocator<D2>,
        ShapeConstraint: SameNumberOfRows<D, D2, Representative = D> + SameNumberOfColumns<U1, U1, Representative = U1>,
    ] -> OPoint<T, D> {
        sub_adjoint_0: moved_as_is,
        sub_adjoint_1: move_negative,
        sub_tangent_0: moved_as_is,
        sub_tangent_1: as_moved_negative,
    }
}

#[inline]
fn moved_as_is<T: Real, D: DimName, D2: Dim, S>(
    _a: &OPoint<T, D>,
    _b: &Matrix<T, D2, U1, S>,
    d: &OVector<T, D>,
) -> OVector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    d.clone()
}

#[inline]
fn move_as_is<T: Real, D: DimName, D2: Dim, S>(
    _a: &OPoint<T, D>,
    b: &Matrix<T, D2, U1, S>,
    ct: &OVector<T, D>,
) -> OVector<T, D2>
where
    S: RawStorage<T, D2>,
    DefaultAllocator: Allocator<D> + Allocator<D2>,
{
    copy_like(b, ct)
}

#[inline]
fn move_negative<T: Real, D: DimName, D2: Dim, S>(
    _a: &OPoint<T, D>,
    b: &Matrix<T, D2, U1, S>,
    ct: &OVector<T, D>,
) -> OVector<T, D2>
where
    S: RawStorage<T, D2>,
    DefaultAllocator: Allocator<D> + Allocator<D2>,
{
    map_like(b, ct, |x| -x)
}

#[inline]
fn as_moved<T: Real, D: DimName, D2: Dim, S>(
    a: &OPoint<T, D>,
    _b: &Matrix<T, D2, U1, S>,
    db: &OVector<T, D2>,
) -> OVector<T, D>
where
    DefaultAllocator: Allocator<D> + Allocator<D2>,
{
    copy_like(&a.coords, db)
}

#[inline]
fn as_moved_negative<T: Real, D: DimName, D2: Dim, S>(
    a: &OPoint<T, D>,
    _b: &Matrix<T, D2, U1, S>,
    db: &OVector<T, D2>,
) -> OVector<T, D>
where
    DefaultAllocator: Allocator<D> + Allocator<D2>,
{
    map_like(&a.coords, db, |x| -x)
}

/// `q = -p`; `dp -= dq`
impl<T: Real, D: DimName> NegRule for OPoint<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    type Output = OPoint<T, D>;

    #[inline]
    fn neg_adjoint_0(_p: &Self, ct: &OVector<T, D>) -> OVector<T, D> {
        -ct
    }

    #[inline]
    fn neg_tangent_0(_p: &Self, dp: &OVector<T, D>) -> OVector<T, D> {
        -dp
    }
}

// Point * scalar, Point / scalar: the rules of the coordinates

macro_rules! point_and_scalar {
    ($Rule:ident: $adjoint_0:ident $adjoint_1:ident $tangent_0:ident $tangent_1:ident) => {
        impl<T: Real, D: DimName> $Rule<T> for OPoint<T, D>
        where
            DefaultAllocator: Allocator<D>,
        {
            type Output = OPoint<T, D>;

            #[inline]
            fn $adjoint_0(p: &Self, s: &T, ct: &OVector<T, D>) -> OVector<T, D> {
                $Rule::$adjoint_0(&p.coords, s, ct)
            }

            #[inline]
            fn $adjoint_1(p: &Self, s: &T, ct: &OVector<T, D>) -> T {
                $Rule::$adjoint_1(&p.coords, s, ct)
            }

            #[inline]
            fn $tangent_0(p: &Self, s: &T, dp: &OVector<T, D>) -> OVector<T, D> {
                $Rule::$tangent_0(&p.coords, s, dp)
            }

            #[inline]
            fn $tangent_1(p: &Self, s: &T, ds: &T) -> OVector<T, D> {
                $Rule::$tangent_1(&p.coords, s, ds)
            }
        }
    };
}

point_and_scalar!(MulRule: mul_adjoint_0 mul_adjoint_1 mul_tangent_0 mul_tangent_1);
point_and_scalar!(DivRule: div_adjoint_0 div_adjoint_1 div_tangent_0 div_tangent_1);

// scalar * Point: for the concrete scalars for which nalgebra has it, and dual numbers (`dual.rs`)

macro_rules! scalar_times_point {
    ($([$($generics:tt)*] $T:ty;)*) => {$(
        matrix_rule! {
            [$($generics)* D: DimName] MulRule<OPoint<$T, D>> for $T,
            [DefaultAllocator: Allocator<D>] -> OPoint<$T, D> {
                mul_adjoint_0: left_scale_adjoint_0,
                mul_adjoint_1: left_scale_adjoint_1,
                mul_tangent_0: left_scale_tangent_0,
                mul_tangent_1: left_scale_tangent_1,
            }
        }
    )*};
}

scalar_times_point! {
    [] f32;
    [] f64;
    [E: Real,] Dual<E>;
}

#[inline]
fn left_scale_adjoint_0<T: Real, D: DimName>(_s: &T, p: &OPoint<T, D>, ct: &OVector<T, D>) -> T
where
    DefaultAllocator: Allocator<D>,
{
    p.coords.dot(ct)
}

#[inline]
fn left_scale_adjoint_1<T: Real, D: DimName>(
    s: &T,
    _p: &OPoint<T, D>,
    ct: &OVector<T, D>,
) -> OVector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    ct * *s
}

#[inline]
fn left_scale_tangent_0<T: Real, D: DimName>(_s: &T, p: &OPoint<T, D>, ds: &T) -> OVector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    &p.coords * *ds
}

#[inline]
fn left_scale_tangent_1<T: Real, D: DimName>(
    s: &T,
    _p: &OPoint<T, D>,
    dp: &OVector<T, D>,
) -> OVector<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    dp * *s
}

// Matrix * Point: `q = A p`; `dA += dq pᵀ`; `dp += Aᵀ dq`; `q̇ = Ȧ p + A ṗ`

matrix_rule! {
    [
        T: Real,
        const R: usize,
        const C: usize,
        S: Storage<T, Const<R>, Const<C>>,
        const D: usize
    ] MulRule<Point<T, D>> for Matrix<T, Const<R>, Const<C>, S>,
    [ShapeConstraint: AreMultipliable<Const<R>, Const<C>, Const<D>, U1>] -> Point<T, R> {
        mul_adjoint_0: transformed_adjoint_0,
        mul_adjoint_1: transformed_adjoint_1,
        mul_tangent_0: transformed_tangent_0,
        mul_tangent_1: transformed_tangent_1,
    }
}

#[inline]
fn transformed_adjoint_0<T: Real, const R: usize, const C: usize, S, const D: usize>(
    a: &Matrix<T, Const<R>, Const<C>, S>,
    p: &Point<T, D>,
    ct: &SVector<T, R>,
) -> nalgebra::SMatrix<T, R, C>
where
    S: Storage<T, Const<R>, Const<C>>,
{
    let mut contribution = zeros_like(a);
    add_left(&mut contribution, &p.coords, ct);
    contribution
}

#[inline]
fn transformed_adjoint_1<T: Real, const R: usize, const C: usize, S, const D: usize>(
    a: &Matrix<T, Const<R>, Const<C>, S>,
    _p: &Point<T, D>,
    ct: &SVector<T, R>,
) -> SVector<T, D>
where
    S: Storage<T, Const<R>, Const<C>>,
{
    let mut contribution = SVector::zeros();
    add_right(a, &mut contribution, ct);
    contribution
}

#[inline]
fn transformed_tangent_0<T: Real, const R: usize, const C: usize, S, const D: usize>(
    _a: &Matrix<T, Const<R>, Const<C>, S>,
    p: &Point<T, D>,
    da: &nalgebra::SMatrix<T, R, C>,
) -> SVector<T, R>
where
    S: Storage<T, Const<R>, Const<C>>,
    ShapeConstraint: AreMultipliable<Const<R>, Const<C>, Const<D>, U1>,
{
    da * p.coords
}

#[inline]
fn transformed_tangent_1<T: Real, const R: usize, const C: usize, S, const D: usize>(
    a: &Matrix<T, Const<R>, Const<C>, S>,
    _p: &Point<T, D>,
    dp: &SVector<T, D>,
) -> SVector<T, R>
where
    S: Storage<T, Const<R>, Const<C>>,
    ShapeConstraint: AreMultipliable<Const<R>, Const<C>, Const<D>, U1>,
{
    a * dp
}
