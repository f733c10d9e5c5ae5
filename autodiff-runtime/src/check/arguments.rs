//! The arguments of a call, owned, so that they can be moved and passed again: what `check_gradient!` expands to uses.
//!
//! How an argument is passed follows from its type: `&T`, `&mut T`, `&[T]`, `&mut [T]`, or a value. One without
//! coordinates is passed as it is. Method resolution chooses, as in `Probe` of emitted code.

use alloc::vec::Vec;

use crate::coordinates::Coordinates;
use crate::differentiable::Differentiable;
use crate::tangent::ScalarSliceMut;

/// Finds the kind of an argument.
#[derive(Debug)]
pub struct Kind<'a, A: ?Sized>(pub &'a A);

/// An argument that is a reference to something with coordinates.
pub trait ReferenceKind {
    /// How it is owned.
    type Owned;
    /// A copy that can be moved.
    fn own(&self) -> Self::Owned;
}

/// An argument that is a value with coordinates.
pub trait ValueKind {
    /// How it is owned.
    type Owned;
    /// A copy that can be moved.
    fn own(&self) -> Self::Owned;
}

/// Any other argument.
pub trait KeptKind {
    /// How it is owned.
    type Owned;
    /// The argument as it is.
    fn own(&self) -> Self::Owned;
}

macro_rules! owned {
    ($($(#[$doc:meta])* $Name:ident: $exclusive:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $Name<T>(T);

        impl<T: Differentiable> Differentiable for $Name<T> {
            type Tangent = T::Tangent;

            fn zero_tangent(&self) -> T::Tangent {
                self.0.zero_tangent()
            }
        }

        impl<T: Coordinates> Coordinates for $Name<T> {
            const EXCLUSIVE: bool = $exclusive;

            fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
                self.0.coordinates(visit);
            }
        }
    )*};
}

owned! {
    /// Passed by value.
    Value: false;
    /// Passed by `&`.
    Shared: false;
    /// Passed by `&mut`.
    Exclusive: true;
}

/// Passed as it is: nothing in it is moved.
#[derive(Clone, Debug)]
pub struct Kept<T>(T);

impl<T> Differentiable for Kept<T> {
    type Tangent = ();

    fn zero_tangent(&self) {}
}

impl<T> Coordinates for Kept<T> {
    fn coordinates(&mut self, _: &mut dyn FnMut(ScalarSliceMut<'_>)) {}
}

/// A list, passed as a slice.
#[derive(Clone, Debug)]
pub struct SharedList<T>(Vec<T>);

/// A list, passed as an exclusive slice.
#[derive(Clone, Debug)]
pub struct ExclusiveList<T>(Vec<T>);

macro_rules! list {
    ($($Name:ident: $exclusive:literal;)*) => {$(
        impl<T: Differentiable> Differentiable for $Name<T> {
            type Tangent = Vec<T::Tangent>;

            fn zero_tangent(&self) -> Vec<T::Tangent> {
                self.0.zero_tangent()
            }
        }

        impl<T: Coordinates> Coordinates for $Name<T> {
            const EXCLUSIVE: bool = $exclusive;

            fn coordinates(&mut self, visit: &mut dyn FnMut(ScalarSliceMut<'_>)) {
                self.0.coordinates(visit);
            }
        }
    )*};
}

list!(SharedList: false; ExclusiveList: true;);

impl<T: Clone> Value<T> {
    /// The argument.
    pub fn pass(&mut self) -> T {
        self.0.clone()
    }
}

impl<T: Clone> Kept<T> {
    /// The argument.
    pub fn pass(&mut self) -> T {
        self.0.clone()
    }
}

impl<T> Shared<T> {
    /// The argument.
    pub fn pass(&mut self) -> &T {
        &self.0
    }
}

impl<T> Exclusive<T> {
    /// The argument.
    pub fn pass(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> SharedList<T> {
    /// The argument.
    pub fn pass(&mut self) -> &[T] {
        &self.0
    }
}

impl<T> ExclusiveList<T> {
    /// The argument.
    pub fn pass(&mut self) -> &mut [T] {
        &mut self.0
    }
}

impl<T: Coordinates + Clone> ReferenceKind for &&Kind<'_, &T> {
    type Owned = Shared<T>;

    fn own(&self) -> Shared<T> {
        Shared(T::clone(self.0))
    }
}

impl<T: Coordinates + Clone> ReferenceKind for &&Kind<'_, &mut T> {
    type Owned = Exclusive<T>;

    fn own(&self) -> Exclusive<T> {
        Exclusive(T::clone(self.0))
    }
}

impl<T: Coordinates + Clone> ReferenceKind for &&Kind<'_, &[T]> {
    type Owned = SharedList<T>;

    fn own(&self) -> SharedList<T> {
        SharedList(self.0.to_vec())
    }
}

impl<T: Coordinates + Clone> ReferenceKind for &&Kind<'_, &mut [T]> {
    type Owned = ExclusiveList<T>;

    fn own(&self) -> ExclusiveList<T> {
        ExclusiveList(self.0.to_vec())
    }
}

impl<T: Coordinates + Clone> ValueKind for &Kind<'_, T> {
    type Owned = Value<T>;

    fn own(&self) -> Value<T> {
        Value(self.0.clone())
    }
}

impl<T: Clone> KeptKind for Kind<'_, T> {
    type Owned = Kept<T>;

    fn own(&self) -> Kept<T> {
        Kept(self.0.clone())
    }
}

/// A tuple of arguments, each with its numbers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` are no arguments that can be moved",
    note = "they are a tuple of values with `Coordinates`: numbers, arrays, `Vec`s, vectors, structs with `#[derive(Differentiable)]`"
)]
pub trait Arguments: Coordinates + Clone {
    /// For each argument how many numbers it has, and whether it is passed by `&mut`.
    fn parts(&mut self) -> Vec<(usize, bool)>;
}

macro_rules! tuple {
    ($($T:ident $i:tt),*) => {
        impl<$($T: Coordinates + Clone),*> Arguments for ($($T,)*) {
            fn parts(&mut self) -> Vec<(usize, bool)> {
                alloc::vec![$((count(&mut self.$i), $T::EXCLUSIVE)),*]
            }
        }
    };
}

fn count<T: Coordinates>(value: &mut T) -> usize {
    let mut count = 0;
    value.coordinates(&mut |run| {
        count += match run {
            ScalarSliceMut::F32(run) => run.len(),
            ScalarSliceMut::F64(run) => run.len(),
        };
    });
    count
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
