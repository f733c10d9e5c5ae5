//! How optimizers, trainers and savers see a model: as named runs of numbers.

use core::fmt;

use super::layer::Mode;
use crate::differentiable::Differentiable;
use crate::real::Real;

/// A model, as the named runs of numbers that it consists of.
///
/// Every layer is one; `#[derive(Network)]` makes one of a struct of them. A visitor is given all parameters in a fixed
/// order, each as one slice **in PyTorch's order**: a weight is `[out, in]` by rows, a kernel `[out, in, height, width]`.
/// The names are PyTorch's as well: a field `hidden` of a network has the parameters `hidden.weight` and `hidden.bias`.
///
/// Buffers, such as running statistics, have no gradient: only [`visit`](Self::visit) and
/// [`visit_mut`](Self::visit_mut) show them, after the parameters of their layer.
///
/// ```
/// use autodiff_runtime::nn::{Name, Parameters, Samples};
///
/// let mut weight = Samples::<f64, 3, 2>::filled(1.0);
/// let mut count = 0;
/// weight.visit_mut(Name::ROOT.child("weight"), &mut |parameter, numbers| {
///     assert_eq!(parameter.name.to_string(), "weight");
///     assert_eq!(parameter.shape, [2, 3]);
///     count += numbers.len();
/// });
/// assert_eq!(count, 6);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a layer or a network with parameters of the type `{T}`",
    label = "no `Parameters<{T}>`",
    note = "`#[derive(Network)]` makes a network of a struct of layers"
)]
pub trait Parameters<T: Real>: Differentiable {
    /// Shows all parameters and buffers. `name` is the path of this part of the model; a whole model is at
    /// [`Name::ROOT`].
    fn visit(&self, name: Name<'_>, visitor: &mut dyn FnMut(Parameter<'_>, &[T]));

    /// Shows all parameters and buffers, to be changed.
    fn visit_mut(&mut self, name: Name<'_>, visitor: &mut dyn FnMut(Parameter<'_>, &mut [T]));

    /// Shows all parameters, to be changed, beside their gradients.
    fn visit_with_gradient(
        &mut self,
        gradient: &Self::Tangent,
        name: Name<'_>,
        visitor: &mut dyn FnMut(Parameter<'_>, &mut [T], &[T]),
    );

    /// Shows the gradients of all parameters.
    fn visit_gradient(
        &self,
        gradient: &Self::Tangent,
        name: Name<'_>,
        visitor: &mut dyn FnMut(Parameter<'_>, &[T]),
    );

    /// Shows the gradients of all parameters, to be changed.
    fn visit_gradient_mut(
        &self,
        gradient: &mut Self::Tangent,
        name: Name<'_>,
        visitor: &mut dyn FnMut(Parameter<'_>, &mut [T]),
    );

    /// Tells the layers that differ between training and use which of the two it is; [`train`](Self::train) and
    /// [`evaluate`](Self::evaluate) call it. `position` is the layer's place in the model: layers at
    /// different places draw different random numbers.
    fn set_mode(&mut self, _mode: Mode, _position: u64) {}

    /// Begins a training step: call it before each. Running statistics take in what the last step has seen.
    ///
    /// What is random in the step, as in dropout, follows from its number.
    fn train(&mut self, step: u64)
    where
        Self: Sized,
    {
        self.set_mode(Mode::Training { step }, 0);
    }

    /// Ends training, or interrupts it: before the model is used, measured or saved.
    fn evaluate(&mut self)
    where
        Self: Sized,
    {
        self.set_mode(Mode::Evaluation, 0);
    }
}

/// What a run of numbers is.
///
/// ```
/// use autodiff_runtime::nn::{Linear, Name, ParameterKind, Parameters, Weights};
///
/// let layer = Linear::<f64, 3, 2> { weight: Weights::zeros(), bias: [0.0; 2] };
/// let mut decayed = Vec::new();
/// layer.visit(Name::ROOT, &mut |parameter, _| {
///     if parameter.kind == ParameterKind::Weight {
///         decayed.push((parameter.name.to_string(), parameter.shape.to_vec()));
///     }
/// });
/// assert_eq!(decayed, [("weight".to_string(), vec![2, 3])]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter<'a> {
    /// Its path in the model.
    pub name: Name<'a>,
    /// Its shape, as PyTorch has it.
    pub shape: &'a [usize],
    /// Its role.
    pub kind: ParameterKind,
}

/// The role of a parameter: optimizers treat some of them differently.
///
/// ```
/// use autodiff_runtime::nn::ParameterKind;
///
/// assert!(ParameterKind::Weight.is_trained() && !ParameterKind::Buffer.is_trained());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ParameterKind {
    /// Factors between inputs and outputs.
    Weight,
    /// What is added to outputs.
    Bias,
    /// The factors of a normalization, or of a learned activation.
    Scale,
    /// What a normalization adds.
    Shift,
    /// The vectors of an embedding.
    Embedding,
    /// Running statistics: changed by training, not by gradients.
    Buffer,
    /// How many batches a buffer has seen (an integer in PyTorch).
    Counter,
}

impl ParameterKind {
    /// Whether gradients change it: it is no buffer.
    #[must_use]
    pub const fn is_trained(self) -> bool {
        !matches!(self, Self::Buffer | Self::Counter)
    }
}

/// The path of a parameter in a model, such as `hidden.weight`. It borrows its parts and allocates nothing.
///
/// ```
/// use autodiff_runtime::nn::Name;
///
/// let hidden = Name::ROOT.child("hidden");
/// let weight = hidden.child("weight");
/// assert_eq!(weight, "hidden.weight");
/// assert_eq!(weight.last(), "weight");
/// assert_eq!(format!("{weight}"), "hidden.weight");
/// ```
#[derive(Clone, Copy)]
pub struct Name<'a> {
    parent: Option<&'a Name<'a>>,
    last: &'a str,
}

impl<'a> Name<'a> {
    /// The model itself: the empty path.
    pub const ROOT: Name<'static> = Name { parent: None, last: "" };

    /// The path of a part.
    #[must_use]
    pub const fn child(&'a self, last: &'a str) -> Name<'a> {
        Name { parent: Some(self), last }
    }

    /// The last part of the path: `weight` of `hidden.weight`.
    #[must_use]
    pub const fn last(&self) -> &'a str {
        self.last
    }

    /// The path without its last part.
    #[must_use]
    pub fn parent(&self) -> Option<Name<'a>> {
        self.parent.copied()
    }

    /// What is left of `path` in front of this name, if it ends with it.
    fn strip_from<'p>(&self, path: &'p str) -> Option<&'p str> {
        let Some(parent) = self.parent else { return Some(path) };
        let rest = path.strip_suffix(self.last)?;
        if parent.parent.is_none() {
            return Some(rest);
        }
        parent.strip_from(rest.strip_suffix('.')?)
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(parent) = self.parent else { return Ok(()) };
        if parent.parent.is_some() {
            write!(f, "{parent}.")?;
        }
        f.write_str(self.last)
    }
}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

impl PartialEq<str> for Name<'_> {
    fn eq(&self, path: &str) -> bool {
        self.strip_from(path) == Some("")
    }
}

impl PartialEq<&str> for Name<'_> {
    fn eq(&self, path: &&str) -> bool {
        *self == **path
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Name<'_>) -> bool {
        match (self.parent, other.parent) {
            (None, None) => true,
            (Some(a), Some(b)) => self.last == other.last && a == b,
            _ => false,
        }
    }
}

impl Eq for Name<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_equal_their_text() {
        let (a, ab) = (Name::ROOT.child("a"), Name::ROOT.child("ab"));
        let abc = ab.child("c");
        assert!(abc == "ab.c" && abc != "b.c" && abc != "ab.c.c" && abc != "c" && abc != ".c");
        assert!(Name::ROOT == "" && Name::ROOT != "a" && a != ab && ab.child("c") == abc);
    }
}
