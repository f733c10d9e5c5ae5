//! The tapes: stacks on which a forward sweep records what its reverse sweep restores.

use arrayvec::ArrayVec;

/// A last-in first-out record on the heap.
///
/// ```
/// use autodiff_runtime::Tape;
///
/// let mut tape = Tape::new();
/// tape.push(1.0);
/// tape.push(2.0);
/// assert_eq!((tape.pop(), tape.pop()), (2.0, 1.0));
/// assert!(tape.is_empty());
/// ```
#[cfg(feature = "alloc")]
#[derive(Clone, Debug)]
pub struct Tape<T>(alloc::vec::Vec<T>);

#[cfg(feature = "alloc")]
impl<T> Default for Tape<T> {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(feature = "alloc")]
impl<T> Tape<T> {
    /// An empty tape, without an allocation.
    #[inline]
    pub const fn new() -> Self {
        Self(alloc::vec::Vec::new())
    }

    /// Makes room for `n` more records.
    #[inline]
    pub fn reserve(&mut self, n: usize) {
        self.0.reserve(n);
    }

    /// Records `value`.
    #[inline]
    pub fn push(&mut self, value: T) {
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
    pub fn room(&mut self, n: usize, zero: T) -> &mut [T]
    where
        T: Clone,
    {
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
    pub fn push_all(&mut self, values: &[T])
    where
        T: Clone,
    {
        self.0.extend_from_slice(values);
    }

    /// Restores as many records as the slice has elements, in the order in which they were recorded.
    ///
    /// # Panics
    ///
    /// If there are fewer, which is a fault of the emitted code.
    #[inline]
    pub fn pop_all(&mut self, values: &mut [T])
    where
        T: Clone,
    {
        let start = self.0.len().checked_sub(values.len()).expect("internal: tape underflow");
        values.clone_from_slice(&self.0[start..]);
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

/// A last-in first-out record of at most `N` values, without a heap.
///
/// ```
/// use autodiff_runtime::ArrayTape;
///
/// let mut tape = ArrayTape::<f64, 2>::new();
/// tape.push(1.0);
/// tape.push(2.0);
/// assert_eq!((tape.len(), tape.pop()), (2, 2.0));
/// ```
#[derive(Clone, Debug)]
pub struct ArrayTape<T, const N: usize>(ArrayVec<T, N>);

impl<T, const N: usize> Default for ArrayTape<T, N> {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl<T, const N: usize> ArrayTape<T, N> {
    /// An empty tape.
    #[inline]
    pub const fn new() -> Self {
        Self(ArrayVec::new_const())
    }

    /// Nothing: the room is there.
    #[inline]
    pub fn reserve(&mut self, _n: usize) {}

    /// Records `value`.
    ///
    /// # Panics
    ///
    /// If there are `N` records.
    #[inline]
    pub fn push(&mut self, value: T) {
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
    ///
    /// # Panics
    ///
    /// If there are more than `N` records then.
    #[inline]
    pub fn room(&mut self, n: usize, zero: T) -> &mut [T]
    where
        T: Clone,
    {
        let start = self.0.len();
        for _ in 0..n {
            self.0.push(zero.clone());
        }
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
