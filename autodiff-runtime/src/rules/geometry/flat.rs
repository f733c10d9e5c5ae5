//! Derivatives of functions with few numbers by evaluating them on dual numbers, one coordinate at a time.

use nalgebra::{
    Complex, Isometry, Point, Quaternion, Rotation, SMatrix, SVector, Translation, Unit,
};

use crate::geometry::{IsometryTangent, TranslationTangent};
use crate::second_order::{DualOf, Lifted};
use crate::{Dual, Real, Tangent};

/// A tangent of a fixed number of coordinates.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no known number of coordinates",
    note = "the tangents of nalgebra's rotations, isometries and static matrices have"
)]
pub trait Flat<T: Real>: Tangent {
    /// How many they are.
    fn count(&self) -> usize;

    /// One of them.
    fn entry(&mut self, k: usize) -> &mut T;

    /// The sum of the products.
    fn inner(&self, other: &Self) -> T;
}

/// A value over dual numbers that has a tangent.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value over dual numbers",
    note = "rules of geometry evaluate their formulas on dual numbers"
)]
pub trait Velocity {
    /// Its type.
    type Tangent;

    /// The tangent.
    fn velocity(self) -> Self::Tangent;
}

/// `f` at `a + da ε`: the tangent of the result.
#[inline]
pub fn tangent_1<A: Lifted, O: Velocity>(
    a: &A,
    da: &A::Tangent,
    f: impl Fn(&DualOf<A>) -> O,
) -> O::Tangent {
    f(&a.with_tangent(da)).velocity()
}

/// The contribution of `ct` to the cotangent of `a`.
#[inline]
pub fn adjoint_1<T: Real, A: Lifted, O: Velocity>(
    a: &A,
    ct: &O::Tangent,
    f: impl Fn(&DualOf<A>) -> O,
) -> A::Tangent
where
    A::Tangent: Flat<T>,
    O::Tangent: Flat<T>,
{
    let mut contribution = a.zero_tangent();
    let mut unit = a.zero_tangent();
    for k in 0..unit.count() {
        *unit.entry(k) = T::one();
        *contribution.entry(k) = tangent_1(a, &unit, &f).inner(ct);
        *unit.entry(k) = T::zero();
    }
    contribution
}

impl<T: Real> Flat<T> for T {
    #[inline]
    fn count(&self) -> usize {
        1
    }

    #[inline]
    fn entry(&mut self, _: usize) -> &mut T {
        self
    }

    #[inline]
    fn inner(&self, other: &Self) -> T {
        T::chain(*self, *other)
    }
}

impl<T: Real, const R: usize, const C: usize> Flat<T> for SMatrix<T, R, C> {
    #[inline]
    fn count(&self) -> usize {
        R * C
    }

    #[inline]
    fn entry(&mut self, k: usize) -> &mut T {
        &mut self[k]
    }

    #[inline]
    fn inner(&self, other: &Self) -> T {
        self.iter().zip(other).map(|(a, b)| T::chain(*a, *b)).sum()
    }
}

impl<T: Real> Flat<T> for Quaternion<T> {
    #[inline]
    fn count(&self) -> usize {
        4
    }

    #[inline]
    fn entry(&mut self, k: usize) -> &mut T {
        &mut self.coords[k]
    }

    #[inline]
    fn inner(&self, other: &Self) -> T {
        self.coords.inner(&other.coords)
    }
}

impl<T: Real> Flat<T> for Complex<T> {
    #[inline]
    fn count(&self) -> usize {
        2
    }

    #[inline]
    fn entry(&mut self, k: usize) -> &mut T {
        if k == 0 {
            &mut self.re
        } else {
            &mut self.im
        }
    }

    #[inline]
    fn inner(&self, other: &Self) -> T {
        T::chain(self.re, other.re) + T::chain(self.im, other.im)
    }
}

impl<T: Real, const D: usize> Flat<T> for TranslationTangent<T, D> {
    #[inline]
    fn count(&self) -> usize {
        D
    }

    #[inline]
    fn entry(&mut self, k: usize) -> &mut T {
        &mut self.vector[k]
    }

    #[inline]
    fn inner(&self, other: &Self) -> T {
        self.vector.inner(&other.vector)
    }
}

impl<T: Real, R: Flat<T>, const D: usize> Flat<T> for IsometryTangent<T, R, D> {
    #[inline]
    fn count(&self) -> usize {
        self.rotation.count() + D
    }

    #[inline]
    fn entry(&mut self, k: usize) -> &mut T {
        let turns = self.rotation.count();
        if k < turns {
            self.rotation.entry(k)
        } else {
            &mut self.translation.vector[k - turns]
        }
    }

    #[inline]
    fn inner(&self, other: &Self) -> T {
        self.rotation.inner(&other.rotation) + self.translation.inner(&other.translation)
    }
}

macro_rules! tuple {
    ($($A:ident $i:tt),*) => {
        impl<T: Real, $($A: Flat<T>),*> Flat<T> for ($($A,)*) {
            #[inline]
            fn count(&self) -> usize {
                0 $(+ self.$i.count())*
            }

            #[inline]
            fn entry(&mut self, mut k: usize) -> &mut T {
                $(
                    let count = self.$i.count();
                    if k < count {
                        return self.$i.entry(k);
                    }
                    k -= count;
                )*
                unreachable!("coordinate {k} behind the last")
            }

            #[inline]
            fn inner(&self, other: &Self) -> T {
                T::zero() $(+ self.$i.inner(&other.$i))*
            }
        }

        impl<$($A: Velocity),*> Velocity for ($($A,)*) {
            type Tangent = ($($A::Tangent,)*);

            #[inline]
            fn velocity(self) -> Self::Tangent {
                ($(self.$i.velocity(),)*)
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);

/// `None` has no coordinates.
impl<T: Real, F: Flat<T>> Flat<T> for Option<F> {
    #[inline]
    fn count(&self) -> usize {
        self.as_ref().map_or(0, F::count)
    }

    #[inline]
    fn entry(&mut self, k: usize) -> &mut T {
        self.as_mut().expect("a coordinate").entry(k)
    }

    #[inline]
    fn inner(&self, other: &Self) -> T {
        match (self, other) {
            (Some(a), Some(b)) => a.inner(b),
            _ => T::zero(),
        }
    }
}

impl<T: Real> Velocity for Dual<T> {
    type Tangent = T;

    #[inline]
    fn velocity(self) -> T {
        self.eps
    }
}

impl<T: Real, const R: usize, const C: usize> Velocity for SMatrix<Dual<T>, R, C> {
    type Tangent = SMatrix<T, R, C>;

    #[inline]
    fn velocity(self) -> Self::Tangent {
        self.map(|x| x.eps)
    }
}

impl<T: Real, const D: usize> Velocity for Point<Dual<T>, D> {
    type Tangent = SVector<T, D>;

    #[inline]
    fn velocity(self) -> Self::Tangent {
        self.coords.velocity()
    }
}

impl<T: Real, const D: usize> Velocity for Rotation<Dual<T>, D> {
    type Tangent = SMatrix<T, D, D>;

    #[inline]
    fn velocity(self) -> Self::Tangent {
        self.into_inner().velocity()
    }
}

impl<T: Real> Velocity for Quaternion<Dual<T>> {
    type Tangent = Quaternion<T>;

    #[inline]
    fn velocity(self) -> Self::Tangent {
        self.coords.velocity().into()
    }
}

impl<T: Real> Velocity for Complex<Dual<T>> {
    type Tangent = Complex<T>;

    #[inline]
    fn velocity(self) -> Self::Tangent {
        Complex::new(self.re.eps, self.im.eps)
    }
}

impl<V: Velocity> Velocity for Unit<V> {
    type Tangent = V::Tangent;

    #[inline]
    fn velocity(self) -> Self::Tangent {
        self.into_inner().velocity()
    }
}

impl<T: Real, const D: usize> Velocity for Translation<Dual<T>, D> {
    type Tangent = TranslationTangent<T, D>;

    #[inline]
    fn velocity(self) -> Self::Tangent {
        TranslationTangent { vector: self.vector.velocity() }
    }
}

impl<T: Real, R: Velocity, const D: usize> Velocity for Isometry<Dual<T>, R, D> {
    type Tangent = IsometryTangent<T, R::Tangent, D>;

    #[inline]
    fn velocity(self) -> Self::Tangent {
        IsometryTangent {
            rotation: self.rotation.velocity(),
            translation: self.translation.velocity(),
        }
    }
}

impl<A: Velocity> Velocity for Option<A> {
    type Tangent = Option<A::Tangent>;

    #[inline]
    fn velocity(self) -> Self::Tangent {
        self.map(A::velocity)
    }
}
