//! Memory on the heap that is used again.
//!
//! A training step needs the same shapes again and again. What is dropped waits in a store of its thread, by type and
//! length, for the next who asks for it. Without `std` there are no threads to own such a store, and memory goes back to the
//! allocator.

use alloc::vec::Vec;

use super::place::Sample;

/// `N` samples on the heap.
#[derive(Debug)]
pub struct Recycled<S: Sample, const N: usize>(Vec<S>);

impl<S: Sample, const N: usize> Recycled<S, N> {
    /// Room for samples, with anything in it.
    #[inline]
    pub(super) fn new() -> Self {
        Self(waiting::take(N).unwrap_or_else(|| alloc::vec![S::zeros(); N]))
    }
}

impl<S: Sample, const N: usize> AsRef<[S]> for Recycled<S, N> {
    #[inline]
    fn as_ref(&self) -> &[S] {
        &self.0
    }
}

impl<S: Sample, const N: usize> AsMut<[S]> for Recycled<S, N> {
    #[inline]
    fn as_mut(&mut self) -> &mut [S] {
        &mut self.0
    }
}

impl<S: Sample, const N: usize> Clone for Recycled<S, N> {
    #[inline]
    fn clone(&self) -> Self {
        let mut copy = Self::new();
        copy.clone_from(self);
        copy
    }

    #[inline]
    fn clone_from(&mut self, source: &Self) {
        S::scalars_mut(&mut self.0).copy_from_slice(S::scalars(&source.0));
    }
}

impl<S: Sample, const N: usize> Drop for Recycled<S, N> {
    #[inline]
    fn drop(&mut self) {
        waiting::put(core::mem::take(&mut self.0));
    }
}

/// Numbers on the heap that a function needs for itself.
pub(super) struct Buffer<S: Sample>(Vec<S>);

impl<S: Sample> Buffer<S> {
    /// A number of zeros.
    pub(super) fn zeros(length: usize) -> Self {
        let mut numbers = waiting::take(length).unwrap_or_else(|| alloc::vec![S::zeros(); length]);
        numbers.fill(S::zeros());
        Self(numbers)
    }

    pub(super) fn as_slice(&self) -> &[S] {
        &self.0
    }

    pub(super) fn as_mut_slice(&mut self) -> &mut [S] {
        &mut self.0
    }
}

impl<S: Sample> Drop for Buffer<S> {
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

    use super::Sample;

    /// Buffers of one type and length.
    struct Shelf {
        ty: TypeId,
        length: usize,
        /// A `Vec<Vec<S>>`.
        buffers: Box<dyn Any>,
    }

    std::thread_local! {
        static SHELVES: RefCell<Vec<Shelf>> = const { RefCell::new(Vec::new()) };
    }

    fn on_shelf<S: Sample, R>(length: usize, act: impl FnOnce(&mut Vec<Vec<S>>) -> R) -> Option<R> {
        // A buffer may be dropped while its thread ends: then there is no shelf any more.
        SHELVES
            .try_with(|shelves| {
                let mut shelves = shelves.try_borrow_mut().ok()?;
                let ty = TypeId::of::<S>();
                let found =
                    shelves.iter().position(|shelf| shelf.length == length && shelf.ty == ty);
                let at = found.unwrap_or_else(|| {
                    let buffers = Box::new(Vec::<Vec<S>>::new());
                    shelves.push(Shelf { ty, length, buffers });
                    shelves.len() - 1
                });
                shelves[at].buffers.downcast_mut().map(act)
            })
            .ok()
            .flatten()
    }

    pub(super) fn take<S: Sample>(length: usize) -> Option<Vec<S>> {
        on_shelf(length, Vec::pop).flatten()
    }

    pub(super) fn put<S: Sample>(buffer: Vec<S>) {
        if !buffer.is_empty() {
            on_shelf(buffer.len(), |buffers| buffers.push(buffer));
        }
    }
}

#[cfg(not(feature = "std"))]
mod waiting {
    use alloc::vec::Vec;

    pub(super) fn take<S>(_length: usize) -> Option<Vec<S>> {
        None
    }

    pub(super) fn put<S>(_buffer: Vec<S>) {}
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_back_is_taken_again() {
        let first = Recycled::<[f64; 5], 7>::new();
        let at = first.0.as_ptr();
        drop(first);
        let (second, third) = (Recycled::<[f64; 5], 7>::new(), Recycled::<[f64; 5], 7>::new());
        assert_eq!(second.0.as_ptr(), at);
        assert_ne!(third.0.as_ptr(), at);
    }
}
