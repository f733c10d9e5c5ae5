//! How emitted code reaches the payload in the adjoint of an `Option` or a `Result`.
//!
//! A derived enum's tangent has methods of these names; here they are for the enums of the core library.
//! The tangent of a `Result` is an `Option`: an error has no derivative.

use core::ops::{Deref, DerefMut};

/// The payload of `Some` or `Ok`, to change.
#[derive(Debug)]
pub struct PayloadMut<'a, T> {
    /// The adjoint of the payload.
    pub _0: &'a mut T,
}

/// The payload of `Some` or `Ok`.
#[derive(Debug)]
pub struct Payload<'a, T> {
    /// The tangent of the payload.
    pub _0: &'a T,
}

/// The payload of `Err`: nothing.
#[derive(Debug, Default)]
pub struct ErrorPayload {
    /// No tangent.
    pub _0: NoTangent,
}

/// Reads as `()`.
#[derive(Debug, Default)]
pub struct NoTangent(());

impl Deref for NoTangent {
    type Target = ();

    #[inline]
    fn deref(&self) -> &() {
        &self.0
    }
}

impl DerefMut for NoTangent {
    #[inline]
    fn deref_mut(&mut self) -> &mut () {
        &mut self.0
    }
}

/// The coordinates in the tangent of a point, which is a vector. A derived tangent with a field of this name has methods
/// of these names.
pub trait CoordsField {
    /// The coordinates, to change.
    #[inline]
    fn __ad_field_coords(&mut self) -> &mut Self {
        self
    }

    /// The coordinates.
    #[inline]
    fn __ad_ref_field_coords(&self) -> &Self {
        self
    }
}

impl<T, R, C, S> CoordsField for nalgebra::Matrix<T, R, C, S> {}

/// The variants of an `Option` that is the tangent of an `Option` or a `Result`.
#[allow(non_snake_case)]
pub trait Variants {
    /// The type of the payload.
    type Payload;
    /// The payload of `Some`, to change.
    fn __ad_variant_Some(&mut self) -> PayloadMut<'_, Self::Payload>;
    /// The payload of `Some`.
    fn __ad_variant_ref_Some(&self) -> Payload<'_, Self::Payload>;
    /// The payload of `Ok`, to change.
    fn __ad_variant_Ok(&mut self) -> PayloadMut<'_, Self::Payload> {
        self.__ad_variant_Some()
    }
    /// The payload of `Ok`.
    fn __ad_variant_ref_Ok(&self) -> Payload<'_, Self::Payload> {
        self.__ad_variant_ref_Some()
    }
    /// The payload of `Err`, to change.
    fn __ad_variant_Err(&mut self) -> ErrorPayload {
        ErrorPayload::default()
    }
    /// The payload of `Err`.
    fn __ad_variant_ref_Err(&self) -> ErrorPayload {
        ErrorPayload::default()
    }
}

impl<T> Variants for Option<T> {
    type Payload = T;

    #[inline]
    fn __ad_variant_Some(&mut self) -> PayloadMut<'_, T> {
        PayloadMut { _0: self.as_mut().expect("the tangent of `Some` or `Ok` is `Some`") }
    }

    #[inline]
    fn __ad_variant_ref_Some(&self) -> Payload<'_, T> {
        Payload { _0: self.as_ref().expect("the tangent of `Some` or `Ok` is `Some`") }
    }
}
