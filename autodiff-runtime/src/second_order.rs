//! What second derivatives need: values with their tangents as values over dual numbers, so that a rule of reverse mode
//! evaluated on them gives its contribution and the tangent of it.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use nalgebra::allocator::Allocator;
use nalgebra::storage::{RawStorage, Storage};
use nalgebra::{DefaultAllocator, Dim, DimName, Matrix, OMatrix, OPoint, OVector};

use crate::differentiable::Differentiable;
use crate::dual::Dual;
use crate::real::Real;
use crate::tangent::Tangent;

/// A differentiated function with second derivatives: its `#[differentiate]` has the option `second_order`.
#[diagnostic::on_unimplemented(
    message = "the function `{Self}` has no second derivative",
    label = "called in a function with `second_order`",
    note = "add the option to that function too: `#[differentiate(second_order)]`"
)]
pub trait SecondOrder {}

/// Says that `F` has second derivatives.
#[inline]
pub fn has_second_order<F: SecondOrder>() {}

/// A value which with a tangent of type `D` is a value over dual numbers.
#[diagnostic::on_unimplemented(
    message = "the rules for `{Self}` have no second derivative",
    label = "no second derivative"
)]
pub trait WithTangent<D: ?Sized> {
    /// The type over dual numbers.
    type Dual;

    /// `self + tangent ε`.
    fn with_tangent(&self, tangent: &D) -> Self::Dual;
}

/// A differentiable value which with its tangent is a value over dual numbers.
pub trait Lifted: Differentiable + WithTangent<<Self as Differentiable>::Tangent> {}

impl<P: Differentiable + WithTangent<<P as Differentiable>::Tangent> + ?Sized> Lifted for P {}

/// The type over dual numbers.
pub type DualOf<P> = <P as WithTangent<<P as Differentiable>::Tangent>>::Dual;

/// Adds the parts of a contribution over dual numbers.
#[inline]
pub fn add_parts<D: Parts<Part = T>, T: Tangent>(part: D, adjoint: &mut T, tangent: &mut T) {
    let (part, part_tangent) = part.parts();
    adjoint.add_assign(&part);
    tangent.add_assign(&part_tangent);
}

/// `value + tangent ε`.
#[inline]
pub fn with_tangent<P: WithTangent<D> + ?Sized, D: ?Sized>(value: &P, tangent: &D) -> P::Dual {
    value.with_tangent(tangent)
}

/// A value over dual numbers, to take apart.
pub trait Parts {
    /// The type of the value and of its tangent.
    type Part;

    /// The value and the tangent.
    fn parts(self) -> (Self::Part, Self::Part);
}

/// The value and the tangent of a value over dual numbers.
#[inline]
pub fn parts<D: Parts>(dual: D) -> (D::Part, D::Part) {
    dual.parts()
}

/// A constant of the scalar type of `like`, which gives a literal its type.
#[inline]
pub fn constant_like<L: Entries>(_like: &L, value: &L::Entry) -> Dual<L::Entry> {
    Dual::constant(*value)
}

/// Scalars, and what consists of scalars of one type.
pub trait Entries {
    /// The type of the scalars.
    type Entry: Real;
}

macro_rules! scalar {
    ($([$($generics:tt)*] $T:ty;)*) => {$(
        impl<$($generics)*> WithTangent<$T> for $T {
            type Dual = Dual<$T>;

            #[inline]
            fn with_tangent(&self, tangent: &$T) -> Dual<$T> {
                Dual::new(*self, *tangent)
            }
        }

        impl<$($generics)*> Entries for $T {
            type Entry = $T;
        }
    )*};
}

scalar!([] f32; [] f64; [T: Real] Dual<T>;);

impl<T: Real> Parts for Dual<T> {
    type Part = T;

    #[inline]
    fn parts(self) -> (T, T) {
        (self.re, self.eps)
    }
}

macro_rules! inactive {
    ($($T:ty),*) => {$(
        impl WithTangent<()> for $T {
            type Dual = $T;

            #[inline]
            fn with_tangent(&self, (): &()) -> $T {
                *self
            }
        }
    )*};
}

inactive!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, bool, char, ());

impl Parts for () {
    type Part = ();

    #[inline]
    fn parts(self) -> ((), ()) {
        ((), ())
    }
}

macro_rules! reference {
    ($($P:ty)*) => {$(
        impl<P: WithTangent<D> + ?Sized, D: ?Sized> WithTangent<D> for $P {
            type Dual = P::Dual;

            #[inline]
            fn with_tangent(&self, tangent: &D) -> P::Dual {
                P::with_tangent(self, tangent)
            }
        }
    )*};
}

reference!(&P &mut P);

macro_rules! tuple {
    ($($A:ident $D:ident $i:tt),*) => {
        impl<$($A: WithTangent<$D>, $D),*> WithTangent<($($D,)*)> for ($($A,)*) {
            type Dual = ($($A::Dual,)*);

            #[inline]
            fn with_tangent(&self, tangent: &($($D,)*)) -> Self::Dual {
                ($(self.$i.with_tangent(&tangent.$i),)*)
            }
        }

        impl<$($A: Parts),*> Parts for ($($A,)*) {
            type Part = ($($A::Part,)*);

            #[inline]
            fn parts(self) -> (Self::Part, Self::Part) {
                let parts = ($(self.$i.parts(),)*);
                (($(parts.$i.0,)*), ($(parts.$i.1,)*))
            }
        }
    };
}

tuple!(A DA 0);
tuple!(A DA 0, B DB 1);
tuple!(A DA 0, B DB 1, C DC 2);
tuple!(A DA 0, B DB 1, C DC 2, D DD 3);

/// The tangent `None` is that of `None`, and of a value that does not move.
impl<P: WithTangent<D> + Differentiable<Tangent = D>, D> WithTangent<Option<D>> for Option<P> {
    type Dual = Option<P::Dual>;

    #[inline]
    fn with_tangent(&self, tangent: &Option<D>) -> Self::Dual {
        self.as_ref().map(|value| match tangent {
            Some(tangent) => value.with_tangent(tangent),
            None => value.with_tangent(&value.zero_tangent()),
        })
    }
}

impl<D: Parts> Parts for Option<D> {
    type Part = Option<D::Part>;

    #[inline]
    fn parts(self) -> (Self::Part, Self::Part) {
        self.map(D::parts).unzip()
    }
}

impl<P: WithTangent<D>, D, const N: usize> WithTangent<[D; N]> for [P; N] {
    type Dual = [P::Dual; N];

    #[inline]
    fn with_tangent(&self, tangent: &[D; N]) -> Self::Dual {
        core::array::from_fn(|i| self[i].with_tangent(&tangent[i]))
    }
}

#[cfg(feature = "alloc")]
impl<P: WithTangent<D>, D> WithTangent<[D]> for [P] {
    type Dual = Vec<P::Dual>;

    fn with_tangent(&self, tangent: &[D]) -> Self::Dual {
        assert!(self.len() == tangent.len(), "a slice and its tangent have different lengths");
        self.iter().zip(tangent).map(|(value, tangent)| value.with_tangent(tangent)).collect()
    }
}

#[cfg(feature = "alloc")]
impl<P: WithTangent<D>, D> WithTangent<Vec<D>> for Vec<P> {
    type Dual = Vec<P::Dual>;

    #[inline]
    fn with_tangent(&self, tangent: &Vec<D>) -> Self::Dual {
        self.as_slice().with_tangent(tangent.as_slice())
    }
}

#[cfg(feature = "alloc")]
impl<D: Parts> Parts for Vec<D> {
    type Part = Vec<D::Part>;

    #[inline]
    fn parts(self) -> (Self::Part, Self::Part) {
        self.into_iter().map(D::parts).unzip()
    }
}

/// The tangent of a view may be a view.
impl<T: Real, R: Dim, C: Dim, S, S2> WithTangent<Matrix<T, R, C, S2>> for Matrix<T, R, C, S>
where
    S: Storage<T, R, C>,
    S2: RawStorage<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    type Dual = OMatrix<Dual<T>, R, C>;

    #[inline]
    fn with_tangent(&self, tangent: &Matrix<T, R, C, S2>) -> Self::Dual {
        self.zip_map(tangent, Dual::new)
    }
}

impl<T: Real, R: Dim, C: Dim, S: Storage<T, R, C>> Entries for Matrix<T, R, C, S> {
    type Entry = T;
}

impl<T: Real, R: Dim, C: Dim> Parts for OMatrix<Dual<T>, R, C>
where
    DefaultAllocator: Allocator<R, C>,
{
    type Part = OMatrix<T, R, C>;

    #[inline]
    fn parts(self) -> (Self::Part, Self::Part) {
        (self.map(|x| x.re), self.map(|x| x.eps))
    }
}

impl<T: Real, D: DimName> WithTangent<OVector<T, D>> for OPoint<T, D>
where
    DefaultAllocator: Allocator<D>,
{
    type Dual = OPoint<Dual<T>, D>;

    #[inline]
    fn with_tangent(&self, tangent: &OVector<T, D>) -> Self::Dual {
        OPoint::from(self.coords.with_tangent(tangent))
    }
}
