//! Constructors of rotations and isometries, as associated functions: `UnitQuaternion::from_axis_angle(&axis, angle)`.
//!
//! One trait for each name and shape of arguments. A residual is a plain function, which is given the arguments again, so that it
//! borrows nothing. Derivatives are those of the formulas on dual numbers, see `flat.rs`.

use nalgebra::{
    Complex, Isometry, Isometry2, Isometry3, Quaternion, Rotation, Rotation2, Rotation3, SMatrix,
    SVector, Translation, Translation2, Translation3, Unit, UnitComplex, UnitQuaternion, Vector2,
    Vector3, Vector4,
};

use super::flat::{adjoint_1, tangent_1};
use super::smooth;
use crate::geometry::{IsometryTangent, TranslationTangent};
use crate::{Differentiable, Real, Tangent};

/// The type of an argument by value or by reference, and a borrow of it.
macro_rules! argument {
    (val $A:ident) => {
        $A
    };
    (ref $A:ident) => {
        &$A
    };
    (borrow val $a:ident) => {
        &$a
    };
    (borrow ref $a:ident) => {
        $a
    };
}

/// A trait with a constructor.
macro_rules! constructor {
    (
        $(#[$attribute:meta])*
        $Trait:ident: $forward:ident $reverse:ident $jvp:ident
        ($($by:ident $a:ident $A:ident $da:ident),*)
    ) => {
        $(#[$attribute])*
        pub trait $Trait<$($A: Differentiable),*> {
            /// What it makes.
            type Output: Differentiable;

            #[doc(hidden)]
            fn __ad_made($($a: &$A),*) -> Self::Output;
            #[doc(hidden)]
            fn __ad_moved(
                all: ($(&$A,)*),
                tangents: ($(&$A::Tangent,)*),
            ) -> <Self::Output as Differentiable>::Tangent;
            #[doc(hidden)]
            fn __ad_contribute(
                all: ($(&$A,)*),
                ct: &<Self::Output as Differentiable>::Tangent,
                slots: ($(&mut $A::Tangent,)*),
            );

            #[inline]
            #[doc(hidden)]
            #[allow(clippy::type_complexity)]
            fn $forward($($a: argument!($by $A)),*) -> (
                Self::Output,
                fn(
                    $(argument!($by $A),)*
                    <Self::Output as Differentiable>::Tangent,
                    $(&mut $A::Tangent),*
                ),
            ) {
                let value = <Self as $Trait<$($A),*>>::__ad_made($(argument!(borrow $by $a)),*);
                (value, |$($a,)* ct, $($da),*| {
                    <Self as $Trait<$($A),*>>::__ad_contribute(
                        ($(argument!(borrow $by $a),)*), &ct, ($($da,)*),
                    );
                })
            }

            #[inline]
            #[doc(hidden)]
            #[allow(clippy::too_many_arguments)]
            fn $reverse(
                $($a: argument!($by $A),)*
                ct: <Self::Output as Differentiable>::Tangent,
                $($da: &mut $A::Tangent),*
            ) -> Self::Output {
                let value = <Self as $Trait<$($A),*>>::__ad_made($(argument!(borrow $by $a)),*);
                <Self as $Trait<$($A),*>>::__ad_contribute(
                    ($(argument!(borrow $by $a),)*), &ct, ($($da,)*),
                );
                value
            }

            #[inline]
            #[doc(hidden)]
            #[allow(clippy::too_many_arguments, clippy::type_complexity)]
            fn $jvp(
                $($a: argument!($by $A),)* $($da: &$A::Tangent),*
            ) -> (Self::Output, <Self::Output as Differentiable>::Tangent) {
                let value = <Self as $Trait<$($A),*>>::__ad_made($(argument!(borrow $by $a)),*);
                let tangent = <Self as $Trait<$($A),*>>::__ad_moved(
                    ($(argument!(borrow $by $a),)*), ($($da,)*),
                );
                (value, tangent)
            }
        }
    };
}

constructor! {
    /// `Type::new(a)`
    Make1: __ad_forward_new __ad_reverse_new __ad_jvp_new (val a A da)
}
constructor! {
    /// `Type::new(a, b)`
    Make2: __ad_forward_new __ad_reverse_new __ad_jvp_new (val a A da, val b B db)
}
constructor! {
    /// `Type::new(a, b, c)`
    Make3: __ad_forward_new __ad_reverse_new __ad_jvp_new (val a A da, val b B db, val c C dc)
}
constructor! {
    /// `Type::new(a, b, c, d)`
    Make4: __ad_forward_new __ad_reverse_new __ad_jvp_new
        (val a A da, val b B db, val c C dc, val d D dd)
}
constructor! {
    /// `Type::from(a)`
    From1: __ad_forward_from __ad_reverse_from __ad_jvp_from (val a A da)
}
constructor! {
    /// `Type::from_scaled_axis(v)`
    FromScaledAxis: __ad_forward_from_scaled_axis __ad_reverse_from_scaled_axis
        __ad_jvp_from_scaled_axis (val a A da)
}
constructor! {
    /// `Type::from_axis_angle(&axis, angle)`
    FromAxisAngle: __ad_forward_from_axis_angle __ad_reverse_from_axis_angle
        __ad_jvp_from_axis_angle (ref a A da, val b B db)
}
constructor! {
    /// `Type::from_euler_angles(roll, pitch, yaw)`
    FromEulerAngles: __ad_forward_from_euler_angles __ad_reverse_from_euler_angles
        __ad_jvp_from_euler_angles (val a A da, val b B db, val c C dc)
}
constructor! {
    /// `Type::from_angle(angle)`
    FromAngle: __ad_forward_from_angle __ad_reverse_from_angle __ad_jvp_from_angle (val a A da)
}
constructor! {
    /// `Type::from_parts(a, b)`
    FromParts: __ad_forward_from_parts __ad_reverse_from_parts __ad_jvp_from_parts
        (val a A da, val b B db)
}
constructor! {
    /// `UnitQuaternion::from_quaternion(q)`
    FromQuaternion: __ad_forward_from_quaternion __ad_reverse_from_quaternion
        __ad_jvp_from_quaternion (val a A da)
}
constructor! {
    /// `Quaternion::from_imag(v)`
    FromImag: __ad_forward_from_imag __ad_reverse_from_imag __ad_jvp_from_imag (val a A da)
}
constructor! {
    /// `UnitQuaternion::from_rotation_matrix(&r)`
    FromRotationMatrix: __ad_forward_from_rotation_matrix __ad_reverse_from_rotation_matrix
        __ad_jvp_from_rotation_matrix (ref a A da)
}
constructor! {
    /// `Rotation::from_matrix_unchecked(m)`
    FromMatrixUnchecked: __ad_forward_from_matrix_unchecked __ad_reverse_from_matrix_unchecked
        __ad_jvp_from_matrix_unchecked (val a A da)
}
constructor! {
    /// `Unit::new_normalize(v)`
    NewNormalize: __ad_forward_new_normalize __ad_reverse_new_normalize __ad_jvp_new_normalize
        (val a A da)
}
constructor! {
    /// `Unit::new_unchecked(v)`
    NewUnchecked: __ad_forward_new_unchecked __ad_reverse_new_unchecked __ad_jvp_new_unchecked
        (val a A da)
}
constructor! {
    /// `Isometry2::translation(x, y)`
    Translated2: __ad_forward_translation __ad_reverse_translation __ad_jvp_translation
        (val a A da, val b B db)
}
constructor! {
    /// `Isometry3::translation(x, y, z)`
    Translated3: __ad_forward_translation __ad_reverse_translation __ad_jvp_translation
        (val a A da, val b B db, val c C dc)
}
constructor! {
    /// `Isometry3::rotation(v)`
    Rotated: __ad_forward_rotation __ad_reverse_rotation __ad_jvp_rotation (val a A da)
}
constructor! {
    /// `UnitQuaternion::rotation_between(&a, &b)`
    Between: __ad_forward_rotation_between __ad_reverse_rotation_between
        __ad_jvp_rotation_between (ref a A da, ref b B db)
}
constructor! {
    /// `UnitQuaternion::face_towards(&direction, &up)`
    FaceTowards: __ad_forward_face_towards __ad_reverse_face_towards __ad_jvp_face_towards
        (ref a A da, ref b B db)
}
constructor! {
    /// `UnitQuaternion::look_at_rh(&direction, &up)`
    LookAt: __ad_forward_look_at_rh __ad_reverse_look_at_rh __ad_jvp_look_at_rh
        (ref a A da, ref b B db)
}

/// Implements a constructor: its value, and its formula on dual numbers.
macro_rules! construct {
    ($([$($generics:tt)*] $Trait:ident($($a:ident: $A:ty),*) for $Self:ty => $Output:ty {
        $value:expr; $formula:expr;
    })*) => {$(
        impl<$($generics)*> $Trait<$($A),*> for $Self {
            type Output = $Output;

            #[inline]
            fn __ad_made($($a: &$A),*) -> $Output {
                $value
            }

            #[inline]
            fn __ad_moved(
                all: ($(&$A,)*),
                tangents: ($(&<$A as Differentiable>::Tangent,)*),
            ) -> <$Output as Differentiable>::Tangent {
                tangent_1(&owned!(all $($a)*), &owned!(tangents $($a)*), |($($a,)*)| $formula)
            }

            #[inline]
            fn __ad_contribute(
                all: ($(&$A,)*),
                ct: &<$Output as Differentiable>::Tangent,
                slots: ($(&mut <$A as Differentiable>::Tangent,)*),
            ) {
                let parts = adjoint_1::<T, _, _>(&owned!(all $($a)*), ct, |($($a,)*)| $formula);
                add_all!(slots parts $($a)*);
            }
        }
    )*};
}

/// Copies of what a tuple of references refers to.
macro_rules! owned {
    ($all:ident $a:ident) => {
        ($all.0.clone(),)
    };
    ($all:ident $a:ident $b:ident) => {
        ($all.0.clone(), $all.1.clone())
    };
    ($all:ident $a:ident $b:ident $c:ident) => {
        ($all.0.clone(), $all.1.clone(), $all.2.clone())
    };
    ($all:ident $a:ident $b:ident $c:ident $d:ident) => {
        ($all.0.clone(), $all.1.clone(), $all.2.clone(), $all.3.clone())
    };
}

/// Adds each part into its slot.
macro_rules! add_all {
    ($slots:ident $parts:ident $a:ident) => { Tangent::add_assign($slots.0, &$parts.0); };
    ($slots:ident $parts:ident $a:ident $b:ident) => {
        add_all!($slots $parts $a);
        Tangent::add_assign($slots.1, &$parts.1);
    };
    ($slots:ident $parts:ident $a:ident $b:ident $c:ident) => {
        add_all!($slots $parts $a $b);
        Tangent::add_assign($slots.2, &$parts.2);
    };
    ($slots:ident $parts:ident $a:ident $b:ident $c:ident $d:ident) => {
        add_all!($slots $parts $a $b $c);
        Tangent::add_assign($slots.3, &$parts.3);
    };
}

// Rotations of the plane

construct! {
    [T: Real] Make1(angle: T) for Rotation2<T> => Rotation2<T> {
        Rotation2::new(*angle);
        Rotation2::new(*angle);
    }
    [T: Real] Make1(angle: T) for UnitComplex<T> => UnitComplex<T> {
        UnitComplex::new(*angle);
        UnitComplex::new(*angle);
    }
    [T: Real] FromAngle(angle: T) for UnitComplex<T> => UnitComplex<T> {
        UnitComplex::from_angle(*angle);
        UnitComplex::from_angle(*angle);
    }
    [T: Real] Make2(re: T, im: T) for Complex<T> => Complex<T> {
        Complex::new(*re, *im);
        Complex::new(*re, *im);
    }
    [T: Real] FromRotationMatrix(r: Rotation2<T>) for UnitComplex<T> => UnitComplex<T> {
        UnitComplex::from_rotation_matrix(r);
        UnitComplex::from_rotation_matrix(r);
    }
}

// Rotations of space

construct! {
    [T: Real] Make1(v: Vector3<T>) for Rotation3<T> => Rotation3<T> {
        Rotation3::new(*v);
        smooth::rotation_of_scaled_axis(v);
    }
    [T: Real] FromScaledAxis(v: Vector3<T>) for Rotation3<T> => Rotation3<T> {
        Rotation3::from_scaled_axis(*v);
        smooth::rotation_of_scaled_axis(v);
    }
    [T: Real] FromAxisAngle(axis: Unit<Vector3<T>>, angle: T) for Rotation3<T> => Rotation3<T> {
        Rotation3::from_axis_angle(axis, *angle);
        smooth::rotation_of_axis_angle(axis, *angle);
    }
    [T: Real] FromEulerAngles(roll: T, pitch: T, yaw: T) for Rotation3<T> => Rotation3<T> {
        Rotation3::from_euler_angles(*roll, *pitch, *yaw);
        Rotation3::from_euler_angles(*roll, *pitch, *yaw);
    }
    [T: Real] From1(q: UnitQuaternion<T>) for Rotation3<T> => Rotation3<T> {
        Rotation3::from(*q);
        q.to_rotation_matrix();
    }
    [T: Real] Between(a: Vector3<T>, b: Vector3<T>) for Rotation3<T> => Option<Rotation3<T>> {
        Rotation3::rotation_between(a, b);
        Rotation3::rotation_between(a, b);
    }
    [T: Real] FaceTowards(dir: Vector3<T>, up: Vector3<T>) for Rotation3<T> => Rotation3<T> {
        Rotation3::face_towards(dir, up);
        Rotation3::face_towards(dir, up);
    }
    [T: Real] LookAt(dir: Vector3<T>, up: Vector3<T>) for Rotation3<T> => Rotation3<T> {
        Rotation3::look_at_rh(dir, up);
        Rotation3::look_at_rh(dir, up);
    }
    [T: Real, const D: usize] FromMatrixUnchecked(m: SMatrix<T, D, D>) for Rotation<T, D>
    => Rotation<T, D> {
        Rotation::from_matrix_unchecked(*m);
        Rotation::from_matrix_unchecked(*m);
    }
    [T: Real] Make4(w: T, i: T, j: T, k: T) for Quaternion<T> => Quaternion<T> {
        Quaternion::new(*w, *i, *j, *k);
        Quaternion::new(*w, *i, *j, *k);
    }
    [T: Real] FromParts(w: T, v: Vector3<T>) for Quaternion<T> => Quaternion<T> {
        Quaternion::from_parts(*w, *v);
        Quaternion::from_parts(*w, *v);
    }
    [T: Real] FromImag(v: Vector3<T>) for Quaternion<T> => Quaternion<T> {
        Quaternion::from_imag(*v);
        Quaternion::from_imag(*v);
    }
    [T: Real] From1(v: Vector4<T>) for Quaternion<T> => Quaternion<T> {
        Quaternion::from(*v);
        Quaternion::from(*v);
    }
    [T: Real] Make1(v: Vector3<T>) for UnitQuaternion<T> => UnitQuaternion<T> {
        UnitQuaternion::new(*v);
        smooth::quaternion_of_scaled_axis(v);
    }
    [T: Real] FromScaledAxis(v: Vector3<T>) for UnitQuaternion<T> => UnitQuaternion<T> {
        UnitQuaternion::from_scaled_axis(*v);
        smooth::quaternion_of_scaled_axis(v);
    }
    [T: Real] FromAxisAngle(axis: Unit<Vector3<T>>, angle: T) for UnitQuaternion<T>
    => UnitQuaternion<T> {
        UnitQuaternion::from_axis_angle(axis, *angle);
        UnitQuaternion::from_axis_angle(axis, *angle);
    }
    [T: Real] FromEulerAngles(roll: T, pitch: T, yaw: T) for UnitQuaternion<T>
    => UnitQuaternion<T> {
        UnitQuaternion::from_euler_angles(*roll, *pitch, *yaw);
        UnitQuaternion::from_euler_angles(*roll, *pitch, *yaw);
    }
    [T: Real] FromQuaternion(q: Quaternion<T>) for UnitQuaternion<T> => UnitQuaternion<T> {
        UnitQuaternion::from_quaternion(*q);
        UnitQuaternion::from_quaternion(*q);
    }
    [T: Real] FromRotationMatrix(r: Rotation3<T>) for UnitQuaternion<T> => UnitQuaternion<T> {
        UnitQuaternion::from_rotation_matrix(r);
        UnitQuaternion::from_rotation_matrix(r);
    }
    [T: Real] From1(r: Rotation3<T>) for UnitQuaternion<T> => UnitQuaternion<T> {
        UnitQuaternion::from(*r);
        UnitQuaternion::from_rotation_matrix(r);
    }
    [T: Real] Between(a: Vector3<T>, b: Vector3<T>) for UnitQuaternion<T>
    => Option<UnitQuaternion<T>> {
        UnitQuaternion::rotation_between(a, b);
        UnitQuaternion::rotation_between(a, b);
    }
    [T: Real] FaceTowards(dir: Vector3<T>, up: Vector3<T>) for UnitQuaternion<T>
    => UnitQuaternion<T> {
        UnitQuaternion::face_towards(dir, up);
        UnitQuaternion::face_towards(dir, up);
    }
    [T: Real] LookAt(dir: Vector3<T>, up: Vector3<T>) for UnitQuaternion<T>
    => UnitQuaternion<T> {
        UnitQuaternion::look_at_rh(dir, up);
        UnitQuaternion::look_at_rh(dir, up);
    }
}

// Unit vectors

construct! {
    [T: Real, const D: usize] NewNormalize(v: SVector<T, D>) for Unit<SVector<T, D>>
    => Unit<SVector<T, D>> {
        Unit::new_normalize(*v);
        Unit::new_normalize(*v);
    }
    [T: Real, const D: usize] NewUnchecked(v: SVector<T, D>) for Unit<SVector<T, D>>
    => Unit<SVector<T, D>> {
        Unit::new_unchecked(*v);
        Unit::new_unchecked(*v);
    }
    [T: Real] NewNormalize(q: Quaternion<T>) for UnitQuaternion<T> => UnitQuaternion<T> {
        Unit::new_normalize(*q);
        Unit::new_normalize(*q);
    }
    [T: Real] NewUnchecked(q: Quaternion<T>) for UnitQuaternion<T> => UnitQuaternion<T> {
        Unit::new_unchecked(*q);
        Unit::new_unchecked(*q);
    }
}

// Translations and isometries

construct! {
    [T: Real] Make2(x: T, y: T) for Translation2<T> => Translation2<T> {
        Translation2::new(*x, *y);
        Translation2::new(*x, *y);
    }
    [T: Real] Make3(x: T, y: T, z: T) for Translation3<T> => Translation3<T> {
        Translation3::new(*x, *y, *z);
        Translation3::new(*x, *y, *z);
    }
    [T: Real, const D: usize] From1(v: SVector<T, D>) for Translation<T, D> => Translation<T, D> {
        Translation { vector: *v };
        Translation { vector: *v };
    }
    [T: Real] Make2(v: Vector2<T>, angle: T) for Isometry2<T> => Isometry2<T> {
        Isometry2::new(*v, *angle);
        Isometry2::new(*v, *angle);
    }
    [T: Real] Make2(v: Vector3<T>, w: Vector3<T>) for Isometry3<T> => Isometry3<T> {
        Isometry3::new(*v, *w);
        Isometry {
            rotation: smooth::quaternion_of_scaled_axis(w),
            translation: Translation { vector: *v },
        };
    }
    [T: Real] Translated2(x: T, y: T) for Isometry2<T> => Isometry2<T> {
        Isometry2::translation(*x, *y);
        Isometry2::translation(*x, *y);
    }
    [T: Real] Translated3(x: T, y: T, z: T) for Isometry3<T> => Isometry3<T> {
        Isometry3::translation(*x, *y, *z);
        Isometry3::translation(*x, *y, *z);
    }
    [T: Real] Rotated(angle: T) for Isometry2<T> => Isometry2<T> {
        Isometry2::rotation(*angle);
        Isometry2::rotation(*angle);
    }
    [T: Real] Rotated(w: Vector3<T>) for Isometry3<T> => Isometry3<T> {
        Isometry3::rotation(*w);
        Isometry {
            rotation: smooth::quaternion_of_scaled_axis(w),
            translation: Translation { vector: Vector3::zeros() },
        };
    }
}

impl<T: Real, R, const D: usize> FromParts<Translation<T, D>, R> for Isometry<T, R, D>
where
    R: Differentiable + Clone,
{
    type Output = Self;

    #[inline]
    fn __ad_made(translation: &Translation<T, D>, rotation: &R) -> Self {
        Isometry { rotation: rotation.clone(), translation: *translation }
    }

    #[inline]
    fn __ad_moved(
        _: (&Translation<T, D>, &R),
        (translation, rotation): (&TranslationTangent<T, D>, &R::Tangent),
    ) -> IsometryTangent<T, R::Tangent, D> {
        IsometryTangent { rotation: rotation.clone(), translation: *translation }
    }

    #[inline]
    fn __ad_contribute(
        _: (&Translation<T, D>, &R),
        ct: &IsometryTangent<T, R::Tangent, D>,
        (translation, rotation): (&mut TranslationTangent<T, D>, &mut R::Tangent),
    ) {
        translation.add_assign(&ct.translation);
        rotation.add_assign(&ct.rotation);
    }
}
