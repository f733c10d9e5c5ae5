//! Finds the first number that is infinite or NaN.

use alloc::string::{String, ToString};
use core::fmt;

use crate::nn::{Name, Parameters};
use crate::real::Real;

/// Looks for numbers that are infinite or NaN, and says in which step and layer the first one is.
///
/// ```
/// use autodiff_runtime::optim::{FiniteGuard, Quantity};
///
/// let guard = FiniteGuard::at_step(12);
/// assert!(guard.check("loss", Quantity::Loss, &[0.5]).is_ok());
/// let error = guard.check("hidden.weight", Quantity::Gradient, &[0.0, f64::NAN]).unwrap_err();
/// assert_eq!(error.to_string(), "step 12: element 1 of the gradient of `hidden.weight` is NaN");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FiniteGuard {
    step: u64,
}

/// What is looked at.
///
/// ```
/// use autodiff_runtime::optim::{FiniteGuard, Quantity};
///
/// let found = FiniteGuard::at_step(3).check("relu", Quantity::Activation, &[1.0, f64::INFINITY]);
/// assert_eq!(found.unwrap_err().to_string(), "step 3: element 1 of the output of `relu` is inf");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The loss.
    Loss,
    /// What a layer has computed.
    Activation,
    /// The gradient of a parameter.
    Gradient,
    /// A parameter.
    Parameter,
}

/// A number that is infinite or NaN.
///
/// ```
/// use autodiff_runtime::optim::{FiniteGuard, Quantity};
///
/// let error = FiniteGuard::at_step(3).check("loss", Quantity::Loss, &[f32::NAN]).unwrap_err();
/// assert_eq!((error.step, error.index), (3, 0));
/// assert!(error.value.is_nan());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct NonFinite {
    /// The step.
    pub step: u64,
    /// The name of the layer or parameter.
    pub name: String,
    /// What of it.
    pub quantity: Quantity,
    /// Which element.
    pub index: usize,
    /// The number.
    pub value: f64,
}

impl FiniteGuard {
    /// For the step of this number.
    pub const fn at_step(step: u64) -> Self {
        Self { step }
    }

    /// Looks at a run of numbers.
    ///
    /// # Errors
    ///
    /// The first that is infinite or NaN.
    pub fn check<T: Real>(
        &self,
        name: impl fmt::Display,
        quantity: Quantity,
        numbers: &[T],
    ) -> Result<(), NonFinite> {
        match numbers.iter().position(|x| !x.is_finite()) {
            None => Ok(()),
            Some(index) => {
                let (step, name, value) = (self.step, name.to_string(), numbers[index].to_f64());
                Err(NonFinite { step, name, quantity, index, value })
            }
        }
    }

    /// Looks at the parameters and buffers of a model.
    ///
    /// # Errors
    ///
    /// The first that is infinite or NaN, in the order of the layers.
    pub fn check_model<T: Real, M: Parameters<T>>(&self, model: &M) -> Result<(), NonFinite> {
        let mut result = Ok(());
        model.visit(Name::ROOT, &mut |parameter, numbers| {
            if result.is_ok() {
                result = self.check(parameter.name, Quantity::Parameter, numbers);
            }
        });
        result
    }

    /// Looks at the gradient of a model.
    ///
    /// # Errors
    ///
    /// Of the parameters with a number that is infinite or NaN, the last one in the order of the layers: the reverse sweep
    /// comes from there, and it has spoiled all before.
    pub fn check_gradient<T: Real, M: Parameters<T>>(
        &self,
        model: &M,
        gradient: &M::Tangent,
    ) -> Result<(), NonFinite> {
        let mut result = Ok(());
        model.visit_gradient(gradient, Name::ROOT, &mut |parameter, numbers| {
            let here = self.check(parameter.name, Quantity::Gradient, numbers);
            if here.is_err() {
                result = here;
            }
        });
        result
    }
}

impl fmt::Display for NonFinite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { step, name, quantity, index, value } = self;
        write!(f, "step {step}: ")?;
        match quantity {
            Quantity::Loss => write!(f, "the loss is {value}"),
            Quantity::Activation => {
                write!(f, "element {index} of the output of `{name}` is {value}")
            }
            Quantity::Gradient => {
                write!(f, "element {index} of the gradient of `{name}` is {value}")
            }
            Quantity::Parameter => write!(f, "element {index} of `{name}` is {value}"),
        }
    }
}

impl core::error::Error for NonFinite {}
