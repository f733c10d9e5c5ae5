//! The exponential and the logarithm of rotations, smooth at the identity, where nalgebra's formulas branch.
//!
//! Their values are nalgebra's, to rounding; only derivatives are made from them.

use nalgebra::{Matrix3, Quaternion, Rotation3, UnitQuaternion, Vector3};

use crate::Real;

/// The power series in `s` with the given coefficients, `c_0 + c_1 s + ..`: from the ratios `c_{k+1} / c_k`.
fn series<T: Real>(s: T, first: f64, terms: usize, ratio: impl Fn(f64) -> f64) -> T {
    let mut coefficients = [0.0; 12];
    let mut coefficient = first;
    for (k, to) in coefficients.iter_mut().enumerate() {
        *to = coefficient;
        coefficient *= ratio(k as f64);
    }
    coefficients[..terms].iter().rev().fold(T::zero(), |sum, c| sum * s + T::lit(*c))
}

/// Below this square of an angle the series are exact to rounding.
const SMALL: f64 = 0.25;

/// `sin(x) / x` with `s = x²`.
fn sinc<T: Real>(s: T) -> T {
    if s.to_f64() <= SMALL {
        return series(s, 1.0, 9, |k| -1.0 / ((2.0 * k + 2.0) * (2.0 * k + 3.0)));
    }
    let x = nalgebra::ComplexField::sqrt(s);
    nalgebra::ComplexField::sin(x) / x
}

/// `(1 - cos(x)) / x²` with `s = x²`.
fn versine<T: Real>(s: T) -> T {
    if s.to_f64() <= SMALL {
        return series(s, 0.5, 9, |k| -1.0 / ((2.0 * k + 3.0) * (2.0 * k + 4.0)));
    }
    let x = nalgebra::ComplexField::sqrt(s);
    (T::one() - nalgebra::ComplexField::cos(x)) / s
}

/// `cos(x)` with `s = x²`.
fn cosine<T: Real>(s: T) -> T {
    T::one() - s * versine(s)
}

/// `atan2(x, c) / x` with `s = x²`.
fn arc<T: Real>(s: T, c: T) -> T {
    if c.to_f64() > 0.0 && s.to_f64() <= 0.01 * c.to_f64() * c.to_f64() {
        let powers = series(s / (c * c), 1.0, 12, |k| -(2.0 * k + 1.0) / (2.0 * k + 3.0));
        return powers / c;
    }
    let x = nalgebra::ComplexField::sqrt(s);
    nalgebra::RealField::atan2(x, c) / x
}

/// `q = (cos(|v|/2), sin(|v|/2) v / |v|)`.
pub fn quaternion_of_scaled_axis<T: Real>(v: &Vector3<T>) -> UnitQuaternion<T> {
    let half = v * T::lit(0.5);
    let s = half.norm_squared();
    UnitQuaternion::new_unchecked(Quaternion::from_parts(cosine(s), half * sinc(s)))
}

/// `R = cos(|v|) 1 + sin(|v|)/|v| [v] + (1 - cos(|v|))/|v|² v vᵀ`.
pub fn rotation_of_scaled_axis<T: Real>(v: &Vector3<T>) -> Rotation3<T> {
    let s = v.norm_squared();
    turned(v, cosine(s), sinc(s), versine(s))
}

/// `R = cos(a) 1 + sin(a) [u] + (1 - cos(a)) u uᵀ`, of a unit vector `u`.
pub fn rotation_of_axis_angle<T: Real>(u: &Vector3<T>, angle: T) -> Rotation3<T> {
    let (sin, cos) = nalgebra::ComplexField::sin_cos(angle);
    turned(u, cos, sin, T::one() - cos)
}

fn turned<T: Real>(v: &Vector3<T>, diagonal: T, cross: T, outer: T) -> Rotation3<T> {
    let matrix = Matrix3::from_diagonal_element(diagonal)
        + v.cross_matrix() * cross
        + v * v.transpose() * outer;
    Rotation3::from_matrix_unchecked(matrix)
}

/// `2 atan2(|u|, |w|) / |u| u`, with the sign of `w`.
pub fn scaled_axis_of_quaternion<T: Real>(q: &UnitQuaternion<T>) -> Vector3<T> {
    let (u, w) = (q.imag(), q.scalar());
    let (u, w) = if w >= T::zero() { (u, w) } else { (-u, -w) };
    u * (T::lit(2.0) * arc(u.norm_squared(), w))
}

/// `atan2(|a|, c) / |a| a` with `2 a = (R32 - R23, R13 - R31, R21 - R12)` and `2 c = tr R - 1`.
pub fn scaled_axis_of_rotation<T: Real>(r: &Rotation3<T>) -> Vector3<T> {
    let half = T::lit(0.5);
    let m = r.matrix();
    let a = Vector3::new(m.m32 - m.m23, m.m13 - m.m31, m.m21 - m.m12) * half;
    let c = (m.m11 + m.m22 + m.m33 - T::one()) * half;
    a * arc(a.norm_squared(), c)
}
