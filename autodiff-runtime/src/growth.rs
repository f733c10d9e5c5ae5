//! Changes of the length of a `Vec`, of primal values and of their tangents and adjoints alike.

use alloc::vec::Vec;

/// What grows and shrinks: `Vec`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `Vec`: a change of its length cannot be differentiated",
    label = "not a `Vec`",
    note = "methods of this name are differentiated for `Vec`; give a method of your own another name"
)]
pub trait Growable: Sized {
    /// The type of the elements.
    type Item;
    /// Appends an element.
    fn push(&mut self, item: Self::Item);
    /// Takes the last element.
    fn pop(&mut self) -> Option<Self::Item>;
    /// Puts an element at an index.
    fn insert(&mut self, index: usize, item: Self::Item);
    /// Takes the element at an index.
    fn remove(&mut self, index: usize) -> Self::Item;
    /// Takes the elements from an index on, if there are as many.
    fn cut(&mut self, len: usize) -> Self;
    /// Puts elements at the end.
    fn append(&mut self, tail: Self);
}

impl<T> Growable for Vec<T> {
    type Item = T;

    #[inline]
    fn push(&mut self, item: T) {
        Vec::push(self, item);
    }

    #[inline]
    fn pop(&mut self) -> Option<T> {
        Vec::pop(self)
    }

    #[inline]
    #[track_caller]
    fn insert(&mut self, index: usize, item: T) {
        Vec::insert(self, index, item);
    }

    #[inline]
    #[track_caller]
    fn remove(&mut self, index: usize) -> T {
        Vec::remove(self, index)
    }

    #[inline]
    fn cut(&mut self, len: usize) -> Self {
        if len < self.len() {
            self.split_off(len)
        } else {
            Vec::new()
        }
    }

    #[inline]
    fn append(&mut self, mut tail: Self) {
        Vec::append(self, &mut tail);
    }
}

/// `x.push(item)`.
#[inline]
pub fn grow_push<V: Growable>(x: &mut V, item: V::Item) {
    x.push(item);
}

/// `x.pop()`.
#[inline]
pub fn grow_pop<V: Growable>(x: &mut V) -> Option<V::Item> {
    x.pop()
}

/// The element that a `push` appended.
///
/// # Panics
///
/// If there is none, which is a fault of the emitted code.
#[inline]
pub fn grow_unpush<V: Growable>(x: &mut V) -> V::Item {
    x.pop().expect("internal: an adjoint without elements")
}

/// Undoes a `pop` that gave `item`.
#[inline]
pub fn grow_unpop<V: Growable>(x: &mut V, item: Option<V::Item>) {
    if let Some(item) = item {
        x.push(item);
    }
}

/// `x.insert(index, item)`.
#[inline]
#[track_caller]
pub fn grow_insert<V: Growable>(x: &mut V, index: usize, item: V::Item) {
    x.insert(index, item);
}

/// `x.remove(index)`.
#[inline]
#[track_caller]
pub fn grow_remove<V: Growable>(x: &mut V, index: usize) -> V::Item {
    x.remove(index)
}

/// `x.split_off(len)`, which takes nothing from a shorter `x`.
#[inline]
pub fn grow_cut<V: Growable>(x: &mut V, len: usize) -> V {
    x.cut(len)
}

/// Undoes a cut.
#[inline]
pub fn grow_append<V: Growable>(x: &mut V, tail: V) {
    x.append(tail);
}

/// `x.to_vec()` by `x`.
#[inline]
pub fn to_vec_adjoint_0<T: Clone>(ct: &[T]) -> Vec<T> {
    ct.to_vec()
}

/// `x.to_vec()` by `x`.
#[inline]
pub fn to_vec_tangent_0<T: Clone>(d: &[T]) -> Vec<T> {
    d.to_vec()
}
