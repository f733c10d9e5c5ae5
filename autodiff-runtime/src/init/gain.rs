//! How much an activation shrinks its input.

/// The factor that makes up for an activation, PyTorch's `calculate_gain`.
///
/// ```
/// use autodiff_runtime::init::Gain;
///
/// assert_eq!(Gain::Relu.factor(), 2.0_f64.sqrt());
/// assert_eq!(Gain::Tanh.factor(), 5.0 / 3.0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Gain {
    /// 1: no activation, a convolution, the logistic function.
    #[default]
    Linear,
    /// 5/3.
    Tanh,
    /// The root of 2: half of the inputs are lost.
    Relu,
    /// The root of `2 / (1 + slope^2)`; PyTorch's default slope is 0.01, and that of its linear layers the root of 5.
    LeakyRelu(f64),
    /// 3/4.
    Selu,
    /// Any other.
    Factor(f64),
}

impl Gain {
    /// The factor of the standard deviation.
    pub fn factor(self) -> f64 {
        match self {
            Gain::Linear => 1.0,
            Gain::Tanh => 5.0 / 3.0,
            Gain::Relu => core::f64::consts::SQRT_2,
            Gain::LeakyRelu(slope) => nalgebra::ComplexField::sqrt(2.0 / (1.0 + slope * slope)),
            Gain::Selu => 0.75,
            Gain::Factor(factor) => factor,
        }
    }
}
