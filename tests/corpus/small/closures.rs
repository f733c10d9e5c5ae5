//! Local closures, functions where closures could stand, and what takes them.

use autodiff_runtime::nalgebra::{DMatrix, DVector, Matrix2x3, SMatrix, SVector, Vector3};
use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn square(x: f64) -> f64 {
    x * x
}

#[differentiate(second_order)]
pub fn array_from_fn(x: f64, y: f64) -> f64 {
    let powers: [f64; 4] = core::array::from_fn(|i| x.powi(i as i32) * y);
    let sums = std::array::from_fn::<f64, 3, _>(|i| powers[i] + powers[i + 1]);
    let pairs: [(f64, f64); 2] = std::array::from_fn(|i| (sums[i], sums[i + 1] * x));
    powers[3] * sums[2] + pairs[0].1 * pairs[1].0
}

#[differentiate(second_order)]
pub fn array_of_some_length(x: f64) -> [f64; 3] {
    std::array::from_fn(|i| (x * (i + 1) as f64).sin())
}

#[differentiate(second_order)]
pub fn array_of_const_length<const N: usize>(xs: &[f64; N], k: f64) -> f64 {
    let scaled: [f64; N] = std::array::from_fn(|i| xs[i] * k);
    let squares = scaled.map(|x| x * x);
    squares.iter().sum::<f64>() * scaled[0]
}

#[differentiate(second_order)]
pub fn array_of_arrays(x: f64, y: f64) -> f64 {
    let table: [[f64; 3]; 2] =
        std::array::from_fn(|i| std::array::from_fn(|j| x * i as f64 + y * j as f64));
    let mut product = 1.0;
    for row in &table {
        product *= row.iter().map(|v| v + 1.0).sum::<f64>();
    }
    product
}

#[differentiate(second_order)]
pub fn array_map(xs: [f64; 3], k: f64) -> f64 {
    let scale = |x: f64| x * k;
    let mut seen = 0.0;
    let ys = xs.map(scale).map(f64::sin).map(square);
    let zs = xs.map(|x| {
        seen += x;
        seen * x
    });
    let pairs = zs.map(|z| (z, z * k));
    ys[0] * ys[1] + zs[2] * seen + pairs[1].0 * pairs[2].1
}

#[differentiate(second_order)]
pub fn vector_from_fn(x: f64, y: f64) -> f64 {
    let v = Vector3::from_fn(|i, _| x * i as f64 + y);
    let m = Matrix2x3::from_fn(|i, j| x * y + v[j] * i as f64);
    let w: SVector<f64, 2> = SVector::from_fn(|i, j| v[i + j] * 2.0);
    let d = DVector::from_fn(3, |i, _| v[i] * x);
    let e = DMatrix::from_fn(2, 2, |i, j| d[i] * w[j]);
    (m * v).dot(&w) + d.norm_squared() + e.trace() + e[(0, 1)]
}

#[differentiate(second_order)]
pub fn from_iterators(xs: &[f64]) -> f64 {
    let v = Vector3::from_iterator(xs.iter().map(|x| x * x));
    let m = SMatrix::<f64, 2, 2>::from_iterator(xs.iter().copied().filter(|x| *x > 0.0));
    let d = DVector::from_iterator(xs.len(), xs.iter().rev().map(|x| x.sin()));
    v.dot(&Vector3::new(d[0], d[1], d[2])) + m[(0, 1)] * m[(1, 0)]
}

#[differentiate(second_order)]
pub fn elementwise(a: Vector3<f64>, b: &Vector3<f64>, k: f64) -> f64 {
    let c = a.map(f64::tanh);
    let d = a.zip_map(b, |x, y| x * y + k);
    let e = b.map(|x| square(x) * k);
    let largest = c.fold(f64::NEG_INFINITY, f64::max);
    d.fold(0.0, |acc, x| acc * 0.5 + x) * largest + e.dot(&c)
}

#[differentiate(second_order)]
pub fn paths(xs: &[f64]) -> f64 {
    let squares: f64 = xs.iter().copied().map(square).sum();
    let largest = xs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let smallest = xs.iter().copied().map(f64::abs).fold(f64::INFINITY, f64::min);
    squares * largest * smallest
}

#[differentiate(second_order)]
pub fn called_often(x: f64, y: f64) -> f64 {
    let f = |a: f64, b: f64| a * b + y;
    let g = |a| f(a, x) * f(x, a);
    g(x) + g(y) * f(1.0, 2.0)
}

#[differentiate(second_order)]
pub fn closures_of_closures(x: f64, y: f64) -> f64 {
    let twice = |f: &dyn Fn(f64) -> f64, x: f64| f(f(x));
    let scale = |a: f64| a * y;
    let shifted = move |a: f64| scale(a) + x;
    twice(&scale, x) + twice(&shifted, y) + twice(&|a| a.sin() * x, y) + twice(&square, x)
}

#[differentiate(second_order)]
pub fn changing_captured(xs: &[f64], k: f64) -> f64 {
    let mut total = 0.0;
    let mut count = 0;
    let mut add = |x: f64| {
        total += x * k;
        count += 1;
        total * x
    };
    let first = add(xs[0]);
    let second = add(first);
    for x in xs {
        add(*x);
    }
    total * second + count as f64 * k
}

#[differentiate(second_order)]
pub fn moved_captures(x: f64, y: f64) -> f64 {
    let mut a = x * y;
    let keep = move |t: f64| t * a;
    a += 1.0;
    let mut state = y;
    let mut step = move || {
        state *= 2.0;
        state
    };
    keep(x) * a + step() * step() + state
}

#[differentiate(second_order)]
pub fn newton(x0: f64, a: f64) -> f64 {
    let f = |x: f64| x * x - a;
    let df = |x: f64| 2.0 * x;
    (0..5).fold(x0, |x, _| x - f(x) / df(x))
}
