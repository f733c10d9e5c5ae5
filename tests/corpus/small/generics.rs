//! Type, const and lifetime parameters.

#![allow(clippy::needless_range_loop)]

use autodiff_runtime::nalgebra::SVector;
use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn smooth_step<T: Real>(x: T) -> T {
    x * x * (<T as Real>::from_f64(3.0) - <T as Real>::from_f64(2.0) * x)
}

#[differentiate(second_order)]
pub fn wave<T: Real>(x: T, y: T) -> T {
    (x * y).sin() / (T::one() + y.exp()) - x.sqrt()
}

#[differentiate(second_order)]
pub fn horner<T: Real, const N: usize>(coefficients: &[T; N], x: T) -> T {
    let mut value = T::zero();
    for i in (0..N).rev() {
        value = value * x + coefficients[i];
    }
    value
}

#[differentiate(second_order)]
pub fn generic_loop<T: Real>(xs: &[T]) -> T {
    let mut sum = T::zero();
    for &x in xs {
        if x > T::zero() {
            sum += x * x;
        } else {
            sum -= x;
        }
    }
    sum
}

#[differentiate(second_order)]
pub fn calls_generic(x: f64) -> f64 {
    smooth_step(x) * smooth_step::<f64>(x * 0.5)
}

#[differentiate(second_order)]
pub fn calls_generic_in_generic<T>(x: T) -> T
where
    T: Real,
{
    smooth_step(x) + wave(x, smooth_step(x))
}

#[differentiate(second_order)]
pub fn const_generic<const N: usize>(xs: [f64; N]) -> f64 {
    let mut product = 1.0;
    for i in 0..N {
        product *= xs[i] + i as f64;
    }
    product
}

#[differentiate(second_order)]
pub fn const_matrix<const R: usize, const C: usize>(m: &[[f64; C]; R], x: &[f64; C]) -> [f64; R] {
    let mut y = [0.0; R];
    for i in 0..R {
        for j in 0..C {
            y[i] += m[i][j] * x[j];
        }
    }
    y
}

#[differentiate(second_order)]
pub fn with_lifetimes<'a>(xs: &'a [f64], ys: &'a [f64], n: usize) -> f64 {
    let longer: &'a [f64] = if xs.len() > ys.len() { xs } else { ys };
    longer[n] * xs[0] * ys[0]
}

#[differentiate(second_order)]
pub fn generic_vector<T: Real, const N: usize>(x: &SVector<T, N>) -> T {
    x.dot(x) * x[0] + x.sum()
}

/// Generic over its scalar.
#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Complex<T> {
    pub re: T,
    pub im: T,
}

#[differentiate(second_order)]
impl<T: Real> Complex<T> {
    pub fn times(self, other: Complex<T>) -> Complex<T> {
        Complex {
            re: self.re * other.re - self.im * other.im,
            im: self.re * other.im + self.im * other.re,
        }
    }

    pub fn norm_squared(&self) -> T {
        self.re * self.re + self.im * self.im
    }

    pub fn orbit(&self, rounds: usize) -> T {
        let mut z = *self;
        for _ in 0..rounds {
            z = z.times(z);
            z.re += self.re;
            z.im += self.im;
        }
        z.norm_squared()
    }
}
