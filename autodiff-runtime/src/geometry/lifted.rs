//! The types of geometry over dual numbers, for rules that are evaluated on them.

use nalgebra::{Complex, Isometry, Quaternion, Rotation, SMatrix, Translation, Unit};

use super::{IsometryTangent, TranslationTangent};
use crate::dual::Dual;
use crate::real::Real;
use crate::second_order::{Parts, WithTangent};

impl<T: Real, const D: usize> WithTangent<SMatrix<T, D, D>> for Rotation<T, D> {
    type Dual = Rotation<Dual<T>, D>;

    #[inline]
    fn with_tangent(&self, tangent: &SMatrix<T, D, D>) -> Self::Dual {
        Rotation::from_matrix_unchecked(self.matrix().with_tangent(tangent))
    }
}

impl<T: Real> WithTangent<Quaternion<T>> for Quaternion<T> {
    type Dual = Quaternion<Dual<T>>;

    #[inline]
    fn with_tangent(&self, tangent: &Quaternion<T>) -> Self::Dual {
        Quaternion::from(self.coords.with_tangent(&tangent.coords))
    }
}

impl<T: Real> WithTangent<Complex<T>> for Complex<T> {
    type Dual = Complex<Dual<T>>;

    #[inline]
    fn with_tangent(&self, tangent: &Complex<T>) -> Self::Dual {
        Complex::new(self.re.with_tangent(&tangent.re), self.im.with_tangent(&tangent.im))
    }
}

impl<V: WithTangent<D>, D> WithTangent<D> for Unit<V> {
    type Dual = Unit<V::Dual>;

    #[inline]
    fn with_tangent(&self, tangent: &D) -> Self::Dual {
        Unit::new_unchecked(self.as_ref().with_tangent(tangent))
    }
}

impl<T: Real, const D: usize> WithTangent<TranslationTangent<T, D>> for Translation<T, D> {
    type Dual = Translation<Dual<T>, D>;

    #[inline]
    fn with_tangent(&self, tangent: &TranslationTangent<T, D>) -> Self::Dual {
        Translation { vector: self.vector.with_tangent(&tangent.vector) }
    }
}

impl<T: Real, R: WithTangent<DR>, DR, const D: usize> WithTangent<IsometryTangent<T, DR, D>>
    for Isometry<T, R, D>
{
    type Dual = Isometry<Dual<T>, R::Dual, D>;

    #[inline]
    fn with_tangent(&self, tangent: &IsometryTangent<T, DR, D>) -> Self::Dual {
        Isometry {
            rotation: self.rotation.with_tangent(&tangent.rotation),
            translation: self.translation.with_tangent(&tangent.translation),
        }
    }
}

// Cotangents

impl<T: Real, const D: usize> WithTangent<TranslationTangent<T, D>> for TranslationTangent<T, D> {
    type Dual = TranslationTangent<Dual<T>, D>;

    #[inline]
    fn with_tangent(&self, tangent: &TranslationTangent<T, D>) -> Self::Dual {
        TranslationTangent { vector: self.vector.with_tangent(&tangent.vector) }
    }
}

impl<T: Real, R: WithTangent<DR>, DR, const D: usize> WithTangent<IsometryTangent<T, DR, D>>
    for IsometryTangent<T, R, D>
{
    type Dual = IsometryTangent<Dual<T>, R::Dual, D>;

    #[inline]
    fn with_tangent(&self, tangent: &IsometryTangent<T, DR, D>) -> Self::Dual {
        IsometryTangent {
            rotation: self.rotation.with_tangent(&tangent.rotation),
            translation: self.translation.with_tangent(&tangent.translation),
        }
    }
}

impl<T: Real> Parts for Quaternion<Dual<T>> {
    type Part = Quaternion<T>;

    #[inline]
    fn parts(self) -> (Self::Part, Self::Part) {
        let (value, tangent) = self.coords.parts();
        (value.into(), tangent.into())
    }
}

impl<T: Real> Parts for Complex<Dual<T>> {
    type Part = Complex<T>;

    #[inline]
    fn parts(self) -> (Self::Part, Self::Part) {
        (Complex::new(self.re.re, self.im.re), Complex::new(self.re.eps, self.im.eps))
    }
}

impl<T: Real, const D: usize> Parts for TranslationTangent<Dual<T>, D> {
    type Part = TranslationTangent<T, D>;

    #[inline]
    fn parts(self) -> (Self::Part, Self::Part) {
        let (value, tangent) = self.vector.parts();
        (TranslationTangent { vector: value }, TranslationTangent { vector: tangent })
    }
}

impl<T: Real, R: Parts, const D: usize> Parts for IsometryTangent<Dual<T>, R, D> {
    type Part = IsometryTangent<T, R::Part, D>;

    #[inline]
    fn parts(self) -> (Self::Part, Self::Part) {
        let (rotation, rotation_tangent) = self.rotation.parts();
        let (translation, translation_tangent) = self.translation.parts();
        (
            IsometryTangent { rotation, translation },
            IsometryTangent { rotation: rotation_tangent, translation: translation_tangent },
        )
    }
}
