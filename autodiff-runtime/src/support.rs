//! What emitted code calls besides rules: index arithmetic, copies of arguments, stand-ins for adjoints.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::ops::{Deref, DerefMut};

use nalgebra::allocator::Allocator;
use nalgebra::{DefaultAllocator, Dim, OMatrix, RawStorage, Storage};

use crate::{Accumulate, Differentiable, Real, Tangent};

/// `a - b`, or 0 where that is negative: the number of trips of `b..a`.
#[inline]
pub fn difference(a: usize, b: usize) -> usize {
    a.saturating_sub(b)
}

/// The zero tangent of a value whose type is its own tangent.
#[inline]
pub fn zero_alike<T: Differentiable<Tangent = T>>(value: &T) -> T {
    value.zero_tangent()
}

/// What an iterator without derivatives gives.
#[cfg(feature = "alloc")]
#[inline]
pub fn listed<I: IntoIterator>(items: I) -> Vec<I::Item> {
    items.into_iter().collect()
}

/// A number of trips of at least one.
#[inline]
pub fn at_least_one(n: usize) -> usize {
    n.max(1)
}

/// Integers of ranges.
pub trait Counts: Copy {
    /// `self + n`.
    fn after(self, n: usize) -> Self;
    /// `high - self`, or 0 where that is negative.
    fn until(self, high: Self) -> usize;
}

macro_rules! counts {
    ($($T:ident)*) => {$(
        impl Counts for $T {
            #[inline]
            fn after(self, n: usize) -> Self {
                self + n as $T
            }

            #[inline]
            fn until(self, high: Self) -> usize {
                if high > self { high.abs_diff(self) as usize } else { 0 }
            }
        }
    )*};
}

counts!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

/// The number of that index in a range from `low` on; `_bound` says its type.
#[inline]
pub fn nth<I: Counts>(low: I, _bound: I, index: usize) -> I {
    low.after(index)
}

/// The number of trips of `low..high`.
#[inline]
pub fn trips<I: Counts>(low: I, high: I) -> usize {
    low.until(high)
}

/// The number of trips of `low..=high`.
#[inline]
pub fn trips_inclusive<I: Counts + PartialOrd>(low: I, high: I) -> usize {
    if low > high {
        0
    } else {
        low.until(high) + 1
    }
}

/// The smaller number.
#[inline]
pub fn least(a: usize, b: usize) -> usize {
    if a < b {
        a
    } else {
        b
    }
}

/// Adds to an adjoint that exists only from its first contribution on.
#[inline]
pub fn accumulate_checked<T: Tangent>(adjoint: &mut Option<T>, contribution: T) {
    match adjoint {
        Some(adjoint) => Tangent::add_assign(adjoint, &contribution),
        None => *adjoint = Some(contribution),
    }
}

/// `a / b`, rounded up.
#[inline]
pub fn div_ceil(a: usize, b: usize) -> usize {
    a.div_ceil(b)
}

/// `ct / b`; 0 where `ct` is 0, whatever `b` is.
#[inline]
pub fn quotient<T: Real>(ct: &T, b: &T) -> T {
    if ct.is_zero() {
        T::zero()
    } else {
        *ct / *b
    }
}

/// `given * factor`; 0 where one of them is, whatever the other is: a zero hides an infinite slope, in both modes.
#[inline]
pub fn product<T: Real>(given: &T, factor: &T) -> T {
    T::chain(*factor, *given)
}

/// What a method gives that is taken to have no derivative, by its name: `len`, `shape`, `is_empty`, ..
#[diagnostic::on_unimplemented(
    message = "a method of this name is taken to have no derivative, but it gives a `{Self}`",
    label = "gives a `{Self}`",
    note = "give the method another name: `len`, `shape` and their like are numbers of elements"
)]
pub trait Inert {}

macro_rules! inert {
    ($($T:ty,)*) => {$(
        impl Inert for $T {}
    )*};
}

inert! {
    (), bool, char, i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize, (usize, usize),
    core::cmp::Ordering, Option<core::cmp::Ordering>,
}

#[cfg(feature = "alloc")]
inert! { alloc::string::String, }

/// The value of a method without derivative.
#[inline]
pub fn inert<T: Inert>(value: T) -> T {
    value
}

/// The sum of the elements of the adjoint of `[x; n]`: the adjoint of `x`.
#[inline]
pub fn sum_elements<A: Elements + ?Sized>(elements: &A) -> A::Element {
    elements.sum_elements()
}

/// Adjoints with elements of one type.
pub trait Elements {
    /// The type of the elements.
    type Element: Tangent;
    /// The sum of all elements.
    fn sum_elements(&self) -> Self::Element;
}

impl<T: Tangent> Elements for [T] {
    type Element = T;

    #[inline]
    fn sum_elements(&self) -> T {
        let mut rest = self.iter();
        let mut total =
            rest.next().expect("a repeated value has an adjoint only if it is repeated").clone();
        rest.for_each(|element| Tangent::add_assign(&mut total, element));
        total
    }
}

impl<T: Tangent, const N: usize> Elements for [T; N] {
    type Element = T;

    #[inline]
    fn sum_elements(&self) -> T {
        self.as_slice().sum_elements()
    }
}

#[cfg(feature = "alloc")]
impl<T: Tangent> Elements for Vec<T> {
    type Element = T;

    #[inline]
    fn sum_elements(&self) -> T {
        self.as_slice().sum_elements()
    }
}

/// Any adjoint: what a function takes for a parameter that is inactive.
pub trait AnySlot {}

impl<T: ?Sized> AnySlot for T {}

/// Finds an adjoint to throw away for an inactive argument: a zero tangent if its type has one, else `()`.
#[derive(Debug)]
pub struct Probe<'a, T: ?Sized>(pub &'a T);

/// [`Probe`] for types with a tangent; method resolution prefers it.
pub trait ProbeTangent {
    /// The type of the adjoint.
    type Dummy;
    /// A zero tangent.
    fn dummy(&self) -> Self::Dummy;
}

impl<T: Differentiable + ?Sized> ProbeTangent for &Probe<'_, T> {
    type Dummy = T::Tangent;

    #[inline]
    fn dummy(&self) -> T::Tangent {
        self.0.discarded_tangent()
    }
}

/// [`Probe`] for types without one.
pub trait ProbeNothing {
    /// Nothing.
    fn dummy(&self) {}
}

impl<T: ?Sized> ProbeNothing for Probe<'_, T> {}

/// A copy of a place, to be restored.
#[inline]
pub fn saved<T: Saved + ?Sized>(place: &T) -> T::Copy {
    place.saved()
}

/// Puts a copy back.
#[inline]
pub fn restore<T: Restore<C> + ?Sized, C>(place: &mut T, copy: C) {
    place.restore(copy);
}

/// Places that can be copied: values, and with an allocator slices.
pub trait Saved {
    /// The type of the copy.
    type Copy;
    /// A copy.
    fn saved(&self) -> Self::Copy;
}

impl<T: Clone> Saved for T {
    type Copy = T;

    #[inline]
    fn saved(&self) -> T {
        self.clone()
    }
}

#[cfg(feature = "alloc")]
impl<T: Clone> Saved for [T] {
    type Copy = Vec<T>;

    #[inline]
    fn saved(&self) -> Vec<T> {
        self.to_vec()
    }
}

#[cfg(feature = "alloc")]
impl Saved for str {
    type Copy = alloc::string::String;

    #[inline]
    fn saved(&self) -> alloc::string::String {
        self.into()
    }
}

/// Places that a copy can be put back into.
pub trait Restore<C> {
    /// Puts it back.
    fn restore(&mut self, copy: C);
}

impl<T> Restore<T> for T {
    #[inline]
    fn restore(&mut self, copy: T) {
        *self = copy;
    }
}

#[cfg(feature = "alloc")]
impl<T: Clone> Restore<Vec<T>> for [T] {
    #[inline]
    fn restore(&mut self, copy: Vec<T>) {
        self.clone_from_slice(&copy);
    }
}

/// A value of its own with the shape and elements of a matrix, a view or an array.
#[inline]
pub fn owned<T: Owned + ?Sized>(value: &T) -> T::Own {
    value.owned()
}

/// Things with elements that can be copied as a whole.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither an array nor a matrix: its `map` cannot be differentiated here",
    label = "neither an array nor a matrix",
    note = "of an `Option` or a `Result`, write the type: `let x: Option<_> = ..; x.map(..)`"
)]
pub trait Owned {
    /// The type of the copy.
    type Own;
    /// The copy.
    fn owned(&self) -> Self::Own;
}

impl<T: Clone, const N: usize> Owned for [T; N] {
    type Own = [T; N];

    #[inline]
    fn owned(&self) -> [T; N] {
        self.clone()
    }
}

impl<T: nalgebra::Scalar, R: Dim, C: Dim, S: Storage<T, R, C>> Owned
    for nalgebra::Matrix<T, R, C, S>
where
    DefaultAllocator: Allocator<R, C>,
    S: RawStorage<T, R, C>,
{
    type Own = OMatrix<T, R, C>;

    #[inline]
    fn owned(&self) -> OMatrix<T, R, C> {
        self.clone_owned()
    }
}

/// The adjoint of a `#[constant]` field: it has none. What is added to it is dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Inactive;

/// [`Inactive`] in words that mention `Self`: a field of that type uses generic parameters that no other does.
pub trait Unused {
    /// [`Inactive`].
    type Inactive;
}

impl<T: ?Sized> Unused for T {
    type Inactive = Inactive;
}

/// What an accessor gives for a `#[constant]` field: it is dereferenced like the reference to an adjoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InactiveRef(pub Inactive);

impl Deref for InactiveRef {
    type Target = Inactive;

    #[inline]
    fn deref(&self) -> &Inactive {
        &self.0
    }
}

impl DerefMut for InactiveRef {
    #[inline]
    fn deref_mut(&mut self) -> &mut Inactive {
        &mut self.0
    }
}

impl<C> Accumulate<C> for Inactive {
    #[inline]
    fn accumulate(&mut self, _contribution: C) {}
}

/// The tangent of `primal` that a field holds: a copy, or the zero of a `#[constant]` field.
#[inline]
pub fn lift<P: Differentiable + ?Sized, T: Lift<P>>(primal: &P, tangent: &T) -> P::Tangent {
    tangent.lift(primal)
}

/// What can stand for a tangent of a `P`.
pub trait Lift<P: Differentiable + ?Sized> {
    /// The tangent.
    fn lift(&self, primal: &P) -> P::Tangent;
}

impl<T: Tangent, P: Differentiable<Tangent = T> + ?Sized> Lift<P> for T {
    #[inline]
    fn lift(&self, _primal: &P) -> T {
        self.clone()
    }
}

impl<P: Differentiable + ?Sized> Lift<P> for Inactive {
    #[inline]
    fn lift(&self, primal: &P) -> P::Tangent {
        primal.zero_tangent()
    }
}

/// A value without size, for ever. Nothing is allocated.
#[cfg(feature = "alloc")]
#[inline]
pub fn leak<T: Default>() -> &'static mut T {
    const { assert!(size_of::<T>() == 0, "only a value without size costs nothing to leak") }
    alloc::boxed::Box::leak(alloc::boxed::Box::new(T::default()))
}

/// A value without size, for ever: without an allocator, safe code has no place for it.
///
/// # Panics
///
/// Always.
#[cfg(not(feature = "alloc"))]
pub fn leak<T: Default>() -> &'static mut T {
    const { assert!(size_of::<T>() == 0, "only a value without size costs nothing to leak") }
    panic!("the adjoint of a `#[constant]` field can be written to only with the feature `alloc`")
}

/// What stands in the field of a tangent: a tangent, or nothing for a `#[constant]` field.
pub trait ZeroFor<P: ?Sized> {
    /// The zero for that value of the field.
    fn zero_for(value: &P) -> Self;
}

impl<P: Differentiable<Tangent = T> + ?Sized, T: Tangent> ZeroFor<P> for T {
    #[inline]
    fn zero_for(value: &P) -> T {
        value.zero_tangent()
    }
}

impl<P: ?Sized> ZeroFor<P> for Inactive {
    #[inline]
    fn zero_for(_value: &P) -> Inactive {
        Inactive
    }
}

/// The zero in the field of a tangent, for that value of the field.
#[inline]
pub fn zero_for<Z: ZeroFor<P>, P: ?Sized>(value: &P) -> Z {
    Z::zero_for(value)
}
