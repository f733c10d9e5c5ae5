//! Methods of rotations, quaternions and isometries. Where nalgebra's traits of the same name have impls for matrices,
//! the impls for these types are here.

use nalgebra::{
    Complex, Isometry, Quaternion, Rotation, Rotation3, SMatrix, SVector, Translation, Unit,
    UnitComplex, UnitQuaternion, Vector3,
};

use super::flat::{adjoint_1, tangent_1};
use super::smooth;
use crate::geometry::{IsometryTangent, TranslationTangent};
use crate::rules::methods::{Inverse, Transpose};
use crate::rules::{MulRule, TangentOf};
use crate::{Differentiable, Real, Tangent};

macro_rules! methods {
    ($($(#[$attribute:meta])* $Trait:ident: $names:tt;)*) => {
        $(methods!(@one [$(#[$attribute])*] $Trait: $names);)*
    };
    (@one [$(#[$attribute:meta])*] $Trait:ident: (
        $forward:ident $back:ident $reverse:ident $jvp:ident
        $second_forward:ident $second_back:ident $second_reverse:ident
    )) => {
        method! {
            $(#[$attribute])*
            $Trait: $forward $back $reverse $jvp $second_forward $second_back $second_reverse
        }
    };
}

methods! {
    /// `q.conjugate()`
    Conjugate: (__ad_forward_conjugate __ad_back_conjugate __ad_reverse_conjugate
        __ad_jvp_conjugate __ad_second_order_forward_conjugate __ad_second_order_back_conjugate
        __ad_second_order_reverse_conjugate);
    /// `r.angle()`
    TurningAngle: (__ad_forward_angle __ad_back_angle __ad_reverse_angle __ad_jvp_angle
        __ad_second_order_forward_angle __ad_second_order_back_angle
        __ad_second_order_reverse_angle);
    /// `r.scaled_axis()`
    ScaledAxis: (__ad_forward_scaled_axis __ad_back_scaled_axis __ad_reverse_scaled_axis
        __ad_jvp_scaled_axis __ad_second_order_forward_scaled_axis
        __ad_second_order_back_scaled_axis __ad_second_order_reverse_scaled_axis);
    /// `q.to_rotation_matrix()`
    ToRotationMatrix: (__ad_forward_to_rotation_matrix __ad_back_to_rotation_matrix
        __ad_reverse_to_rotation_matrix __ad_jvp_to_rotation_matrix
        __ad_second_order_forward_to_rotation_matrix __ad_second_order_back_to_rotation_matrix
        __ad_second_order_reverse_to_rotation_matrix);
    /// `r.euler_angles()`
    EulerAngles: (__ad_forward_euler_angles __ad_back_euler_angles __ad_reverse_euler_angles
        __ad_jvp_euler_angles __ad_second_order_forward_euler_angles
        __ad_second_order_back_euler_angles __ad_second_order_reverse_euler_angles);
    /// `r.into_inner()`
    IntoInner: (__ad_forward_into_inner __ad_back_into_inner __ad_reverse_into_inner
        __ad_jvp_into_inner __ad_second_order_forward_into_inner
        __ad_second_order_back_into_inner __ad_second_order_reverse_into_inner);
    /// `r.matrix()`
    InnerMatrix: (__ad_forward_matrix __ad_back_matrix __ad_reverse_matrix __ad_jvp_matrix
        __ad_second_order_forward_matrix __ad_second_order_back_matrix
        __ad_second_order_reverse_matrix);
    /// `q.quaternion()`
    InnerQuaternion: (__ad_forward_quaternion __ad_back_quaternion __ad_reverse_quaternion
        __ad_jvp_quaternion __ad_second_order_forward_quaternion
        __ad_second_order_back_quaternion __ad_second_order_reverse_quaternion);
    /// `q.imag()`
    ImaginaryPart: (__ad_forward_imag __ad_back_imag __ad_reverse_imag __ad_jvp_imag
        __ad_second_order_forward_imag __ad_second_order_back_imag
        __ad_second_order_reverse_imag);
    /// `q.scalar()`
    ScalarPart: (__ad_forward_scalar __ad_back_scalar __ad_reverse_scalar __ad_jvp_scalar
        __ad_second_order_forward_scalar __ad_second_order_back_scalar
        __ad_second_order_reverse_scalar);
}

/// Implements a method that is linear in its receiver: its adjoint and its tangent.
macro_rules! linear {
    ($([$($generics:tt)*] $Trait:ident for $Self:ty => $Output:ty {
        |$a:ident| $value:expr; |$ct:ident| $adjoint:expr; |$d:ident| $tangent:expr;
    })*) => {$(
        implement! {
            [$($generics)*] $Trait for $Self, [] -> $Output {
                |$a| $value;
                |y, $ct| $adjoint;
                |$d| $tangent;
            }
        }
    )*};
}

/// Implements a method by a formula that is evaluated on dual numbers.
macro_rules! by_formula {
    ($([$($generics:tt)*] $Trait:ident for $Self:ty => $Output:ty {
        |$a:ident| $value:expr; |$b:ident| $formula:expr;
    })*) => {$(
        implement! {
            [$($generics)*] $Trait for $Self, [] -> $Output {
                |$a| $value;
                |y, ct| adjoint_1::<T, _, _>($a, ct, |$b| $formula);
                |d| tangent_1($a, d, |$b| $formula);
            }
        }
    )*};
}

// Inverses

linear! {
    [T: Real, const D: usize] Inverse for Rotation<T, D> => Rotation<T, D> {
        |r| r.inverse();
        |ct| ct.transpose();
        |d| d.transpose();
    }
    [T: Real, const D: usize] Transpose for Rotation<T, D> => Rotation<T, D> {
        |r| r.transpose();
        |ct| ct.transpose();
        |d| d.transpose();
    }
    [T: Real] Inverse for UnitQuaternion<T> => UnitQuaternion<T> {
        |q| q.inverse();
        |ct| ct.conjugate();
        |d| d.conjugate();
    }
    [T: Real] Conjugate for UnitQuaternion<T> => UnitQuaternion<T> {
        |q| q.conjugate();
        |ct| ct.conjugate();
        |d| d.conjugate();
    }
    [T: Real] Conjugate for Quaternion<T> => Quaternion<T> {
        |q| q.conjugate();
        |ct| ct.conjugate();
        |d| d.conjugate();
    }
    [T: Real] Inverse for UnitComplex<T> => UnitComplex<T> {
        |z| z.inverse();
        |ct| mirrored(ct);
        |d| mirrored(d);
    }
    [T: Real] Conjugate for UnitComplex<T> => UnitComplex<T> {
        |z| z.conjugate();
        |ct| mirrored(ct);
        |d| mirrored(d);
    }
    [T: Real, const D: usize] Inverse for Translation<T, D> => Translation<T, D> {
        |t| t.inverse();
        |ct| TranslationTangent { vector: -ct.vector };
        |d| TranslationTangent { vector: -d.vector };
    }
}

fn mirrored<T: Real>(z: &Complex<T>) -> Complex<T> {
    Complex::new(z.re, -z.im)
}

/// `(R, t)⁻¹ = (R⁻¹, -R⁻¹ t)`, of the rules of the rotation's own inverse and of what it turns.
impl<T: Real, R, const D: usize> Inverse for Isometry<T, R, D>
where
    R: Inverse<Output = R> + MulRule<SVector<T, D>, Output = SVector<T, D>> + Clone,
    R: nalgebra::AbstractRotation<T, D>,
{
    type Output = Self;

    #[inline]
    fn __ad_value(&self) -> Self {
        self.inverse()
    }

    #[inline]
    fn __ad_adjoint(&self, y: &Self, ct: &TangentOf<Self>) -> TangentOf<Self> {
        let t = &self.translation.vector;
        let turned = -ct.translation.vector;
        let mut back = R::mul_adjoint_0(&y.rotation, t, &turned);
        back.add_assign(&ct.rotation);
        let vector = R::mul_adjoint_1(&y.rotation, t, &turned);
        IsometryTangent {
            rotation: self.rotation.__ad_adjoint(&y.rotation, &back),
            translation: TranslationTangent { vector },
        }
    }

    #[inline]
    fn __ad_tangent(&self, y: &Self, d: &TangentOf<Self>) -> TangentOf<Self> {
        let t = &self.translation.vector;
        let rotation = self.rotation.__ad_tangent(&y.rotation, &d.rotation);
        let vector = -(R::mul_tangent_0(&y.rotation, t, &rotation)
            + R::mul_tangent_1(&y.rotation, t, &d.translation.vector));
        IsometryTangent { rotation, translation: TranslationTangent { vector } }
    }
}

// Parts

linear! {
    [T: Real, const D: usize] IntoInner for Rotation<T, D> => SMatrix<T, D, D> {
        |r| r.into_inner();
        |ct| *ct;
        |d| *d;
    }
    [T: Real, const D: usize] InnerMatrix for Rotation<T, D> => SMatrix<T, D, D> {
        |r| *r.matrix();
        |ct| *ct;
        |d| *d;
    }
    [T: Real] InnerQuaternion for UnitQuaternion<T> => Quaternion<T> {
        |q| *q.quaternion();
        |ct| *ct;
        |d| *d;
    }
    [T: Real] ImaginaryPart for Quaternion<T> => Vector3<T> {
        |q| q.imag();
        |ct| Quaternion::from_parts(T::zero(), *ct);
        |d| d.imag();
    }
    [T: Real] ScalarPart for Quaternion<T> => T {
        |q| q.scalar();
        |ct| Quaternion::new(*ct, T::zero(), T::zero(), T::zero());
        |d| d.scalar();
    }
    [V: Differentiable + Clone] IntoInner for Unit<V> => V {
        |u| u.as_ref().clone();
        |ct| ct.clone();
        |d| d.clone();
    }
}

// Angles and conversions

by_formula! {
    [T: Real] TurningAngle for UnitQuaternion<T> => T { |q| q.angle(); |q| q.angle(); }
    [T: Real] TurningAngle for UnitComplex<T> => T { |z| z.angle(); |z| z.angle(); }
    [T: Real] TurningAngle for Rotation<T, 2> => T { |r| r.angle(); |r| r.angle(); }
    [T: Real] TurningAngle for Rotation<T, 3> => T { |r| r.angle(); |r| r.angle(); }
    [T: Real] ScaledAxis for UnitQuaternion<T> => Vector3<T> {
        |q| q.scaled_axis();
        |q| smooth::scaled_axis_of_quaternion(q);
    }
    [T: Real] ScaledAxis for Rotation<T, 3> => Vector3<T> {
        |r| r.scaled_axis();
        |r| smooth::scaled_axis_of_rotation(r);
    }
    [T: Real] ToRotationMatrix for UnitQuaternion<T> => Rotation3<T> {
        |q| q.to_rotation_matrix();
        |q| q.to_rotation_matrix();
    }
    [T: Real] ToRotationMatrix for UnitComplex<T> => Rotation<T, 2> {
        |z| z.to_rotation_matrix();
        |z| z.to_rotation_matrix();
    }
    [T: Real] EulerAngles for UnitQuaternion<T> => (T, T, T) {
        |q| q.euler_angles();
        |q| q.euler_angles();
    }
    [T: Real] EulerAngles for Rotation<T, 3> => (T, T, T) {
        |r| r.euler_angles();
        |r| r.euler_angles();
    }
}
