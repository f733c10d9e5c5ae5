//! Type, lifetime and const parameters, where clauses, `impl` blocks with their own.
#![deny(warnings)]

use autodiff_runtime::nalgebra::SVector;
use autodiff_runtime::prelude::*;

#[differentiate]
fn bound<T: Real>(x: T, y: T) -> T {
    x * y + T::from_f64(2.0) * x
}

#[differentiate]
fn clause<T>(x: T) -> T
where
    T: Real,
{
    x.sin() * x
}

#[differentiate]
fn length<T: Real, const N: usize>(x: &SVector<T, N>) -> T {
    x.norm_squared()
}

#[differentiate]
fn lifetimes<'a, 'b: 'a>(xs: &'a [f64], ys: &'b [f64]) -> f64 {
    xs[0] * ys[0]
}

#[differentiate]
fn sized<const N: usize>(xs: [f64; N]) -> f64
where
    [f64; N]: Sized,
{
    let mut product = 1.0;
    for x in xs {
        product *= x;
    }
    product
}

#[derive(Clone, Differentiable)]
struct Scaled<T: Real> {
    by: T,
}

#[differentiate]
impl<T> Scaled<T>
where
    T: Real,
{
    fn apply(&self, x: T) -> T {
        self.by * x
    }

    fn twice<const N: usize>(&self, xs: &[T; N]) -> T {
        let mut total = T::from_f64(0.0);
        for i in 0..N {
            total += self.apply(xs[i]);
        }
        total
    }
}

#[differentiate]
#[cfg(not(target_os = "none"))]
fn configured(x: f64) -> f64 {
    x * x
}

#[differentiate]
#[cfg(target_os = "none")]
fn configured(x: f64) -> f64 {
    missing(x)
}

pub fn main() {
    assert_eq!(bound::grad(2.0_f32, 3.0), (5.0, 2.0));
    assert_eq!(bound::grad(2.0_f64, 3.0), (5.0, 2.0));
    assert_eq!(clause::grad(0.0), 0.0);
    assert_eq!(length::grad(&SVector::<f64, 2>::new(1.0, 2.0)), SVector::<f64, 2>::new(2.0, 4.0));
    assert_eq!(lifetimes::grad(&[2.0], &[3.0]), (vec![3.0], vec![2.0]));
    assert_eq!(sized::grad([2.0, 3.0]), [3.0, 2.0]);
    let (of_scale, of_x) = Scaled { by: 2.0 }.twice_grad(&[3.0, 4.0]);
    assert_eq!((of_scale.by, of_x), (7.0, [2.0, 2.0]));
    assert_eq!(configured::grad(3.0), 6.0);
}
