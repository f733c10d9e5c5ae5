//! [`Differentiable`] for nalgebra's rotations, quaternions, unit vectors, translations and isometries.
//!
//! A value moves as the numbers that it stores: a tangent has one number for each of them, in their order, and a gradient
//! is that of nalgebra's formula in the stored numbers, each free of the others.
//!
//! | type | stored as | tangent |
//! |---|---|---|
//! | `Rotation<T, D>` (`Rotation2`, `Rotation3`) | its matrix | `SMatrix<T, D, D>` |
//! | `Quaternion<T>` | `i, j, k, w` | `Quaternion<T>` |
//! | `Complex<T>` | `re, im` | `Complex<T>` |
//! | `Unit<V>` (`UnitQuaternion`, `UnitComplex`, `UnitVector3`, ..) | a `V` | that of `V` |
//! | `Translation<T, D>` | its vector | [`TranslationTangent`] |
//! | `Isometry<T, R, D>` (`Isometry2`, `Isometry3`, ..) | rotation and translation | [`IsometryTangent`] |
//!
//! So the gradient with respect to a rotation says how the result changes in every direction of the space that the rotations lie
//! in. Along the rotations themselves it is the one that any parametrization gives: for `q = exp(w/2) q0`, say, with a
//! differentiated function that makes `q` from `w`. Across them it depends on how the formula goes on there. To
//! optimize over rotations, make them from free numbers (`from_scaled_axis`, `from_euler_angles`, `new_normalize`), or project the
//! gradient on the tangent space and step by the exponential.

mod lifted;
mod tangents;

use nalgebra::{Complex, Isometry, Quaternion, Rotation, SMatrix, Translation, Unit, Vector4};

pub use tangents::{IsometryTangent, TranslationTangent};

use crate::coordinates::Coordinates;
use crate::differentiable::Differentiable;
use crate::real::Real;
use crate::tangent::ScalarSliceMut;

impl<T: Real, const D: usize> Differentiable for Rotation<T, D> {
    type Tangent = SMatrix<T, D, D>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        SMatrix::zeros()
    }
}

impl<T: Real> Differentiable for Quaternion<T> {
    type Tangent = Self;

    #[inline]
    fn zero_tangent(&self) -> Self {
        Self::from(Vector4::zeros())
    }
}

impl<T: Real> Differentiable for Complex<T> {
    type Tangent = Self;

    #[inline]
    fn zero_tangent(&self) -> Self {
        Self::new(T::zero(), T::zero())
    }
}

impl<V: Differentiable> Differentiable for Unit<V> {
    type Tangent = V::Tangent;

    #[inline]
    fn zero_tangent(&self) -> V::Tangent {
        self.as_ref().zero_tangent()
    }
}

impl<T: Real, const D: usize> Differentiable for Translation<T, D> {
    type Tangent = TranslationTangent<T, D>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        TranslationTangent { vector: self.vector.zero_tangent() }
    }
}

impl<T: Real, R: Differentiable, const D: usize> Differentiable for Isometry<T, R, D> {
    type Tangent = IsometryTangent<T, R::Tangent, D>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        IsometryTangent {
            rotation: self.rotation.zero_tangent(),
            translation: self.translation.zero_tangent(),
        }
    }
}

impl<T: Real + Coordinates, const D: usize> Coordinates for Rotation<T, D> {
    #[inline]
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        self.matrix_mut_unchecked().coordinates(visit);
    }
}

impl<T: Real + Coordinates> Coordinates for Quaternion<T> {
    #[inline]
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        self.coords.coordinates(visit);
    }
}

impl<T: Real + Coordinates> Coordinates for Complex<T> {
    #[inline]
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        self.re.coordinates(visit);
        self.im.coordinates(visit);
    }
}

impl<V: Coordinates> Coordinates for Unit<V> {
    #[inline]
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        self.as_mut_unchecked().coordinates(visit);
    }
}

impl<T: Real + Coordinates, const D: usize> Coordinates for Translation<T, D> {
    #[inline]
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        self.vector.coordinates(visit);
    }
}

impl<T: Real + Coordinates, R: Coordinates, const D: usize> Coordinates for Isometry<T, R, D> {
    #[inline]
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        self.rotation.coordinates(visit);
        self.translation.coordinates(visit);
    }
}
