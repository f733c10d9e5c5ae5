//! What emitted code asks of slices and their like: lengths, and orders of sorted elements.

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, vec::Vec};
#[cfg(feature = "alloc")]
use core::cmp::Ordering;

use nalgebra::{Dim, Matrix, RawStorage};

/// Things whose elements are those of their indices from 0 on. A type of a user's own is none, whatever its methods
/// are called: `iter()` of it may give anything.
#[diagnostic::on_unimplemented(
    message = "the elements of `{Self}` cannot be followed",
    label = "no slice, array, `Vec` or matrix",
    note = "methods like `iter`, `first`, `get`, `map` are followed on slices, arrays, `Vec`s and matrices only",
    note = "give a slice of what it holds, or write a `#[differentiate]` method that is called something else"
)]
pub trait Sequence {
    /// The number of elements.
    fn length(&self) -> usize;
}

impl<T> Sequence for [T] {
    #[inline]
    fn length(&self) -> usize {
        self.len()
    }
}

impl<T, const N: usize> Sequence for [T; N] {
    #[inline]
    fn length(&self) -> usize {
        N
    }
}

#[cfg(feature = "alloc")]
impl<T> Sequence for Vec<T> {
    #[inline]
    fn length(&self) -> usize {
        self.len()
    }
}

#[cfg(feature = "alloc")]
impl<T: Sequence + ?Sized> Sequence for Box<T> {
    #[inline]
    fn length(&self) -> usize {
        (**self).length()
    }
}

impl<T: Sequence + ?Sized> Sequence for &T {
    #[inline]
    fn length(&self) -> usize {
        (**self).length()
    }
}

impl<T: Sequence + ?Sized> Sequence for &mut T {
    #[inline]
    fn length(&self) -> usize {
        (**self).length()
    }
}

impl<T, R: Dim, C: Dim, S: RawStorage<T, R, C>> Sequence for Matrix<T, R, C, S> {
    #[inline]
    fn length(&self) -> usize {
        self.len()
    }
}

/// The number of elements.
#[inline]
pub fn length<T: Sequence + ?Sized>(elements: &T) -> usize {
    elements.length()
}

/// The indices of the elements in the order of `compare`: element `i` of the sorted slice is element `order[i]` now.
/// Of equal elements the first comes first.
#[cfg(feature = "alloc")]
pub fn sorted_order<T>(elements: &[T], mut compare: impl FnMut(&T, &T) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..elements.len()).collect();
    order.sort_by(|&a, &b| compare(&elements[a], &elements[b]));
    order
}

/// [`sorted_order`] by a key.
#[cfg(feature = "alloc")]
pub fn sorted_order_by_key<T, K: Ord>(elements: &[T], mut key: impl FnMut(&T) -> K) -> Vec<usize> {
    sorted_order(elements, |a, b| key(a).cmp(&key(b)))
}

/// [`sorted_order`] by the elements' own order.
#[cfg(feature = "alloc")]
pub fn sorted_order_of<T: Ord>(elements: &[T]) -> Vec<usize> {
    sorted_order(elements, T::cmp)
}

/// The indices of the elements in the order in which `sort_unstable_by` leaves them, whichever of equal elements it
/// takes first: the standard library chooses the algorithm by the size of what it moves, so what is moved here is as
/// large, up to where the size makes no difference.
#[cfg(feature = "alloc")]
pub fn unstable_order<T>(elements: &[T], compare: impl FnMut(&T, &T) -> Ordering) -> Vec<usize> {
    match core::mem::size_of::<T>() {
        0..=8 => order_of_tags::<T, 1>(elements, compare),
        9..=16 => order_of_tags::<T, 2>(elements, compare),
        17..=85 => order_of_tags::<T, 3>(elements, compare),
        _ => order_of_tags::<T, 12>(elements, compare),
    }
}

#[cfg(feature = "alloc")]
fn order_of_tags<T, const WORDS: usize>(
    elements: &[T],
    mut compare: impl FnMut(&T, &T) -> Ordering,
) -> Vec<usize> {
    let mut tags: Vec<[u64; WORDS]> = (0..elements.len()).map(|i| [i as u64; WORDS]).collect();
    tags.sort_unstable_by(|a, b| compare(&elements[a[0] as usize], &elements[b[0] as usize]));
    tags.iter().map(|tag| tag[0] as usize).collect()
}

/// [`unstable_order`] by a key.
#[cfg(feature = "alloc")]
pub fn unstable_order_by_key<T, K: Ord>(
    elements: &[T],
    mut key: impl FnMut(&T) -> K,
) -> Vec<usize> {
    unstable_order(elements, |a, b| key(a).cmp(&key(b)))
}

/// [`unstable_order`] by the elements' own order.
#[cfg(feature = "alloc")]
pub fn unstable_order_of<T: Ord>(elements: &[T]) -> Vec<usize> {
    unstable_order(elements, T::cmp)
}

/// `middle`, where `rotate_left(middle)` of that many elements does not panic.
///
/// # Panics
///
/// Panics if `middle` is larger than `length`.
#[inline]
pub fn rotation(length: usize, middle: usize) -> usize {
    assert!(middle <= length, "mid <= self.len()");
    middle
}

/// `index`, of a slice or its like.
#[inline]
pub fn index_in<T: Sequence + ?Sized, I>(_elements: &T, index: I) -> I {
    index
}

/// The number of elements of both of two slices.
///
/// # Panics
///
/// Panics if they differ.
#[inline]
pub fn same_length(a: usize, b: usize) -> usize {
    assert!(a == b, "source slice length ({b}) does not match destination slice length ({a})");
    a
}

/// An array of copies of one element.
#[inline]
pub fn filled<T: Clone, const N: usize>(element: &T) -> [T; N] {
    core::array::from_fn(|_| element.clone())
}
