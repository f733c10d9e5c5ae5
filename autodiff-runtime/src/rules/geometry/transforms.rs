//! `transform_point`, `transform_vector`, their inverses, `rotation_to` and `angle_to`: by the rules of products and inverses.

use nalgebra::{
    AbstractRotation, Isometry, Point, Rotation, Rotation3, SVector, UnitComplex, UnitQuaternion,
};

use super::flat::{adjoint_1, tangent_1};
use crate::rules::methods::Inverse;
use crate::rules::MulRule;
use crate::{Real, Tangent};

method_with! {
    /// `r.transform_point(&p)`
    TransformPoint(&): __ad_forward_transform_point __ad_back_transform_point
        __ad_reverse_transform_point __ad_jvp_transform_point
        __ad_second_order_forward_transform_point __ad_second_order_back_transform_point
        __ad_second_order_reverse_transform_point
}

method_with! {
    /// `r.transform_vector(&v)`
    TransformVector(&): __ad_forward_transform_vector __ad_back_transform_vector
        __ad_reverse_transform_vector __ad_jvp_transform_vector
        __ad_second_order_forward_transform_vector __ad_second_order_back_transform_vector
        __ad_second_order_reverse_transform_vector
}

method_with! {
    /// `r.inverse_transform_point(&p)`
    InverseTransformPoint(&): __ad_forward_inverse_transform_point
        __ad_back_inverse_transform_point __ad_reverse_inverse_transform_point
        __ad_jvp_inverse_transform_point __ad_second_order_forward_inverse_transform_point
        __ad_second_order_back_inverse_transform_point
        __ad_second_order_reverse_inverse_transform_point
}

method_with! {
    /// `r.inverse_transform_vector(&v)`
    InverseTransformVector(&): __ad_forward_inverse_transform_vector
        __ad_back_inverse_transform_vector __ad_reverse_inverse_transform_vector
        __ad_jvp_inverse_transform_vector __ad_second_order_forward_inverse_transform_vector
        __ad_second_order_back_inverse_transform_vector
        __ad_second_order_reverse_inverse_transform_vector
}

method_with! {
    /// `a.rotation_to(&b)`
    RotationTo(&): __ad_forward_rotation_to __ad_back_rotation_to __ad_reverse_rotation_to
        __ad_jvp_rotation_to __ad_second_order_forward_rotation_to
        __ad_second_order_back_rotation_to __ad_second_order_reverse_rotation_to
}

method_with! {
    /// `a.angle_to(&b)`
    AngleTo(&): __ad_forward_angle_to __ad_back_angle_to __ad_reverse_angle_to
        __ad_jvp_angle_to __ad_second_order_forward_angle_to __ad_second_order_back_angle_to
        __ad_second_order_reverse_angle_to
}

/// `a + b`.
fn both<X: Tangent>(mut a: X, b: &X) -> X {
    Tangent::add_assign(&mut a, b);
    a
}

macro_rules! transforms {
    ($([$($generics:tt)*] [$($bounds:tt)*] $Self:ty, $D:expr;)*) => {$(
        transforms!(@one [$($generics)*] [$($bounds)*] $Self,
            Point<T, { $D }>, TransformPoint transform_point,
            InverseTransformPoint inverse_transform_point);
        transforms!(@one [$($generics)*] [$($bounds)*] $Self,
            SVector<T, { $D }>, TransformVector transform_vector,
            InverseTransformVector inverse_transform_vector);
    )*};
    (
        @one [$($generics:tt)*] [$($bounds:tt)*] $Self:ty,
        $B:ty, $Trait:ident $method:ident, $InverseTrait:ident $inverse_method:ident
    ) => {
        implement_with! {
            [$($generics)*] $Trait<$B> for $Self, [$($bounds)*] -> $B {
                |a, b| a.$method(b);
                |y, ct| MulRule::mul_adjoint_0(a, b, ct), MulRule::mul_adjoint_1(a, b, ct);
                |da, db| both(
                    MulRule::mul_tangent_0(a, b, da),
                    &MulRule::mul_tangent_1(a, b, db),
                );
            }
        }

        implement_with! {
            [$($generics)*] $InverseTrait<$B> for $Self, [$($bounds)*] -> $B {
                |a, b| a.$inverse_method(b);
                |y, ct| {
                    let inverse = Inverse::__ad_value(a);
                    let part = MulRule::mul_adjoint_0(&inverse, b, ct);
                    Inverse::__ad_adjoint(a, &inverse, &part)
                }, MulRule::mul_adjoint_1(&Inverse::__ad_value(a), b, ct);
                |da, db| {
                    let inverse = Inverse::__ad_value(a);
                    let turned = Inverse::__ad_tangent(a, &inverse, da);
                    both(
                        MulRule::mul_tangent_0(&inverse, b, &turned),
                        &MulRule::mul_tangent_1(&inverse, b, db),
                    )
                };
            }
        }
    };
}

transforms! {
    [T: Real, const D: usize] [] Rotation<T, D>, D;
    [T: Real] [] UnitQuaternion<T>, 3;
    [T: Real] [] UnitComplex<T>, 2;
    [T: Real, R, const D: usize] [
        R: AbstractRotation<T, D> + Inverse<Output = R> + Clone
            + MulRule<SVector<T, D>, Output = SVector<T, D>>,
    ] Isometry<T, R, D>, D;
}

macro_rules! between_rotations {
    ($([$($generics:tt)*] $Self:ty;)*) => {$(
        implement_with! {
            [$($generics)*] RotationTo<$Self> for $Self, [] -> $Self {
                |a, b| a.rotation_to(b);
                |y, ct|
                    adjoint_1::<T, _, _>(&(*a, *b), ct, |(a, b)| a.rotation_to(b)).0,
                    adjoint_1::<T, _, _>(&(*a, *b), ct, |(a, b)| a.rotation_to(b)).1;
                |da, db| tangent_1(&(*a, *b), &(*da, *db), |(a, b)| a.rotation_to(b));
            }
        }

        implement_with! {
            [$($generics)*] AngleTo<$Self> for $Self, [] -> T {
                |a, b| a.angle_to(b);
                |y, ct|
                    adjoint_1::<T, _, _>(&(*a, *b), ct, |(a, b)| a.angle_to(b)).0,
                    adjoint_1::<T, _, _>(&(*a, *b), ct, |(a, b)| a.angle_to(b)).1;
                |da, db| tangent_1(&(*a, *b), &(*da, *db), |(a, b)| a.angle_to(b));
            }
        }
    )*};
}

between_rotations! {
    [T: Real] UnitQuaternion<T>;
    [T: Real] UnitComplex<T>;
    [T: Real] Rotation3<T>;
}
