//! The trait [`Coordinates`]: values whose numbers can be read and moved, one by one. What checks derivatives needs it.

use nalgebra::allocator::Allocator;
use nalgebra::{DefaultAllocator, Dim, DimName, Matrix, OPoint, RawStorageMut, Storage};

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, vec::Vec};

use crate::differentiable::Differentiable;
use crate::real::Real;
use crate::tangent::ScalarSliceMut;

/// A value whose real numbers can be read and changed in place, in the order in which its tangent has them.
///
/// `#[derive(Differentiable)]` implements it where all fields with a derivative have it. `#[constant]` fields and
/// integers have no coordinates. [`check_gradient!`](crate::check_gradient) moves arguments by it.
///
/// ```
/// use autodiff_runtime::{Coordinates, ScalarSliceMut};
///
/// let mut point = ([1.0, 2.0], 7_usize, 3.0);
/// let mut count = 0;
/// point.coordinates(&mut |numbers| {
///     if let ScalarSliceMut::F64(numbers) = numbers {
///         numbers.iter_mut().for_each(|x| *x += 0.5);
///         count += numbers.len();
///     }
/// });
/// assert_eq!((point, count), (([1.5, 2.5], 7, 3.5), 3));
/// ```
#[diagnostic::on_unimplemented(
    message = "the numbers in `{Self}` cannot be moved one by one: it has no `Coordinates`",
    label = "no `Coordinates`",
    note = "`#[derive(Differentiable)]` gives it to a struct or an enum whose fields have it; by hand, visit what the tangent has"
)]
pub trait Coordinates: Differentiable {
    /// Whether the numbers are those of a place behind `&mut`, in the arguments of a call.
    #[doc(hidden)]
    const EXCLUSIVE: bool = false;

    /// Visits all real numbers, in the order of [`Tangent::for_each_slice`](crate::Tangent::for_each_slice) of the
    /// tangent.
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>));
}

macro_rules! scalar {
    ($($T:ty, $Variant:ident;)*) => {$(
        impl Coordinates for $T {
            #[inline]
            fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
                visit(ScalarSliceMut::$Variant(core::slice::from_mut(self)));
            }
        }
    )*};
}

scalar!(f32, F32; f64, F64;);

macro_rules! inactive {
    ($($T:ty)*) => {$(
        impl Coordinates for $T {
            #[inline]
            fn coordinates(&mut self, _: &mut dyn FnMut(ScalarSliceMut<'_>)) {}
        }
    )*};
}

inactive! {
    i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char str core::cmp::Ordering &str
    core::ops::Range<usize> core::ops::Range<i32>
}

#[cfg(feature = "alloc")]
inactive! { alloc::string::String }

impl Coordinates for () {
    #[inline]
    fn coordinates(&mut self, _: &mut dyn FnMut(ScalarSliceMut<'_>)) {}
}

impl<T: Coordinates, const N: usize> Coordinates for [T; N] {
    #[inline]
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        self.iter_mut().for_each(|element| element.coordinates(visit));
    }
}

#[cfg(feature = "alloc")]
impl<T: Coordinates> Coordinates for [T] {
    #[inline]
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        self.iter_mut().for_each(|element| element.coordinates(visit));
    }
}

#[cfg(feature = "alloc")]
impl<T: Coordinates> Coordinates for Vec<T> {
    #[inline]
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        self.as_mut_slice().coordinates(visit);
    }
}

#[cfg(feature = "alloc")]
impl<T: Coordinates + ?Sized> Coordinates for Box<T> {
    #[inline]
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        T::coordinates(self, visit);
    }
}

impl<T: Coordinates> Coordinates for Option<T> {
    #[inline]
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        if let Some(value) = self {
            value.coordinates(visit);
        }
    }
}

impl<T: Coordinates, E> Coordinates for Result<T, E> {
    #[inline]
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        if let Ok(value) = self {
            value.coordinates(visit);
        }
    }
}

impl<T, R, C, S> Coordinates for Matrix<T, R, C, S>
where
    T: Real + Coordinates,
    R: Dim,
    C: Dim,
    S: Storage<T, R, C> + RawStorageMut<T, R, C>,
    DefaultAllocator: Allocator<R, C>,
{
    #[inline]
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        self.iter_mut().for_each(|entry| entry.coordinates(visit));
    }
}

impl<T, D> Coordinates for OPoint<T, D>
where
    T: Real + Coordinates,
    D: DimName,
    DefaultAllocator: Allocator<D>,
{
    #[inline]
    fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        self.coords.iter_mut().for_each(|entry| entry.coordinates(visit));
    }
}

macro_rules! tuple {
    ($($T:ident $i:tt),*) => {
        impl<$($T: Coordinates),*> Coordinates for ($($T,)*) {
            #[inline]
            fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
                $(self.$i.coordinates(visit);)*
            }
        }
    };
}

tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuple!(A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
