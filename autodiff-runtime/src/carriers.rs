//! `Option` and `Result` as values of differentiated code: looking inside, taking apart, putting together again.
//!
//! The compiler sees no types: what it writes for `x.map(f)`, `x?` and their like works for both enums, and for nothing
//! else. The adjoints of payloads are reached by [`Variants`]; the rules of `unwrap` and of wrapping are below.

use core::fmt::Debug;

use crate::differentiable::Differentiable;
use crate::variants::{Payload, PayloadMut, Variants};

/// An `Option` or a `Result` that is taken apart by value.
#[derive(Clone, Debug)]
pub enum Opened<T, R> {
    /// The payload of `Some` or `Ok`.
    Some(T),
    /// What is left of `None` or `Err`, until it is taken.
    None(Option<R>),
}

/// What is left of `None`.
#[derive(Clone, Copy, Debug)]
pub struct Nothing;

/// What is left of `Err`.
#[derive(Clone, Copy, Debug)]
pub struct Failure<E>(E);

/// `Option` and `Result`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither an `Option` nor a `Result`: this method cannot be differentiated",
    label = "neither an `Option` nor a `Result`",
    note = "methods of this name are differentiated for `Option` and `Result`; give a method of your own another name"
)]
pub trait Carrier {
    /// The payload.
    type Payload;
    /// What is left where there is no payload.
    type Rest: Rest;
    /// Takes it apart.
    fn open(self) -> Opened<Self::Payload, Self::Rest>;
}

impl<T> Carrier for Option<T> {
    type Payload = T;
    type Rest = Nothing;

    #[inline]
    fn open(self) -> Opened<T, Nothing> {
        match self {
            Some(value) => Opened::Some(value),
            None => Opened::None(Some(Nothing)),
        }
    }
}

impl<T, E> Carrier for Result<T, E> {
    type Payload = T;
    type Rest = Failure<E>;

    #[inline]
    fn open(self) -> Opened<T, Failure<E>> {
        match self {
            Ok(value) => Opened::Some(value),
            Err(error) => Opened::None(Some(Failure(error))),
        }
    }
}

/// What is left of an `Option` or a `Result` without payload; it knows which of the two it was.
pub trait Rest {
    /// The `Option` or `Result` with that payload.
    type With<U>;
    /// `Some(value)` or `Ok(value)`.
    fn with<U>(value: U) -> Self::With<U>;
    /// `None` or the `Err`.
    fn without<U>(self) -> Self::With<U>;
}

impl Rest for Nothing {
    type With<U> = Option<U>;

    #[inline]
    fn with<U>(value: U) -> Option<U> {
        Some(value)
    }

    #[inline]
    fn without<U>(self) -> Option<U> {
        None
    }
}

impl<E> Rest for Failure<E> {
    type With<U> = Result<U, E>;

    #[inline]
    fn with<U>(value: U) -> Result<U, E> {
        Ok(value)
    }

    #[inline]
    fn without<U>(self) -> Result<U, E> {
        Err(self.0)
    }
}

/// What `?` can return with what is left.
#[diagnostic::on_unimplemented(
    message = "`?` cannot pass its error on as a `{Self}`",
    label = "the function returns a `{Self}`"
)]
pub trait Leave<R> {
    /// The value to return.
    fn leave(rest: R) -> Self;
}

impl<U> Leave<Nothing> for Option<U> {
    #[inline]
    fn leave(_rest: Nothing) -> Self {
        None
    }
}

impl<U, E, F: From<E>> Leave<Failure<E>> for Result<U, F> {
    #[inline]
    fn leave(rest: Failure<E>) -> Self {
        Err(F::from(rest.0))
    }
}

impl<T, R> Opened<T, R> {
    fn rest(&mut self) -> R {
        match self {
            Opened::None(rest) => rest.take().expect("taken once"),
            Opened::Some(_) => unreachable!("there is a payload"),
        }
    }
}

/// Takes an `Option` or a `Result` apart.
#[inline]
pub fn opened<C: Carrier>(value: C) -> Opened<C::Payload, C::Rest> {
    value.open()
}

/// What `?` returns, with the error converted.
#[inline]
pub fn leave<T, R, U: Leave<R>>(opened: &mut Opened<T, R>) -> U {
    U::leave(opened.rest())
}

/// The error of a `Result`.
#[inline]
pub fn take_error<T, E>(opened: &mut Opened<T, Failure<E>>) -> E {
    opened.rest().0
}

/// `None` or the `Err`, of another payload.
#[inline]
pub fn without<T, R: Rest, U>(opened: &mut Opened<T, R>) -> R::With<U> {
    opened.rest().without()
}

/// `Some(value)` or `Ok(value)`, as the other value was.
#[inline]
pub fn wrap_like<T, R: Rest, U>(_like: &Opened<T, R>, value: U) -> R::With<U> {
    R::with(value)
}

/// `Some(value)` or `Ok(value)` by the value.
#[inline]
pub fn wrap_adjoint_1<C: TangentOfCarrier>(ct: &C) -> C::Payload
where
    C::Payload: Clone,
{
    ct.payload()
}

/// `Some(value)` or `Ok(value)` by the value.
#[inline]
pub fn wrap_tangent_1<T: Clone>(d: &T) -> Option<T> {
    Some(d.clone())
}

/// `x.unwrap()` and `x.expect(..)` by `x`.
#[inline]
pub fn unwrap_adjoint_0<T: Clone>(ct: &T) -> Option<T> {
    Some(ct.clone())
}

/// `x.unwrap()` and `x.expect(..)` by `x`.
#[inline]
pub fn unwrap_tangent_0<C: TangentOfCarrier>(d: &C) -> C::Payload
where
    C::Payload: Clone,
{
    d.payload()
}

/// The tangent of an `Option` or a `Result`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the tangent of an `Option` or a `Result`",
    label = "of neither an `Option` nor a `Result`"
)]
pub trait TangentOfCarrier {
    /// The tangent of the payload.
    type Payload;
    /// A copy of the payload's tangent.
    fn payload(&self) -> Self::Payload;
}

impl<T: Clone> TangentOfCarrier for Option<T> {
    type Payload = T;

    #[inline]
    fn payload(&self) -> T {
        self.clone().expect("the tangent of `Some` or `Ok` is `Some`")
    }
}

/// `Option` and `Result` whose payload can be asked for.
#[diagnostic::on_unimplemented(
    message = "`unwrap` of a `{Self}` cannot be differentiated",
    label = "neither an `Option` nor a `Result`",
    note = "give a method of your own another name"
)]
pub trait Unwrap {
    /// The payload.
    type Payload;
    /// `self.unwrap()`.
    fn unwrap(self) -> Self::Payload;
    /// `self.expect(message)`.
    fn expect(self, message: &str) -> Self::Payload;
}

impl<T> Unwrap for Option<T> {
    type Payload = T;

    #[inline]
    #[track_caller]
    fn unwrap(self) -> T {
        Option::unwrap(self)
    }

    #[inline]
    #[track_caller]
    fn expect(self, message: &str) -> T {
        Option::expect(self, message)
    }
}

impl<T, E: Debug> Unwrap for Result<T, E> {
    type Payload = T;

    #[inline]
    #[track_caller]
    fn unwrap(self) -> T {
        Result::unwrap(self)
    }

    #[inline]
    #[track_caller]
    fn expect(self, message: &str) -> T {
        Result::expect(self, message)
    }
}

/// `value.unwrap()`.
#[inline]
#[track_caller]
pub fn unwrap<C: Unwrap>(value: C) -> C::Payload {
    value.unwrap()
}

/// `value.expect(message)`.
#[inline]
#[track_caller]
pub fn expect<C: Unwrap>(value: C, message: &str) -> C::Payload {
    value.expect(message)
}

/// `value.copied()`, `value.cloned()`.
#[inline]
pub fn copied<T: Clone>(value: Option<&T>) -> Option<T> {
    value.cloned()
}

/// `value.ok()`.
#[inline]
pub fn ok<T, E>(value: Result<T, E>) -> Option<T> {
    value.ok()
}

/// Whether there is a payload.
#[inline]
pub fn holds<C: Holds>(value: &C) -> bool {
    value.holds()
}

/// What may have a payload.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither an `Option` nor a `Result`: this method cannot be differentiated",
    label = "neither an `Option` nor a `Result`",
    note = "methods of this name are differentiated for `Option` and `Result`; give a method of your own another name"
)]
pub trait Holds {
    /// Whether there is a payload.
    fn holds(&self) -> bool;
}

impl<T> Holds for Option<T> {
    #[inline]
    fn holds(&self) -> bool {
        self.is_some()
    }
}

impl<T, E> Holds for Result<T, E> {
    #[inline]
    fn holds(&self) -> bool {
        self.is_ok()
    }
}

impl<T, R> Holds for Opened<T, R> {
    #[inline]
    fn holds(&self) -> bool {
        matches!(self, Opened::Some(_))
    }
}

impl<C: Holds> Holds for &C {
    #[inline]
    fn holds(&self) -> bool {
        C::holds(self)
    }
}

impl<C: Holds> Holds for &mut C {
    #[inline]
    fn holds(&self) -> bool {
        C::holds(self)
    }
}

impl<T: Differentiable, R> Differentiable for Opened<T, R> {
    type Tangent = Option<T::Tangent>;

    #[inline]
    fn zero_tangent(&self) -> Self::Tangent {
        match self {
            Opened::Some(value) => Some(value.zero_tangent()),
            Opened::None(_) => None,
        }
    }
}

impl<T, E> Variants for Result<T, E> {
    type Payload = T;

    #[inline]
    fn __ad_variant_Some(&mut self) -> PayloadMut<'_, T> {
        PayloadMut { _0: self.as_mut().ok().expect("looked at before") }
    }

    #[inline]
    fn __ad_variant_ref_Some(&self) -> Payload<'_, T> {
        Payload { _0: self.as_ref().ok().expect("looked at before") }
    }
}

impl<T, R> Variants for Opened<T, R> {
    type Payload = T;

    #[inline]
    fn __ad_variant_Some(&mut self) -> PayloadMut<'_, T> {
        match self {
            Opened::Some(value) => PayloadMut { _0: value },
            Opened::None(_) => unreachable!("looked at before"),
        }
    }

    #[inline]
    fn __ad_variant_ref_Some(&self) -> Payload<'_, T> {
        match self {
            Opened::Some(value) => Payload { _0: value },
            Opened::None(_) => unreachable!("looked at before"),
        }
    }
}
