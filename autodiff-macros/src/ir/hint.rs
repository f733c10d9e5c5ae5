//! What is known of a variable's type because the source says so.

use proc_macro2::TokenStream;

/// The written type of a real scalar.
#[derive(Clone, Debug)]
pub(crate) enum FloatType {
    /// `f32`, `f64` or a type parameter bound by `Real`, as written.
    Written(TokenStream),
    /// A real scalar whose type only inference knows (`x.sin()`, `0.0`).
    Inferred,
}

/// A fact about a type. `Unknown` is always right.
#[derive(Clone, Debug, Default)]
pub(crate) enum Hint {
    /// Nothing is known.
    #[default]
    Unknown,
    /// An integer, `bool` or `char`: never active.
    Discrete,
    /// A real scalar by value.
    Float(FloatType),
    /// `[T; N]` with the tokens of `N`.
    Array(Box<Hint>, TokenStream),
    /// `[T]`.
    Slice(Box<Hint>),
    /// `Vec<T>`.
    Vec(Box<Hint>),
    /// A tuple.
    Tuple(Vec<Hint>),
    /// An `Option<T>`, or a `Result<T, E>`: both have the tangents of an `Option<T>`.
    Option(Box<Hint>),
}

impl Hint {
    /// A real scalar of an inferred type.
    pub(crate) fn float() -> Self {
        Hint::Float(FloatType::Inferred)
    }

    pub(crate) fn is_float(&self) -> bool {
        matches!(self, Hint::Float(_))
    }

    pub(crate) fn is_discrete(&self) -> bool {
        matches!(self, Hint::Discrete)
    }

    /// Whether values of the type are certainly `Copy` scalars.
    pub(crate) fn is_scalar(&self) -> bool {
        self.is_float() || self.is_discrete()
    }

    /// The hint of an element of an array, slice or `Vec`.
    pub(crate) fn element(&self) -> Hint {
        match self {
            Hint::Array(element, _) | Hint::Slice(element) | Hint::Vec(element) => {
                (**element).clone()
            }
            Hint::Unknown | Hint::Discrete | Hint::Float(_) | Hint::Tuple(_) | Hint::Option(_) => {
                Hint::Unknown
            }
        }
    }

    /// The hint of a tuple's field.
    pub(crate) fn field(&self, index: usize) -> Hint {
        match self {
            Hint::Tuple(fields) => fields.get(index).cloned().unwrap_or_default(),
            Hint::Unknown
            | Hint::Discrete
            | Hint::Float(_)
            | Hint::Array(..)
            | Hint::Slice(_)
            | Hint::Vec(_)
            | Hint::Option(_) => Hint::Unknown,
        }
    }

    /// The hint of what is in a `Some` or an `Ok`.
    pub(crate) fn payload(&self) -> Hint {
        match self {
            Hint::Option(payload) => (**payload).clone(),
            Hint::Unknown
            | Hint::Discrete
            | Hint::Float(_)
            | Hint::Array(..)
            | Hint::Slice(_)
            | Hint::Vec(_)
            | Hint::Tuple(_) => Hint::Unknown,
        }
    }

    /// Whether the type is its own tangent: owned lists and tuples of real scalars.
    pub(crate) fn is_its_own_tangent(&self) -> bool {
        match self {
            Hint::Float(_) => true,
            Hint::Array(element, _) | Hint::Vec(element) => element.is_its_own_tangent(),
            Hint::Tuple(fields) => fields.iter().all(Hint::is_its_own_tangent),
            Hint::Unknown | Hint::Discrete | Hint::Slice(_) | Hint::Option(_) => false,
        }
    }

    /// Whether a tangent exists for sure to be `()` all the way down.
    pub(crate) fn is_inactive(&self) -> bool {
        match self {
            Hint::Discrete => true,
            Hint::Array(element, _) | Hint::Slice(element) | Hint::Vec(element) => {
                element.is_inactive()
            }
            Hint::Tuple(fields) => fields.iter().all(Hint::is_inactive),
            Hint::Option(payload) => payload.is_inactive(),
            Hint::Unknown | Hint::Float(_) => false,
        }
    }
}
