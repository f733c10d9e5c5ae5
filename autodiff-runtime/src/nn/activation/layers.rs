//! The activations as layers.

use autodiff_macros::{differentiate, Differentiable};

use super::{elementwise, functions, Activation};
use crate::nn::batch::Batch;
use crate::nn::chained::runs;
use crate::nn::layer::parameterless;
use crate::real::Real;

macro_rules! activations {
    ($($(#[$doc:meta])* $Layer:ident $f:ident { $($(#[$field_doc:meta])* $field:ident = $default:expr),* };)*) => {$(
        $(#[$doc])*
        #[doc = concat!("\n\nApplies [`", stringify!($f), "`](fn@functions::", stringify!($f), ") to each number of a batch of any shape.")]
        #[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
        pub struct $Layer {
            $($(#[$field_doc])* #[constant] pub $field: f64,)*
        }

        impl Default for $Layer {
            fn default() -> Self {
                Self { $($field: $default),* }
            }
        }

        impl<T: Real> Activation<T> for $Layer {
            #[inline]
            fn value(&self, x: T) -> T {
                functions::$f(x $(, T::lit(self.$field))*)
            }

            #[inline]
            fn derivative(&self, x: T, d: T) -> T {
                functions::$f::vjp(x $(, T::lit(self.$field))*, d).1
            }
        }

        #[differentiate]
        impl $Layer {
            /// The activations of a batch.
            pub fn forward<X: Batch>(&self, x: &X) -> X {
                elementwise(self, x)
            }
        }

        parameterless!([] $Layer[]);
        runs!([X: Batch] $Layer: X => X);
    )*};
}

activations! {
    /// `max(x, 0)`.
    ///
    /// ```
    /// use autodiff_runtime::nn::{Relu, Samples};
    ///
    /// let x = Samples::<f64, 2, 1>::from([[-1.0, 2.0]]);
    /// assert_eq!(Relu {}.forward(&x)[0], [0.0, 2.0]);
    /// ```
    Relu relu {};
    /// `x` for positive `x`, else `slope * x`; PyTorch's slope is 0.01.
    LeakyRelu leaky_relu {
        /// The slope of the negative side.
        slope = 0.01
    };
    /// `x` for positive `x`, else `alpha (eˣ - 1)` (Clevert et al. 2015).
    Elu elu {
        /// Minus the limit of the negative side.
        alpha = 1.0
    };
    /// Elu scaled so that activations keep mean 0 and variance 1 (Klambauer et al. 2017).
    Selu selu {};
    /// `x` for positive `x`, else `alpha (e^(x / alpha) - 1)` (Barron 2017).
    Celu celu {
        /// Minus the limit of the negative side.
        alpha = 1.0
    };
    /// `x Φ(x)` (Hendrycks and Gimpel 2016).
    Gelu gelu {};
    /// The approximation of [`Gelu`] by `tanh`.
    GeluTanh gelu_tanh {};
    /// `x / (1 + e⁻ˣ)`, also called swish.
    Silu silu {};
    /// `1 / (1 + e⁻ˣ)`.
    Sigmoid sigmoid {};
    /// The hyperbolic tangent.
    Tanh tanh {};
    /// `ln(1 + e^(beta x)) / beta`.
    Softplus softplus {
        /// How sharp the bend is.
        beta = 1.0,
        /// From where on `x` itself is taken.
        threshold = 20.0
    };
    /// `x / (1 + |x|)`.
    Softsign softsign {};
    /// `x`, held between two bounds.
    Hardtanh hardtanh {
        /// The lower bound.
        low = -1.0,
        /// The upper bound.
        high = 1.0
    };
    /// `x / 6 + 1/2`, held between 0 and 1.
    Hardsigmoid hardsigmoid {};
    /// `x` times [`Hardsigmoid`] of `x` (Howard et al. 2019).
    Hardswish hardswish {};
    /// `x tanh(ln(1 + eˣ))` (Misra 2019).
    Mish mish {};
    /// `ln(1 / (1 + e⁻ˣ))`.
    Logsigmoid logsigmoid {};
    /// `min(max(x, 0), 6)`.
    Relu6 hardtanh {
        /// The lower bound.
        low = 0.0,
        /// The upper bound.
        high = 6.0
    };
    /// `x - tanh(x)`.
    Tanhshrink tanhshrink {};
    /// `x` moved towards 0 by `lambda`, and 0 where it is nearer than that.
    Softshrink softshrink {
        /// By how much.
        lambda = 0.5
    };
    /// `x`, and 0 where `|x|` is at most `lambda`.
    Hardshrink hardshrink {
        /// Up to where.
        lambda = 0.5
    };
}
