//! [`Differentiable`] and [`Tangent`] for arrays, slices, `Vec`, `Box`, `Option` and `Result`; tuples below.

mod tuples;

#[cfg(feature = "alloc")]
use alloc::{boxed::Box, vec::Vec};

use crate::differentiable::Differentiable;
use crate::tangent::{ScalarSlice, ScalarSliceMut, Tangent};

impl<T: Differentiable, const N: usize> Differentiable for [T; N] {
    type Tangent = [T::Tangent; N];

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        core::array::from_fn(|i| self[i].zero_tangent())
    }
}

impl<T: Tangent, const N: usize> Tangent for [T; N] {
    #[inline]
    fn zero_like(&self) -> Self {
        core::array::from_fn(|i| self[i].zero_like())
    }

    #[inline]
    fn add_assign(&mut self, rhs: &Self) {
        add_assign_slice(self, rhs);
    }

    #[inline]
    fn scale(&mut self, factor: f64) {
        self.iter_mut().for_each(|x| x.scale(factor));
    }

    #[inline]
    fn dot(&self, rhs: &Self) -> f64 {
        dot_slice(self, rhs)
    }

    #[inline]
    fn for_each_slice(&self, visit: &mut dyn FnMut(ScalarSlice<'_>)) {
        T::for_each_slice_of(self, visit);
    }

    #[inline]
    fn for_each_slice_mut(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        T::for_each_slice_of_mut(self, visit);
    }

    #[inline]
    fn for_each_slice_of(items: &[Self], visit: &mut dyn FnMut(ScalarSlice<'_>)) {
        T::for_each_slice_of(items.as_flattened(), visit);
    }

    #[inline]
    fn for_each_slice_of_mut(items: &mut [Self], visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        T::for_each_slice_of_mut(items.as_flattened_mut(), visit);
    }
}

/// `a[i] += b[i]`, of equal lengths.
#[inline]
#[track_caller]
pub(crate) fn add_assign_slice<T: Tangent>(a: &mut [T], b: &[T]) {
    check_lengths(a.len(), b.len());
    for (a, b) in a.iter_mut().zip(b) {
        a.add_assign(b);
    }
}

/// `sum of a[i] * b[i]`, of equal lengths.
#[inline]
#[track_caller]
fn dot_slice<T: Tangent>(a: &[T], b: &[T]) -> f64 {
    check_lengths(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| a.dot(b)).sum()
}

#[inline]
#[track_caller]
fn check_lengths(a: usize, b: usize) {
    assert!(a == b, "the tangents have different lengths: {a} and {b}");
}

#[cfg(feature = "alloc")]
impl<T: Differentiable> Differentiable for [T] {
    type Tangent = Vec<T::Tangent>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.iter().map(T::zero_tangent).collect()
    }
}

#[cfg(feature = "alloc")]
impl<T: Differentiable> Differentiable for Vec<T> {
    type Tangent = Vec<T::Tangent>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.as_slice().zero_tangent()
    }
}

#[cfg(feature = "alloc")]
impl<T: Tangent> Tangent for Vec<T> {
    #[inline]
    fn zero_like(&self) -> Self {
        self.iter().map(T::zero_like).collect()
    }

    #[inline]
    fn add_assign(&mut self, rhs: &Self) {
        add_assign_slice(self, rhs);
    }

    #[inline]
    fn scale(&mut self, factor: f64) {
        self.iter_mut().for_each(|x| x.scale(factor));
    }

    #[inline]
    fn dot(&self, rhs: &Self) -> f64 {
        dot_slice(self, rhs)
    }

    #[inline]
    fn for_each_slice(&self, visit: &mut dyn FnMut(ScalarSlice<'_>)) {
        T::for_each_slice_of(self, visit);
    }

    #[inline]
    fn for_each_slice_mut(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        T::for_each_slice_of_mut(self, visit);
    }
}

#[cfg(feature = "alloc")]
impl<T: Differentiable + ?Sized> Differentiable for Box<T> {
    type Tangent = Box<T::Tangent>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        Box::new(T::zero_tangent(self))
    }
}

#[cfg(feature = "alloc")]
impl<T: Tangent> Tangent for Box<T> {
    #[inline]
    fn zero_like(&self) -> Self {
        Box::new(T::zero_like(self))
    }

    #[inline]
    fn add_assign(&mut self, rhs: &Self) {
        T::add_assign(self, rhs);
    }

    #[inline]
    fn scale(&mut self, factor: f64) {
        T::scale(self, factor);
    }

    #[inline]
    fn dot(&self, rhs: &Self) -> f64 {
        T::dot(self, rhs)
    }

    #[inline]
    fn for_each_slice(&self, visit: &mut dyn FnMut(ScalarSlice<'_>)) {
        T::for_each_slice(self, visit);
    }

    #[inline]
    fn for_each_slice_mut(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        T::for_each_slice_mut(self, visit);
    }
}

impl<T: Differentiable> Differentiable for Option<T> {
    type Tangent = Option<T::Tangent>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.as_ref().map(T::zero_tangent)
    }
}

/// The tangent of an `Err` is `None`: what an error holds is inactive.
impl<T: Differentiable, E> Differentiable for Result<T, E> {
    type Tangent = Option<T::Tangent>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        self.as_ref().ok().map(T::zero_tangent)
    }
}

/// `None` is the tangent of what holds nothing: it adds nothing, and nothing can be added to it.
impl<T: Tangent> Tangent for Option<T> {
    #[inline]
    fn zero_like(&self) -> Self {
        self.as_ref().map(T::zero_like)
    }

    #[inline]
    fn add_assign(&mut self, rhs: &Self) {
        match (self, rhs) {
            (Some(a), Some(b)) => a.add_assign(b),
            (_, None) => {}
            (None, Some(_)) => {
                panic!("the tangents have different variants: `Some` added to `None`")
            }
        }
    }

    #[inline]
    fn scale(&mut self, factor: f64) {
        if let Some(x) = self {
            x.scale(factor);
        }
    }

    #[inline]
    fn dot(&self, rhs: &Self) -> f64 {
        match (self, rhs) {
            (Some(a), Some(b)) => a.dot(b),
            (None, _) | (_, None) => 0.0,
        }
    }

    #[inline]
    fn for_each_slice(&self, visit: &mut dyn FnMut(ScalarSlice<'_>)) {
        if let Some(x) = self {
            x.for_each_slice(visit);
        }
    }

    #[inline]
    fn for_each_slice_mut(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
        if let Some(x) = self {
            x.for_each_slice_mut(visit);
        }
    }
}
