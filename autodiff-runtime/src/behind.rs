//! How emitted code follows `*` in a derivative: the tangent of a reference is that of what it refers to, and the tangent
//! of a `Box` is a `Box`. Which of the two it is, method resolution finds out.

#[cfg(feature = "alloc")]
use alloc::boxed::Box;

/// What is in a `Box`; asked first.
pub trait BehindBox {
    /// The tangent in the box.
    type Inner;

    /// The tangent behind `*`, to change.
    fn __ad_behind(&mut self) -> &mut Self::Inner;

    /// The tangent behind `*`.
    fn __ad_ref_behind(&self) -> &Self::Inner;
}

#[cfg(feature = "alloc")]
impl<T> BehindBox for Box<T> {
    type Inner = T;

    #[inline]
    fn __ad_behind(&mut self) -> &mut T {
        self
    }

    #[inline]
    fn __ad_ref_behind(&self) -> &T {
        self
    }
}

/// What is behind a reference: the same tangent. It is implemented for borrows of it, so that it is asked last.
pub trait Behind {
    /// The tangent.
    type Inner: ?Sized;

    /// The tangent behind `*`, to change.
    fn __ad_behind(&mut self) -> &mut Self::Inner;
}

impl<T: ?Sized> Behind for &mut T {
    type Inner = T;

    #[inline]
    fn __ad_behind(&mut self) -> &mut T {
        self
    }
}

/// As [`Behind`], to read.
pub trait RefBehind {
    /// The tangent.
    type Inner: ?Sized;

    /// The tangent behind `*`.
    fn __ad_ref_behind(&self) -> &Self::Inner;
}

impl<T: ?Sized> RefBehind for &T {
    type Inner = T;

    #[inline]
    fn __ad_ref_behind(&self) -> &T {
        self
    }
}
