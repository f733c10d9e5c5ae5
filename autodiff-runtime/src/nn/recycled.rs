//! Memory on the heap that is used again.
//!
//! A training step needs the same shapes again and again. What is dropped waits in a store of its thread, by its type of numbers and
//! length, for the next who asks for it. Without `std` there are no threads to own such a store, and memory goes back to the
//! allocator. Only numbers are kept, of whatever shape: so that there is one store, and one copy of its code, for all layers.

use alloc::vec::Vec;
use core::marker::PhantomData;

use super::place::Sample;
use crate::real::Real;

/// `N` samples on the heap.
#[derive(Debug)]
pub struct Recycled<S: Sample, const N: usize> {
    numbers: Buffer<S::Scalar>,
    samples: PhantomData<[S; N]>,
}

impl<S: Sample, const N: usize> Recycled<S, N> {
    /// Room for samples, with anything in it.
    #[inline]
    pub(super) fn new() -> Self {
        Self { numbers: Buffer::room(N * S::COUNT), samples: PhantomData }
    }
}

impl<S: Sample, const N: usize> AsRef<[S]> for Recycled<S, N> {
    #[inline]
    fn as_ref(&self) -> &[S] {
        S::grouped(self.numbers.as_slice())
    }
}

impl<S: Sample, const N: usize> AsMut<[S]> for Recycled<S, N> {
    #[inline]
    fn as_mut(&mut self) -> &mut [S] {
        S::grouped_mut(self.numbers.as_mut_slice())
    }
}

impl<S: Sample, const N: usize> Clone for Recycled<S, N> {
    #[inline]
    fn clone(&self) -> Self {
        Self { numbers: self.numbers.clone(), samples: PhantomData }
    }

    #[inline]
    fn clone_from(&mut self, source: &Self) {
        self.numbers.clone_from(&source.numbers);
    }
}

/// Numbers on the heap.
#[derive(Debug)]
pub(super) struct Buffer<T: Real>(Vec<T>);

impl<T: Real> Buffer<T> {
    /// A number of numbers, which may be any.
    pub(super) fn room(length: usize) -> Self {
        Self(waiting::take(length).unwrap_or_else(|| alloc::vec![T::zero(); length]))
    }

    /// A number of zeros.
    pub(super) fn zeros(length: usize) -> Self {
        let mut buffer = Self::room(length);
        buffer.0.fill(T::zero());
        buffer
    }

    #[inline]
    pub(super) fn as_slice(&self) -> &[T] {
        &self.0
    }

    #[inline]
    pub(super) fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.0
    }
}

impl<T: Real> Clone for Buffer<T> {
    fn clone(&self) -> Self {
        let mut copy = Self::room(self.0.len());
        copy.clone_from(self);
        copy
    }

    fn clone_from(&mut self, source: &Self) {
        self.0.copy_from_slice(&source.0);
    }
}

impl<T: Real> Drop for Buffer<T> {
    fn drop(&mut self) {
        waiting::put(core::mem::take(&mut self.0));
    }
}

#[cfg(feature = "std")]
mod waiting {
    use alloc::boxed::Box;
    use alloc::vec::Vec;
    use core::any::{Any, TypeId};
    use std::cell::RefCell;

    use crate::real::Real;

    /// Buffers of one type and length.
    struct Shelf {
        ty: TypeId,
        length: usize,
        /// A `Vec<Vec<T>>`.
        buffers: Box<dyn Any>,
    }

    std::thread_local! {
        static SHELVES: RefCell<Vec<Shelf>> = const { RefCell::new(Vec::new()) };
    }

    fn on_shelf<T: Real, R>(length: usize, act: impl FnOnce(&mut Vec<Vec<T>>) -> R) -> Option<R> {
        // A buffer may be dropped while its thread ends: then there is no shelf any more.
        SHELVES
            .try_with(|shelves| {
                let mut shelves = shelves.try_borrow_mut().ok()?;
                let ty = TypeId::of::<T>();
                let found =
                    shelves.iter().position(|shelf| shelf.length == length && shelf.ty == ty);
                let at = found.unwrap_or_else(|| {
                    let buffers = Box::new(Vec::<Vec<T>>::new());
                    shelves.push(Shelf { ty, length, buffers });
                    shelves.len() - 1
                });
                shelves[at].buffers.downcast_mut().map(act)
            })
            .ok()
            .flatten()
    }

    pub(super) fn take<T: Real>(length: usize) -> Option<Vec<T>> {
        on_shelf(length, Vec::pop).flatten()
    }

    pub(super) fn put<T: Real>(buffer: Vec<T>) {
        if !buffer.is_empty() {
            on_shelf(buffer.len(), |buffers| buffers.push(buffer));
        }
    }
}

#[cfg(not(feature = "std"))]
mod waiting {
    use alloc::vec::Vec;

    pub(super) fn take<T>(_length: usize) -> Option<Vec<T>> {
        None
    }

    pub(super) fn put<T>(_buffer: Vec<T>) {}
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_back_is_taken_again() {
        let first = Recycled::<[f64; 5], 7>::new();
        let at = first.as_ref().as_ptr();
        drop(first);
        let (second, third) = (Recycled::<[f64; 5], 7>::new(), Recycled::<[f64; 5], 7>::new());
        assert_eq!(second.as_ref().as_ptr(), at);
        assert_ne!(third.as_ref().as_ptr(), at);
    }
}
