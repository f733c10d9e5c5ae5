//! Every mathematical method of the floats, as methods and as functions.

use autodiff_runtime::prelude::*;

macro_rules! unary {
    ($($name:ident)*) => {
        $(
            #[differentiate(second_order)]
            pub fn $name(x: f64) -> f64 {
                x.$name()
            }
        )*
    };
}

unary! {
    sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh
    exp exp2 exp_m1 ln log2 log10 ln_1p sqrt cbrt recip abs signum
    floor ceil round trunc fract round_ties_even to_degrees to_radians
}

#[differentiate(second_order)]
pub fn powi(x: f64, n: i32) -> f64 {
    x.powi(n)
}

#[differentiate(second_order)]
pub fn powf(x: f64, y: f64) -> f64 {
    x.powf(y)
}

#[differentiate(second_order)]
pub fn log(x: f64, base: f64) -> f64 {
    x.log(base)
}

#[differentiate(second_order)]
pub fn atan2(y: f64, x: f64) -> f64 {
    y.atan2(x)
}

#[differentiate(second_order)]
pub fn hypot(x: f64, y: f64) -> f64 {
    x.hypot(y)
}

#[differentiate(second_order)]
pub fn max(x: f64, y: f64) -> f64 {
    x.max(y)
}

#[differentiate(second_order)]
pub fn min(x: f64, y: f64) -> f64 {
    x.min(y)
}

#[differentiate(second_order)]
pub fn clamp(x: f64, low: f64, high: f64) -> f64 {
    x.clamp(low, high)
}

#[differentiate(second_order)]
pub fn copysign(x: f64, y: f64) -> f64 {
    x.copysign(y)
}

#[differentiate(second_order)]
pub fn mul_add(x: f64, y: f64, z: f64) -> f64 {
    x.mul_add(y, z)
}

#[differentiate(second_order)]
pub fn rem(x: f64, y: f64) -> f64 {
    x % y
}

#[differentiate(second_order)]
pub fn rem_euclid(x: f64, y: f64) -> f64 {
    x.rem_euclid(y)
}

#[differentiate(second_order)]
pub fn div_euclid(x: f64, y: f64) -> f64 {
    x.div_euclid(y)
}

#[differentiate(second_order)]
pub fn sin_cos(x: f64) -> (f64, f64) {
    x.sin_cos()
}

#[differentiate(second_order)]
pub fn as_functions(x: f64, y: f64) -> f64 {
    f64::sin(x) * f64::powi(y, 2) + f64::max(x, y) - f64::atan2(x, y) / f64::exp(0.1 * x)
}

#[differentiate(second_order)]
pub fn chained(x: f64) -> f64 {
    x.abs().sqrt().ln_1p().sin().exp().powf(1.5)
}

#[differentiate(second_order)]
pub fn on_references(xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for x in xs {
        sum += x.sin() * x.powi(2) + x.abs().powf(*x);
    }
    sum
}

#[differentiate(second_order)]
pub fn of_literals(x: f64) -> f64 {
    2.0_f64.sqrt() * x + 3.0_f64.powf(x) + 0.5_f64.max(x)
}

#[differentiate(second_order)]
pub fn of_expressions(x: f64, y: f64) -> f64 {
    (x * y + 1.0).ln() + (-x).exp() + (x - y).abs().sqrt()
}

#[differentiate(second_order)]
pub fn constants(x: f64) -> f64 {
    x * f64::EPSILON.sqrt() + x.max(f64::NEG_INFINITY) * f64::MAX.log10()
}

#[differentiate(second_order)]
pub fn logistic_pair(x: f64) -> f64 {
    // Softplus in its stable form.
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}
