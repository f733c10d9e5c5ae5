//! Rules that the user gives.

use autodiff_runtime::nalgebra::{Matrix2, SVector, Vector2};
use autodiff_runtime::prelude::*;

/// A function of another crate, through a wrapper.
#[differentiate(vjp = logistic_vjp, jvp = logistic_jvp)]
pub fn logistic(x: f64) -> f64 {
    elsewhere::opaque_logistic(x)
}

mod elsewhere {
    pub fn opaque_logistic(x: f64) -> f64 {
        let bits = x.to_bits();
        1.0 / (1.0 + (-f64::from_bits(bits)).exp())
    }
}

fn logistic_vjp(x: f64, seed: f64, gx: &mut f64) {
    let y = logistic(x);
    *gx += seed * y * (1.0 - y);
}

fn logistic_jvp(x: f64, dx: f64) -> (f64, f64) {
    let y = logistic(x);
    (y, dx * y * (1.0 - y))
}

/// Slices by `&mut [T]`, inactive parameters as they are, a result that is no scalar.
#[differentiate(vjp = rules::window_vjp, jvp = rules::window_jvp)]
pub fn window(xs: &[f64], at: usize, w: [f64; 2], #[constant] scale: f64) -> Vector2<f64> {
    Vector2::new(xs[at] * w[0] * scale, xs[at + 1] * w[1] * scale)
}

mod rules {
    use super::Vector2;

    pub fn window_vjp(
        xs: &[f64],
        at: usize,
        w: [f64; 2],
        scale: f64,
        seed: Vector2<f64>,
        gxs: &mut [f64],
        gw: &mut [f64; 2],
    ) {
        for k in 0..2 {
            gxs[at + k] += w[k] * scale * seed[k];
            gw[k] += xs[at + k] * scale * seed[k];
        }
    }

    pub fn window_jvp(
        xs: &[f64],
        at: usize,
        w: [f64; 2],
        scale: f64,
        dxs: &[f64],
        dw: [f64; 2],
    ) -> (Vector2<f64>, Vector2<f64>) {
        let tangent = |k: usize| (dxs[at + k] * w[k] + xs[at + k] * dw[k]) * scale;
        (super::window(xs, at, w, scale), Vector2::new(tangent(0), tangent(1)))
    }
}

#[differentiate]
pub fn windows(xs: &[f64], a: f64) -> f64 {
    let mut sum = logistic(a);
    for i in 0..xs.len() - 1 {
        let v = window(xs, i, [a, sum], 1.5);
        if v.x > 0.0 {
            sum += v.x * logistic(v.y);
        } else {
            sum -= v.y;
        }
    }
    sum
}

/// Generic, over types and sizes.
#[differentiate(vjp = norm_vjp, jvp = norm_jvp)]
pub fn smooth_norm<T: Real, const N: usize>(x: &SVector<T, N>) -> T {
    (x.norm_squared() + T::one()).sqrt()
}

fn norm_vjp<T: Real, const N: usize>(x: &SVector<T, N>, seed: T, gx: &mut SVector<T, N>) {
    let y = smooth_norm(x);
    *gx += x * (seed / y);
}

fn norm_jvp<T: Real, const N: usize>(x: &SVector<T, N>, dx: &SVector<T, N>) -> (T, T) {
    let y = smooth_norm(x);
    (y, x.dot(dx) / y)
}

#[differentiate]
pub fn uses_generic_rule(x: f64, y: f64) -> f64 {
    smooth_norm(&Vector2::new(x, y)) * smooth_norm(&(Vector2::new(y, x) * x))
}

#[derive(Clone, Copy, Differentiable)]
pub struct Gain {
    pub k: f64,
}

#[differentiate]
impl Gain {
    /// A rule of a method takes `self` first.
    #[differentiate(vjp = Self::rule_of_cubed, jvp = gain_cubed_jvp)]
    pub fn cubed(&self, x: f64) -> f64 {
        (self.k * x).powi(3)
    }

    pub fn both(&self, x: f64) -> f64 {
        self.cubed(x) * self.cubed(self.k) + x
    }
}

impl Gain {
    fn rule_of_cubed(&self, x: f64, seed: f64, own: &mut GainTangent, gx: &mut f64) {
        let slope = 3.0 * (self.k * x).powi(2) * seed;
        own.k += slope * x;
        *gx += slope * self.k;
    }
}

fn gain_cubed_jvp(gain: &Gain, x: f64, own: &GainTangent, dx: f64) -> (f64, f64) {
    (gain.cubed(x), 3.0 * (gain.k * x).powi(2) * (own.k * x + gain.k * dx))
}

#[differentiate]
pub fn uses_gain(k: f64, x: f64) -> f64 {
    let gain = Gain { k };
    gain.both(x) + gain.cubed(x * k)
}

/// One rule, one mode.
#[differentiate(vjp = reverse_only_vjp)]
pub fn reverse_only(x: f64) -> f64 {
    x.to_bits() as f64
}

fn reverse_only_vjp(x: f64, seed: f64, gx: &mut f64) {
    *gx += 10.0 * x * seed;
}

#[differentiate(jvp = forward_only_jvp)]
pub fn forward_only(x: f64) -> f64 {
    f64::from_bits(x.to_bits())
}

fn forward_only_jvp(x: f64, dx: f64) -> (f64, f64) {
    (x, 7.0 * dx)
}

/// The matrix square root of a fixed point, without a look at the iteration.
#[differentiate]
pub fn square_root_residual(x: Matrix2<f64>, a: Matrix2<f64>) -> Matrix2<f64> {
    x * x - a
}

#[differentiate(vjp = square_root_vjp, jvp = square_root_jvp)]
pub fn square_root(a: Matrix2<f64>) -> Matrix2<f64> {
    let (mut y, mut z) = (a, Matrix2::identity());
    for _ in 0..50 {
        let (yi, zi) = (y.try_inverse().expect("regular"), z.try_inverse().expect("regular"));
        y = (y + zi) * 0.5;
        z = (z + yi) * 0.5;
    }
    y
}

fn square_root_vjp(a: Matrix2<f64>, seed: Matrix2<f64>, ga: &mut Matrix2<f64>) {
    let x = square_root(a);
    *ga += autodiff_runtime::implicit::root_vjp(&square_root_residual {}, x, a, &seed);
}

fn square_root_jvp(a: Matrix2<f64>, da: Matrix2<f64>) -> (Matrix2<f64>, Matrix2<f64>) {
    let x = square_root(a);
    (x, autodiff_runtime::implicit::root_jvp(&square_root_residual {}, x, a, da))
}

#[differentiate]
pub fn uses_square_root(a: f64, b: f64) -> f64 {
    let m = Matrix2::new(a, 0.3 * b, 0.2, b);
    let root = square_root(m);
    root[(0, 1)] * root.trace() + root.determinant()
}

/// Kepler's equation as a fixed point.
#[differentiate]
pub fn kepler_map(anomaly: f64, p: [f64; 2]) -> f64 {
    p[0] + p[1] * anomaly.sin()
}

#[differentiate(vjp = kepler_vjp, jvp = kepler_jvp)]
pub fn kepler(p: [f64; 2]) -> f64 {
    let mut anomaly = p[0];
    for _ in 0..200 {
        anomaly = kepler_map(anomaly, p);
    }
    anomaly
}

fn kepler_vjp(p: [f64; 2], seed: f64, gp: &mut [f64; 2]) {
    let g = autodiff_runtime::implicit::fixed_point_vjp(&kepler_map {}, kepler(p), p, &seed);
    gp[0] += g[0];
    gp[1] += g[1];
}

fn kepler_jvp(p: [f64; 2], dp: [f64; 2]) -> (f64, f64) {
    let x = kepler(p);
    (x, autodiff_runtime::implicit::fixed_point_jvp(&kepler_map {}, x, p, dp))
}
