//! The activations as functions of one number. `#[differentiate]` writes their derivatives.
//!
//! Formulas, defaults and values at kinks are PyTorch's: a kink takes the slope of the side written last.

use autodiff_macros::differentiate;

use crate::real::Real;

/// `max(x, 0)`; slope 0 at 0.
///
/// ```
/// use autodiff_runtime::nn::relu;
///
/// assert_eq!((relu(2.0), relu(-2.0)), (2.0, 0.0));
/// assert_eq!((relu::grad(2.0), relu::grad(0.0)), (1.0, 0.0));
/// ```
#[differentiate]
pub fn relu<T: Real>(x: T) -> T {
    // A number that is NaN stays one.
    if x <= T::zero() {
        T::zero()
    } else {
        x
    }
}

/// `x` for positive `x`, else `slope * x`.
///
/// ```
/// use autodiff_runtime::nn::leaky_relu;
///
/// assert_eq!(leaky_relu(-2.0, 0.01), -0.02);
/// assert_eq!(leaky_relu::grad(-2.0, 0.01), 0.01);
/// ```
#[differentiate]
pub fn leaky_relu<T: Real>(x: T, #[constant] slope: T) -> T {
    if x > T::zero() {
        x
    } else {
        slope * x
    }
}

/// `x` for positive `x`, else `alpha (eˣ - 1)`.
///
/// ```
/// use autodiff_runtime::nn::elu;
///
/// assert_eq!(elu(-1.0_f64, 2.0), 2.0 * (-1.0_f64).exp_m1());
/// assert_eq!(elu::grad(3.0, 2.0), 1.0);
/// ```
#[differentiate]
pub fn elu<T: Real>(x: T, #[constant] alpha: T) -> T {
    if x > T::zero() {
        x
    } else {
        alpha * x.exp_m1()
    }
}

/// [`elu()`] scaled so that activations keep mean 0 and variance 1 (Klambauer et al. 2017).
///
/// ```
/// use autodiff_runtime::nn::selu;
///
/// assert_eq!(selu(1.0), 1.0507009873554805);
/// assert_eq!(selu::grad(1.0), 1.0507009873554805);
/// ```
#[differentiate]
pub fn selu<T: Real>(x: T) -> T {
    let scale = T::lit(1.050_700_987_355_480_5);
    let alpha = T::lit(1.673_263_242_354_377_2);
    if x > T::zero() {
        scale * x
    } else {
        scale * alpha * x.exp_m1()
    }
}

/// `x` for positive `x`, else `alpha (e^(x / alpha) - 1)`.
///
/// ```
/// use autodiff_runtime::nn::celu;
///
/// assert_eq!(celu(-2.0_f64, 2.0), 2.0 * (-1.0_f64).exp_m1());
/// assert_eq!(celu::grad(3.0, 2.0), 1.0);
/// ```
#[differentiate]
pub fn celu<T: Real>(x: T, #[constant] alpha: T) -> T {
    if x > T::zero() {
        x
    } else {
        alpha * (x / alpha).exp_m1()
    }
}

/// The error function `2/√π ∫₀ˣ e^(-t²) dt`.
///
/// ```
/// use autodiff_runtime::nn::erf;
///
/// assert!((erf(0.5_f64) - 0.5204998778130465).abs() < 1e-15);
/// assert!((erf::grad(0.0_f64) - 2.0 / std::f64::consts::PI.sqrt()).abs() < 1e-15);
/// ```
#[differentiate(vjp = erf_vjp, jvp = erf_jvp)]
pub fn erf<T: Real>(x: T) -> T {
    x.__erf()
}

fn erf_vjp<T: Real>(x: T, seed: T, adjoint: &mut T) {
    *adjoint += seed * erf_slope(x);
}

fn erf_jvp<T: Real>(x: T, dx: T) -> (T, T) {
    (x.__erf(), erf_slope(x) * dx)
}

fn erf_slope<T: Real>(x: T) -> T {
    T::lit(core::f64::consts::FRAC_2_SQRT_PI) * (-x * x).exp()
}

/// `x Φ(x)` with the normal distribution's `Φ(x) = (1 + erf(x / √2)) / 2`.
///
/// ```
/// use autodiff_runtime::nn::gelu;
///
/// assert!((gelu(1.0_f64) - 0.8413447460685429).abs() < 1e-15);
/// assert_eq!(gelu::grad(0.0), 0.5);
/// ```
#[differentiate]
pub fn gelu<T: Real>(x: T) -> T {
    T::lit(0.5) * x * (T::one() + erf(x * T::lit(core::f64::consts::FRAC_1_SQRT_2)))
}

/// [`gelu()`] by `tanh`: `x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))`.
///
/// ```
/// use autodiff_runtime::nn::{gelu, gelu_tanh};
///
/// assert!((gelu_tanh(1.0_f64) - gelu(1.0)).abs() < 2e-4);
/// assert_eq!(gelu_tanh::grad(0.0), 0.5);
/// ```
#[differentiate]
pub fn gelu_tanh<T: Real>(x: T) -> T {
    let inner = T::frac_2_pi().sqrt() * (x + T::lit(0.044_715) * x * x * x);
    T::lit(0.5) * x * (T::one() + inner.tanh())
}

/// `1 / (1 + e⁻ˣ)`, without overflow.
///
/// ```
/// use autodiff_runtime::nn::sigmoid;
///
/// assert_eq!((sigmoid(0.0), sigmoid(800.0), sigmoid(-800.0)), (0.5, 1.0, 0.0));
/// assert_eq!(sigmoid::grad(0.0), 0.25);
/// ```
#[differentiate]
pub fn sigmoid<T: Real>(x: T) -> T {
    if x >= T::zero() {
        T::one() / (T::one() + (-x).exp())
    } else {
        let e = x.exp();
        e / (T::one() + e)
    }
}

/// `x / (1 + e⁻ˣ)`.
///
/// ```
/// use autodiff_runtime::nn::{sigmoid, silu};
///
/// assert_eq!(silu(2.0), 2.0 * sigmoid(2.0));
/// assert_eq!(silu::grad(0.0), 0.5);
/// ```
#[differentiate]
pub fn silu<T: Real>(x: T) -> T {
    x * sigmoid(x)
}

/// `tanh(x)`.
///
/// ```
/// use autodiff_runtime::nn::tanh;
///
/// assert_eq!(tanh(0.5_f64), 0.5_f64.tanh());
/// assert_eq!(tanh::grad(0.0), 1.0);
/// ```
#[differentiate]
pub fn tanh<T: Real>(x: T) -> T {
    x.tanh()
}

/// `ln(1 + e^(beta x)) / beta`, and `x` where `beta x` is above the threshold.
///
/// ```
/// use autodiff_runtime::nn::softplus;
///
/// assert_eq!(softplus(0.0_f64, 1.0, 20.0), 2.0_f64.ln());
/// assert_eq!(softplus(30.0, 1.0, 20.0), 30.0);
/// assert_eq!(softplus::grad(0.0, 1.0, 20.0), 0.5);
/// ```
#[differentiate]
pub fn softplus<T: Real>(x: T, #[constant] beta: T, #[constant] threshold: T) -> T {
    let scaled = beta * x;
    if scaled > threshold {
        x
    } else {
        scaled.exp().ln_1p() / beta
    }
}

/// `x / (1 + |x|)`.
///
/// ```
/// use autodiff_runtime::nn::softsign;
///
/// assert_eq!(softsign(-3.0), -0.75);
/// assert_eq!(softsign::grad(1.0), 0.25);
/// ```
#[differentiate]
pub fn softsign<T: Real>(x: T) -> T {
    x / (T::one() + x.abs())
}

/// `x`, held between two bounds; slope 0 at them.
///
/// ```
/// use autodiff_runtime::nn::hardtanh;
///
/// assert_eq!((hardtanh(0.5, -1.0, 1.0), hardtanh(7.0, -1.0, 1.0)), (0.5, 1.0));
/// assert_eq!(hardtanh::grad(1.0, -1.0, 1.0), 0.0);
/// ```
#[differentiate]
pub fn hardtanh<T: Real>(x: T, #[constant] low: T, #[constant] high: T) -> T {
    if x <= low {
        low
    } else if x >= high {
        high
    } else {
        x
    }
}

/// `x / 6 + 1/2`, held between 0 and 1; slope 0 at the bounds.
///
/// ```
/// use autodiff_runtime::nn::hardsigmoid;
///
/// assert_eq!((hardsigmoid(0.0), hardsigmoid(5.0)), (0.5, 1.0));
/// assert_eq!(hardsigmoid::grad(-3.0), 0.0);
/// ```
#[differentiate]
pub fn hardsigmoid<T: Real>(x: T) -> T {
    let three = T::lit(3.0);
    if x <= -three {
        T::zero()
    } else if x >= three {
        T::one()
    } else {
        (x + three) / T::lit(6.0)
    }
}

/// `x` times [`hardsigmoid()`] of `x`.
///
/// ```
/// use autodiff_runtime::nn::hardswish;
///
/// assert_eq!((hardswish(-4.0), hardswish(4.0)), (0.0, 4.0));
/// assert_eq!(hardswish::grad(0.0), 0.5);
/// ```
#[differentiate]
pub fn hardswish<T: Real>(x: T) -> T {
    let three = T::lit(3.0);
    if x <= -three {
        T::zero()
    } else if x >= three {
        x
    } else {
        x * (x + three) / T::lit(6.0)
    }
}

/// `x tanh(ln(1 + eˣ))`.
///
/// ```
/// use autodiff_runtime::nn::mish;
///
/// assert!((mish(1.0_f64) - 0.8650983882673103).abs() < 1e-15);
/// assert!((mish::grad(0.0_f64) - 0.6).abs() < 1e-15);
/// ```
#[differentiate]
pub fn mish<T: Real>(x: T) -> T {
    x * softplus(x, T::one(), T::lit(20.0)).tanh()
}

/// `ln(1 / (1 + e⁻ˣ))`, without overflow.
///
/// ```
/// use autodiff_runtime::nn::logsigmoid;
///
/// assert_eq!(logsigmoid(0.0_f64), -2.0_f64.ln());
/// assert_eq!((logsigmoid(-800.0), logsigmoid::grad(0.0)), (-800.0, 0.5));
/// ```
#[differentiate]
pub fn logsigmoid<T: Real>(x: T) -> T {
    if x >= T::zero() {
        -(-x).exp().ln_1p()
    } else {
        x - x.exp().ln_1p()
    }
}

/// `x - tanh(x)`.
///
/// ```
/// use autodiff_runtime::nn::tanhshrink;
///
/// assert_eq!(tanhshrink(1.0_f64), 1.0 - 1.0_f64.tanh());
/// assert_eq!(tanhshrink::grad(0.0), 0.0);
/// ```
#[differentiate]
pub fn tanhshrink<T: Real>(x: T) -> T {
    x - x.tanh()
}

/// `x` moved towards 0 by `lambda`, and 0 where it is nearer than that.
///
/// ```
/// use autodiff_runtime::nn::softshrink;
///
/// assert_eq!((softshrink(2.0, 0.5), softshrink(-0.25, 0.5)), (1.5, 0.0));
/// assert_eq!(softshrink::grad(2.0, 0.5), 1.0);
/// ```
#[differentiate]
pub fn softshrink<T: Real>(x: T, #[constant] lambda: T) -> T {
    if x > lambda {
        x - lambda
    } else if x >= -lambda {
        T::zero()
    } else {
        x + lambda
    }
}

/// `x`, and 0 where `|x|` is at most `lambda`.
///
/// ```
/// use autodiff_runtime::nn::hardshrink;
///
/// assert_eq!((hardshrink(2.0, 0.5), hardshrink(-0.25, 0.5)), (2.0, 0.0));
/// assert_eq!(hardshrink::grad(2.0, 0.5), 1.0);
/// ```
#[differentiate]
pub fn hardshrink<T: Real>(x: T, #[constant] lambda: T) -> T {
    if x <= lambda && x >= -lambda {
        T::zero()
    } else {
        x
    }
}
