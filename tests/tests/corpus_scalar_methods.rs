//! Every mathematical method of the floats.

#[path = "../corpus/small/scalar_methods.rs"]
mod scalar_methods;

use autodiff_tests::{gradient, map};
use scalar_methods::*;

/// Holds every law for methods of one argument, at points inside their domain.
macro_rules! unary {
    ($($name:ident $($at:literal)+;)*) => {
        $(
            #[test]
            fn $name() {
                gradient!(second |p| scalar_methods::$name(val p[0]))$(.differences(&[$at]))+;
            }
        )*
    };
}

unary! {
    sin -2.0 0.3 4.0; cos -2.0 0.3 4.0; tan -1.0 0.3 2.0;
    asin -0.6 0.3; acos -0.6 0.3; atan -2.0 0.3;
    sinh -2.0 0.3; cosh -2.0 0.3; tanh -2.0 0.3; asinh -2.0 0.3; acosh 1.5 4.0; atanh -0.6 0.3;
    exp -2.0 0.3; exp2 -2.0 0.3; exp_m1 -2.0 0.3; ln 0.2 3.0; log2 0.2 3.0; log10 0.2 3.0; ln_1p -0.5 3.0;
    sqrt 0.2 3.0; cbrt -2.0 0.3; recip -2.0 0.3; abs -2.0 0.3; signum -2.0 0.3;
    floor -2.3 0.3; ceil -2.3 0.3; round -2.3 0.3; trunc -2.3 0.3; fract -2.3 0.3; round_ties_even -2.3 0.3;
    to_degrees -2.0 0.3; to_radians -2.0 0.3; chained 0.4 -0.4; logistic_pair -2.0 0.3; of_literals 0.3 0.7;
    constants 0.4;
}

#[test]
fn integer_powers() {
    for n in [-3, -1, 0, 1, 2, 5] {
        gradient!(second |p| powi(val p[0], fix n)).differences(&[1.3]).differences(&[-0.7]);
    }
    gradient!(second |p| powi(val p[0], fix 0)).exact(&[0.0], &[0.0]);
    gradient!(second |p| powi(val p[0], fix 1)).exact(&[0.0], &[1.0]);
    gradient!(second |p| powi(val p[0], fix 2)).exact(&[0.0], &[0.0]);
}

#[test]
fn real_powers() {
    gradient!(second |p| powf(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[0.4, -2.0]);
    gradient!(second |p| powf(val p[0], val p[1]))
        .exact(&[0.0, 2.0], &[0.0, 0.0])
        .exact(&[0.0, 1.0], &[1.0, 0.0])
        .exact(&[0.0, 0.0], &[0.0, 0.0])
        .exact(&[0.0, 0.5], &[f64::INFINITY, 0.0]);
    gradient!(second |p| scalar_methods::log(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[3.0, 10.0]);
}

#[test]
fn angles_and_lengths() {
    gradient!(second |p| atan2(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[1.3, -0.7])
        .differences(&[-1.3, -0.7])
        .differences(&[-1.3, 0.7]);
    gradient!(second |p| hypot(val p[0], val p[1]))
        .differences(&[1.3, 0.7])
        .differences(&[-1.3, 0.7]);
    gradient!(second |p| atan2(val p[0], val p[1])).exact(&[0.0, 0.0], &[0.0, 0.0]);
    gradient!(second |p| hypot(val p[0], val p[1])).exact(&[0.0, 0.0], &[0.0, 0.0]);
}

#[test]
fn extremes() {
    gradient!(second |p| scalar_methods::max(val p[0], val p[1]))
        .exact(&[1.0, 2.0], &[0.0, 1.0])
        .exact(&[2.0, 1.0], &[1.0, 0.0])
        .exact(&[1.0, 1.0], &[0.5, 0.5]);
    gradient!(second |p| scalar_methods::min(val p[0], val p[1]))
        .exact(&[1.0, 2.0], &[1.0, 0.0])
        .exact(&[2.0, 1.0], &[0.0, 1.0])
        .exact(&[1.0, 1.0], &[0.5, 0.5]);
    gradient!(second |p| scalar_methods::max(val p[0], val p[1]))
        .exact(&[f64::NAN, 2.0], &[0.0, 1.0])
        .exact(&[2.0, f64::NAN], &[1.0, 0.0]);
    gradient!(second |p| scalar_methods::clamp(val p[0], val p[1], val p[2]))
        .exact(&[0.5, 0.0, 1.0], &[1.0, 0.0, 0.0])
        .exact(&[-0.5, 0.0, 1.0], &[0.0, 1.0, 0.0])
        .exact(&[1.5, 0.0, 1.0], &[0.0, 0.0, 1.0])
        .exact(&[0.0, 0.0, 1.0], &[1.0, 0.0, 0.0])
        .exact(&[1.0, 0.0, 1.0], &[1.0, 0.0, 0.0]);
}

#[test]
fn signs() {
    gradient!(second |p| copysign(val p[0], val p[1]))
        .exact(&[1.3, 0.7], &[1.0, 0.0])
        .exact(&[-1.3, 0.7], &[-1.0, 0.0])
        .exact(&[1.3, -0.7], &[-1.0, 0.0])
        .exact(&[-1.3, -0.7], &[1.0, 0.0]);
    gradient!(second |p| scalar_methods::abs(val p[0])).exact(&[0.0], &[0.0]);
}

#[test]
fn remainders_in_every_quadrant() {
    for (x, y) in [(5.3, 3.0), (-5.3, 3.0), (5.3, -3.0), (-5.3, -3.0), (1.0, 3.0), (-1.0, 3.0)] {
        gradient!(second |p| rem(val p[0], val p[1]))
            .exact(&[x, y], &[1.0, -(x / y).trunc()])
            .differences(&[x, y]);
        gradient!(second |p| rem_euclid(val p[0], val p[1])).differences(&[x, y]);
        gradient!(second |p| div_euclid(val p[0], val p[1])).exact(&[x, y], &[0.0, 0.0]);
    }
}

#[test]
fn fused_and_paired() {
    gradient!(second |p| mul_add(val p[0], val p[1], val p[2])).differences(&[1.3, 0.7, -0.4]);
    map!(|p| scalar_methods::sin_cos(val p[0])).differences(&[1.3]);
}

#[test]
fn other_forms_of_call() {
    gradient!(second |p| as_functions(val p[0], val p[1])).differences(&[1.3, 0.7]);
    gradient!(second |p| on_references(ref p[..])).differences(&[1.3, 0.7, -0.4, 0.9]);
    gradient!(second |p| of_expressions(val p[0], val p[1])).differences(&[1.3, 0.7]);
}
