//! What all layers have besides their `forward`: names of their parameters, a random start, a mode.

use crate::real::Real;

/// Whether a network learns or is used: some layers differ.
///
/// In training [`Dropout`](super::Dropout) drops, and [`BatchNorm1d`](super::BatchNorm1d) normalizes by the batch at hand. A new network is
/// in evaluation mode. The mode is set before each step: what is random in it follows from the number of the
/// step, so that a training that goes on from a saved model does what it would have done.
///
/// ```
/// use autodiff_runtime::nn::{Dropout, Mode, Parameters};
///
/// assert!(!Mode::default().is_training());
/// let mut layer = Dropout::new(0.5, 1);
/// Parameters::<f64>::set_mode(&mut layer, Mode::Training { step: 7 }, 0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The network is used.
    #[default]
    Evaluation,
    /// The network learns.
    Training {
        /// The number of the training step.
        step: u64,
    },
}

impl Mode {
    /// Whether the network learns.
    #[must_use]
    pub const fn is_training(self) -> bool {
        matches!(self, Self::Training { .. })
    }
}

/// A layer or network that can start from random numbers.
///
/// Each layer draws from PyTorch's default distribution. `#[derive(Network)]` implements it for a struct of layers.
///
/// ```
/// use autodiff_runtime::init::seeded;
/// use autodiff_runtime::nn::{Linear, Random};
///
/// // The same seed gives the same layer.
/// let layer = Linear::<f64, 4, 2>::random(&mut seeded(1));
/// assert_eq!(layer, Linear::random(&mut seeded(1)));
/// assert!(layer.weight.as_slice().iter().all(|w| w.abs() <= 0.5));
/// ```
#[cfg(feature = "rand")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no random start",
    note = "in a network, `#[network(init = ..)]` on a field gives its first value"
)]
pub trait Random: Sized {
    /// A layer of random parameters.
    fn random(rng: &mut dyn rand::Rng) -> Self;
}

/// What stands for it in emitted code.
#[cfg(feature = "rand")]
#[doc(hidden)]
pub use rand::Rng as __Rng;

/// The items of a derived network that need random numbers.
#[cfg(feature = "rand")]
#[doc(hidden)]
#[macro_export]
macro_rules! __network_random {
    ($($items:tt)*) => { $($items)* };
}

/// The items of a derived network that need random numbers: without them there are none.
#[cfg(not(feature = "rand"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __network_random {
    ($($items:tt)*) => {};
}

/// A slice of a parameter, whatever holds it.
pub(super) trait Numbers<T: Real> {
    fn numbers(&self) -> &[T];
    fn numbers_mut(&mut self) -> &mut [T];
}

impl<T: Real, const N: usize> Numbers<T> for [T; N] {
    fn numbers(&self) -> &[T] {
        self
    }

    fn numbers_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T: Real, const M: usize, const N: usize> Numbers<T> for [[T; N]; M] {
    fn numbers(&self) -> &[T] {
        self.as_flattened()
    }

    fn numbers_mut(&mut self) -> &mut [T] {
        self.as_flattened_mut()
    }
}

impl<T: Real> Numbers<T> for T {
    fn numbers(&self) -> &[T] {
        core::slice::from_ref(self)
    }

    fn numbers_mut(&mut self) -> &mut [T] {
        core::slice::from_mut(self)
    }
}

/// `Parameters` and `Random` of a layer that lists its parameters, buffers and parts.
macro_rules! layer {
    (
        [$($generics:tt)*] $Layer:ident[$($arg:ident),*] {
            $($field:ident: $Kind:ident [$($axis:expr),*];)*
        }
        $(buffers { $($buffer:ident: $BufferKind:ident [$($buffer_axis:expr),*];)* })?
        $(mode($this:ident, $mode:ident, $position:ident) $set_mode:block)?
        random($rng:ident) $random:block
    ) => {
        impl<T: Real, $($generics)*> $crate::nn::Parameters<T> for $Layer<T, $($arg),*> {
            fn visit(
                &self,
                name: $crate::nn::Name<'_>,
                visitor: &mut dyn FnMut($crate::nn::Parameter<'_>, &[T]),
            ) {
                use $crate::nn::layer::Numbers;
                use $crate::nn::{Parameter, ParameterKind};
                $(
                    let parameter = Parameter {
                        name: name.child(stringify!($field)),
                        shape: &[$($axis),*],
                        kind: ParameterKind::$Kind,
                    };
                    visitor(parameter, self.$field.numbers());
                )*
                $($(
                    let parameter = Parameter {
                        name: name.child(stringify!($buffer)),
                        shape: &[$($buffer_axis),*],
                        kind: ParameterKind::$BufferKind,
                    };
                    visitor(parameter, self.$buffer.numbers());
                )*)?
            }

            fn visit_mut(
                &mut self,
                name: $crate::nn::Name<'_>,
                visitor: &mut dyn FnMut($crate::nn::Parameter<'_>, &mut [T]),
            ) {
                use $crate::nn::layer::Numbers;
                use $crate::nn::{Parameter, ParameterKind};
                $(
                    let parameter = Parameter {
                        name: name.child(stringify!($field)),
                        shape: &[$($axis),*],
                        kind: ParameterKind::$Kind,
                    };
                    visitor(parameter, self.$field.numbers_mut());
                )*
                $($(
                    let parameter = Parameter {
                        name: name.child(stringify!($buffer)),
                        shape: &[$($buffer_axis),*],
                        kind: ParameterKind::$BufferKind,
                    };
                    visitor(parameter, self.$buffer.numbers_mut());
                )*)?
            }

            fn visit_with_gradient(
                &mut self,
                gradient: &Self::Tangent,
                name: $crate::nn::Name<'_>,
                visitor: &mut dyn FnMut($crate::nn::Parameter<'_>, &mut [T], &[T]),
            ) {
                use $crate::nn::layer::Numbers;
                use $crate::nn::{Parameter, ParameterKind};
                $(
                    let parameter = Parameter {
                        name: name.child(stringify!($field)),
                        shape: &[$($axis),*],
                        kind: ParameterKind::$Kind,
                    };
                    visitor(parameter, self.$field.numbers_mut(), gradient.$field.numbers());
                )*
                let _ = (gradient, name, visitor);
            }

            fn visit_gradient(
                &self,
                gradient: &Self::Tangent,
                name: $crate::nn::Name<'_>,
                visitor: &mut dyn FnMut($crate::nn::Parameter<'_>, &[T]),
            ) {
                use $crate::nn::layer::Numbers;
                use $crate::nn::{Parameter, ParameterKind};
                $(
                    let parameter = Parameter {
                        name: name.child(stringify!($field)),
                        shape: &[$($axis),*],
                        kind: ParameterKind::$Kind,
                    };
                    visitor(parameter, gradient.$field.numbers());
                )*
                let _ = (gradient, name, visitor);
            }

            fn visit_gradient_mut(
                &self,
                gradient: &mut Self::Tangent,
                name: $crate::nn::Name<'_>,
                visitor: &mut dyn FnMut($crate::nn::Parameter<'_>, &mut [T]),
            ) {
                use $crate::nn::layer::Numbers;
                use $crate::nn::{Parameter, ParameterKind};
                $(
                    let parameter = Parameter {
                        name: name.child(stringify!($field)),
                        shape: &[$($axis),*],
                        kind: ParameterKind::$Kind,
                    };
                    visitor(parameter, gradient.$field.numbers_mut());
                )*
                let _ = (gradient, name, visitor);
            }

            $(
                fn set_mode(&mut self, $mode: $crate::nn::Mode, $position: u64) {
                    let $this = self;
                    $set_mode
                }
            )?
        }

        #[cfg(feature = "rand")]
        impl<T: Real, $($generics)*> $crate::nn::Random for $Layer<T, $($arg),*> {
            fn random($rng: &mut dyn rand::Rng) -> Self {
                #[allow(unused_imports)]
                use $crate::init::{Initializer, Uniform, VarianceScaling, WeightShape};
                $random
            }
        }
    };
}

/// `Parameters` and `Random` of a layer without parameters.
macro_rules! parameterless {
    ([$($generics:tt)*] $Layer:ident[$($arg:ident),*] $(mode($this:ident, $mode:ident, $position:ident) $set_mode:block)?) => {
        impl<T: Real, $($generics)*> $crate::nn::Parameters<T> for $Layer<$($arg),*> {
            fn visit(
                &self,
                _name: $crate::nn::Name<'_>,
                _visitor: &mut dyn FnMut($crate::nn::Parameter<'_>, &[T]),
            ) {
            }

            fn visit_mut(
                &mut self,
                _name: $crate::nn::Name<'_>,
                _visitor: &mut dyn FnMut($crate::nn::Parameter<'_>, &mut [T]),
            ) {
            }

            fn visit_with_gradient(
                &mut self,
                _gradient: &Self::Tangent,
                _name: $crate::nn::Name<'_>,
                _visitor: &mut dyn FnMut($crate::nn::Parameter<'_>, &mut [T], &[T]),
            ) {
            }

            fn visit_gradient(
                &self,
                _gradient: &Self::Tangent,
                _name: $crate::nn::Name<'_>,
                _visitor: &mut dyn FnMut($crate::nn::Parameter<'_>, &[T]),
            ) {
            }

            fn visit_gradient_mut(
                &self,
                _gradient: &mut Self::Tangent,
                _name: $crate::nn::Name<'_>,
                _visitor: &mut dyn FnMut($crate::nn::Parameter<'_>, &mut [T]),
            ) {
            }

            $(
                fn set_mode(&mut self, $mode: $crate::nn::Mode, $position: u64) {
                    let $this = self;
                    $set_mode
                }
            )?
        }

        #[cfg(feature = "rand")]
        impl<$($generics)*> $crate::nn::Random for $Layer<$($arg),*> {
            fn random(_rng: &mut dyn rand::Rng) -> Self {
                Self::default()
            }
        }
    };
}

pub(super) use {layer, parameterless};
