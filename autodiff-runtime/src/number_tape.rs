//! Tapes of plain numbers, whose memory is used again.
//!
//! A gradient is mostly wanted again and again, with records of the same size. Memory that goes back to the system in
//! between comes back page by page, which costs more than to write the records. So what a tape leaves behind waits with
//! its thread for the next one that asks for as much, up to [`MOST`] bytes. Small tapes, and all without `std`, are left to
//! the allocator.

use alloc::vec::Vec;

/// Buffers below this size are the allocator's business.
const LEAST: usize = 2 << 10;
/// How many bytes a thread keeps for its next tapes.
#[cfg(feature = "std")]
const MOST: usize = 16 << 20;

/// How many times as large as it need be a buffer may be.
#[cfg(feature = "std")]
const SPARE: usize = 16;

/// A last-in first-out record of plain numbers, or of tuples of them.
#[derive(Clone, Debug)]
pub struct NumberTape<T: Copy + 'static>(Vec<T>);

impl<T: Copy + 'static> Default for NumberTape<T> {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Copy + 'static> Drop for NumberTape<T> {
    #[inline]
    fn drop(&mut self) {
        if self.0.capacity() * size_of::<T>() >= LEAST {
            waiting::put(core::mem::take(&mut self.0));
        }
    }
}

impl<T: Copy + 'static> NumberTape<T> {
    /// An empty tape, without an allocation.
    #[inline]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Makes room for `n` more records.
    #[inline]
    pub fn reserve(&mut self, n: usize) {
        if self.0.capacity() - self.0.len() < n {
            self.grow(n);
        }
    }

    /// Moves to a buffer that waits, if one is large enough.
    #[cold]
    fn grow(&mut self, n: usize) {
        let needed = self.0.len().saturating_add(n);
        if needed.saturating_mul(size_of::<T>()) >= LEAST {
            if let Some(mut buffer) = waiting::take::<T>(needed) {
                buffer.extend_from_slice(&self.0);
                self.0 = buffer;
                return;
            }
        }
        self.0.reserve(n);
    }

    /// Records `value`.
    #[inline]
    pub fn push(&mut self, value: T) {
        self.reserve(1);
        self.0.push(value);
    }

    /// Restores the last record.
    ///
    /// # Panics
    ///
    /// If there is none, which is a fault of the emitted code.
    #[inline]
    pub fn pop(&mut self) -> T {
        self.0.pop().expect("internal: tape underflow")
    }

    /// Room for `n` records that are written later.
    #[inline]
    pub fn room(&mut self, n: usize, zero: T) -> &mut [T] {
        self.reserve(n);
        let start = self.0.len();
        self.0.resize(start + n, zero);
        &mut self.0[start..]
    }

    /// The last `n` records.
    ///
    /// # Panics
    ///
    /// If there are fewer, which is a fault of the emitted code.
    #[inline]
    pub fn latest(&self, n: usize) -> &[T] {
        &self.0[self.0.len().checked_sub(n).expect("internal: tape underflow")..]
    }

    /// Drops the last `n` records.
    #[inline]
    pub fn forget(&mut self, n: usize) {
        self.0.truncate(self.0.len().saturating_sub(n));
    }

    /// Records all elements of a slice.
    #[inline]
    pub fn push_all(&mut self, values: &[T]) {
        self.reserve(values.len());
        self.0.extend_from_slice(values);
    }

    /// Restores as many records as the slice has elements, in the order in which they were recorded.
    ///
    /// # Panics
    ///
    /// If there are fewer, which is a fault of the emitted code.
    #[inline]
    pub fn pop_all(&mut self, values: &mut [T]) {
        let start = self.0.len().checked_sub(values.len()).expect("internal: tape underflow");
        values.copy_from_slice(&self.0[start..]);
        self.0.truncate(start);
    }

    /// How many records there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no record.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(feature = "std")]
mod waiting {
    use alloc::boxed::Box;
    use alloc::vec::Vec;
    use core::any::Any;
    use std::cell::RefCell;

    use super::{MOST, SPARE};

    /// What tapes of a thread have left behind.
    #[derive(Default)]
    struct Store {
        bytes: usize,
        /// Each a `Vec` without elements, with its size in bytes.
        buffers: Vec<(usize, Box<dyn Any>)>,
    }

    std::thread_local! {
        static STORE: RefCell<Store> = const { RefCell::new(Store { bytes: 0, buffers: Vec::new() }) };
    }

    fn in_store<R>(act: impl FnOnce(&mut Store) -> R) -> Option<R> {
        // A tape may be dropped while its thread ends: then there is no store any more.
        STORE.try_with(|store| store.try_borrow_mut().ok().map(|mut store| act(&mut store))).ok()?
    }

    /// The buffer that came last of those that have room for `n` records, but not for many more.
    #[cold]
    pub(super) fn take<T: Copy + 'static>(n: usize) -> Option<Vec<T>> {
        in_store(|store| {
            let needed = n * size_of::<T>();
            let fits = |(bytes, buffer): &(usize, Box<dyn Any>)| {
                (needed..=needed.saturating_mul(SPARE)).contains(bytes) && buffer.is::<Vec<T>>()
            };
            let at = store.buffers.iter().rposition(fits)?;
            let (bytes, buffer) = store.buffers.remove(at);
            store.bytes -= bytes;
            buffer.downcast().ok().map(|buffer| *buffer)
        })?
    }

    /// Keeps a buffer for the next tape, unless enough wait.
    #[cold]
    pub(super) fn put<T: Copy + 'static>(mut buffer: Vec<T>) {
        let bytes = buffer.capacity() * size_of::<T>();
        buffer.clear();
        in_store(|store| {
            if store.bytes + bytes <= MOST {
                store.bytes += bytes;
                store.buffers.push((bytes, Box::new(buffer)));
            }
        });
    }
}

#[cfg(not(feature = "std"))]
mod waiting {
    use alloc::vec::Vec;

    pub(super) fn take<T>(_: usize) -> Option<Vec<T>> {
        None
    }

    pub(super) fn put<T>(_: Vec<T>) {}
}

#[cfg(test)]
mod tests {
    use super::{NumberTape, LEAST};

    #[test]
    fn what_is_recorded_survives_a_move_to_memory_that_waited() {
        let mut first = NumberTape::new();
        for i in 0..LEAST {
            first.push(i);
        }
        drop(first);
        let mut second = NumberTape::new();
        for i in 0..100_usize {
            second.push(i);
        }
        second.reserve(LEAST / 2);
        assert_eq!(second.0.capacity(), LEAST);
        second.room(2, 7)[1] = 8;
        assert_eq!(second.latest(3), [99, 7, 8]);
        second.forget(2);
        for i in (0..100).rev() {
            assert_eq!(second.pop(), i);
        }
        assert!(second.is_empty());
    }

    #[test]
    fn slices_come_back_in_their_order() {
        let mut tape = NumberTape::new();
        tape.push_all(&[1.0, 2.0, 3.0]);
        tape.push_all(&[4.0]);
        let mut values = [0.0; 3];
        assert_eq!((tape.pop(), tape.len()), (4.0, 3));
        tape.pop_all(&mut values);
        assert_eq!(values, [1.0, 2.0, 3.0]);
    }
}
