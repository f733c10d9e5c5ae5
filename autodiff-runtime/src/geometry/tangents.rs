//! The tangents of rotations' and isometries' parts as vector spaces.

use core::ops::{Deref, DerefMut};

use nalgebra::{Complex, Quaternion, SVector};

use crate::real::Real;
use crate::tangent::{ScalarSlice, ScalarSliceMut, Tangent};

/// The tangent of a [`Translation`](nalgebra::Translation).
///
/// ```
/// use autodiff_runtime::nalgebra::{Point2, Translation2, Vector2};
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn height(moved: Translation2<f64>) -> f64 {
///     (moved * Point2::new(1.0, 2.0)).y
/// }
/// let tangent = height::grad(Translation2::new(0.5, 0.25));
/// assert_eq!(tangent.vector, Vector2::new(0.0, 1.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TranslationTangent<T, const D: usize> {
    /// The tangent of its vector.
    pub vector: SVector<T, D>,
}

/// The tangent of an [`Isometry`](nalgebra::Isometry).
///
/// ```
/// use autodiff_runtime::nalgebra::{Isometry2, Point2, Vector2};
/// use autodiff_runtime::prelude::*;
///
/// #[differentiate]
/// fn height(pose: Isometry2<f64>) -> f64 {
///     (pose * Point2::new(1.0, 2.0)).y
/// }
/// let tangent = height::grad(Isometry2::new(Vector2::new(0.5, 0.25), 0.0));
/// assert_eq!(tangent.translation.vector, Vector2::new(0.0, 1.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IsometryTangent<T, R, const D: usize> {
    /// The tangent of its rotation.
    pub rotation: R,
    /// The tangent of its translation.
    pub translation: TranslationTangent<T, D>,
}

/// The fields `x`, `y`, `z`, as translations have them.
impl<T, const D: usize> Deref for TranslationTangent<T, D>
where
    SVector<T, D>: Deref,
{
    type Target = <SVector<T, D> as Deref>::Target;

    #[inline]
    fn deref(&self) -> &Self::Target {
        &self.vector
    }
}

impl<T, const D: usize> DerefMut for TranslationTangent<T, D>
where
    SVector<T, D>: DerefMut,
{
    #[inline]
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.vector
    }
}

/// A vector space made of its fields.
macro_rules! of_fields {
    ([$($generics:tt)*] $Type:ty { $($field:ident)* }) => {
        impl<$($generics)*> Tangent for $Type {
            #[inline]
            fn zero_like(&self) -> Self {
                Self { $($field: self.$field.zero_like()),* }
            }

            #[inline]
            fn add_assign(&mut self, rhs: &Self) {
                $(Tangent::add_assign(&mut self.$field, &rhs.$field);)*
            }

            #[inline]
            fn scale(&mut self, factor: f64) {
                $(Tangent::scale(&mut self.$field, factor);)*
            }

            #[inline]
            fn dot(&self, rhs: &Self) -> f64 {
                0.0 $(+ Tangent::dot(&self.$field, &rhs.$field))*
            }

            #[inline]
            fn for_each_slice(&self, visit: &mut dyn FnMut(ScalarSlice<'_>)) {
                $(self.$field.for_each_slice(visit);)*
            }

            #[inline]
            fn for_each_slice_mut(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
                $(self.$field.for_each_slice_mut(visit);)*
            }
        }
    };
}

of_fields!([T: Real] Quaternion<T> { coords });
of_fields!([T: Real] Complex<T> { re im });
of_fields!([T: Real, const D: usize] TranslationTangent<T, D> { vector });
of_fields!([T: Real, R: Tangent, const D: usize] IsometryTangent<T, R, D> { rotation translation });
