//! Functions for second derivatives.

use autodiff_runtime::nalgebra::{DMatrix, DVector, Matrix3, Point3, SVector, Vector2, Vector3};
use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn two_numbers(x: f64, y: f64) -> f64 {
    x * x * y
}

#[differentiate(second_order)]
pub fn one_number(x: f64) -> f64 {
    x.powi(3)
}

#[differentiate(second_order)]
pub fn of_lists(a: &[f64; 2], b: &[f64], k: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..k {
        sum += a[i] * b[1 - i] * 2.0;
    }
    sum
}

#[derive(Differentiable, Clone, Copy, Debug)]
pub struct Pair {
    pub a: f64,
    pub b: f64,
    pub n: usize,
}

#[differentiate(second_order)]
impl Pair {
    pub fn times(self, x: f64) -> f64 {
        self.a * self.b * x * 2.0
    }
}

#[differentiate(second_order)]
pub fn of_struct(p: &Pair) -> f64 {
    p.a * p.b * p.n as f64 * 2.0
}

/// A product of integers of unknown type among the reals.
#[differentiate(second_order)]
pub fn of_integers(p: &Pair) -> f64 {
    let m = p.n * p.n + p.n;
    let k = (p.n * 7) / p.n;
    let mut s = 0.0;
    for i in 0..m {
        s += p.a.powi(k as i32) * (i as f64 * p.b).sin();
    }
    s
}

#[differentiate(second_order)]
pub fn of_vector(v: &Vector2<f64>) -> f64 {
    v.norm_squared()
}

#[differentiate(second_order)]
pub fn array(x: [f64; 2]) -> f64 {
    x[0] * x[0] * x[1] + x[1].powi(3)
}

#[differentiate(second_order)]
pub fn array_reference(x: &[f64; 2]) -> f64 {
    x[0] * x[0] * x[1] + x[1].powi(3)
}

#[differentiate(second_order)]
pub fn slice(x: &[f64]) -> f64 {
    if x.is_empty() { 0.0 } else { x[0] * x[0] * x[1] + x[1].powi(3) }
}

#[differentiate(second_order)]
pub fn list(x: Vec<f64>) -> f64 {
    x[0] * x[0] * x[1] + x[1].powi(3)
}

#[differentiate(second_order)]
pub fn static_vector(x: &Vector2<f64>) -> f64 {
    x[0] * x[0] * x.y + x[1].powi(3)
}

#[differentiate(second_order)]
pub fn generic_vector<T: Real, const N: usize>(x: SVector<T, N>) -> T {
    x[0] * x[0] * x[1] + x[1].powi(3)
}

#[differentiate(second_order)]
pub fn dynamic_vector(x: &DVector<f64>) -> f64 {
    x[0] * x[0] * x[1] + x[1].powi(3)
}

#[differentiate(second_order)]
pub fn point(p: Point3<f64>) -> f64 {
    p.x * p.y * p.z
}

#[differentiate(second_order)]
pub fn beside_inactive(n: usize, x: &[f64; 2], name: String, #[constant] factor: f64) -> f64 {
    assert_eq!(name.len(), 4);
    (x[0] * x[0] * x[1] + x[1].powi(3)) * factor * n as f64
}

#[differentiate(second_order)]
pub fn inner(x: &[f64], scale: f64) -> (f64, f64) {
    let mut sum = 0.0;
    let mut product = 1.0;
    for value in x {
        sum += (value * scale).sin();
        product *= value + scale;
    }
    (sum, product)
}

/// A call whose result is a tuple, in a loop.
#[differentiate(second_order)]
pub fn calls(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 0..x.len() {
        let (sum, product) = inner(x, x[i]);
        total += sum * product;
    }
    total.tanh() * two_numbers(x[0], total)
}

#[differentiate(second_order)]
pub fn calls_in_branches(x: f64, y: f64) -> f64 {
    let mut total = x * y;
    for i in 0..3 {
        if total > 0.3 {
            total *= two_numbers(y, total + i as f64);
        } else {
            total += one_number(x) - two_numbers(x, y);
        }
    }
    total
}

#[differentiate(second_order)]
pub fn relax(x: &mut [f64], rate: f64) {
    for i in 1..x.len() {
        x[i] = x[i] * rate.exp() + x[i - 1] * x[i - 1];
    }
}

/// Calls that change their arguments, in a loop.
#[differentiate(second_order)]
pub fn in_place(x: &[f64]) -> f64 {
    let mut work = [x[0], x[1], x[2]];
    for i in 0..3 {
        let rate = work[i] * 0.2;
        relax(&mut work, rate);
    }
    work[0] * work[1] * work[2]
}

#[differentiate(second_order)]
pub fn power(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x.sin() * power(x * 1.1, n - 1) }
}

#[differentiate(second_order)]
pub fn even(x: f64, n: u32) -> f64 {
    if n == 0 { x * x } else { odd(x * 1.5, n - 1) * x }
}

#[differentiate(second_order)]
pub fn odd(x: f64, n: u32) -> f64 {
    if n == 0 { x.exp() } else { even(x.cos(), n - 1) + x }
}

/// Closures that capture and change.
#[differentiate(second_order)]
pub fn closures(x: &[f64; 3]) -> f64 {
    let scale = x[0] * x[1];
    let bend = |v: f64| (v * scale).tanh();
    let mut total = 0.0;
    let mut add = |v: f64| total += bend(v) * v;
    add(x[1]);
    add(x[2]);
    let squares: f64 = x.iter().map(|v| v * v * scale).sum();
    total * squares
}

#[derive(Differentiable, Clone, Debug)]
pub enum Shape {
    Disk(f64),
    Box { w: f64, h: f64 },
}

#[differentiate(second_order)]
pub fn shapes(shape: &Shape, x: f64) -> f64 {
    match shape {
        Shape::Disk(r) => r * r * x.sin(),
        Shape::Box { w, h } if *w > 0.5 => w * h * x * x,
        Shape::Box { w, h } => w / h * x,
    }
}

#[differentiate(second_order)]
pub fn changed_parameter(mut x: f64, mut y: f64) -> f64 {
    x = x * y;
    y *= x.sin();
    x += y * y;
    x * y
}

#[differentiate(second_order)]
pub fn calls_by_value(x: f64, y: f64) -> f64 {
    let mut total = 1.0;
    for _ in 0..3 {
        total *= changed_parameter(x * total, y);
    }
    total + Pair { a: x, b: y, n: 2 }.times(total)
}

#[derive(Differentiable, Clone, Copy, Debug)]
pub struct Scaled {
    pub x: f64,
    #[constant]
    pub factor: f64,
}

#[differentiate(second_order)]
pub fn constant_field(s: &Scaled, y: f64) -> f64 {
    (s.x * s.factor * y).powf(s.factor) / (s.factor + s.x) + s.factor.powf(y)
}

#[differentiate(second_order)]
pub trait Curve {
    fn height(&self, x: f64) -> f64;

    fn area(&self, x: f64) -> f64 {
        let mut sum = 0.0;
        for i in 0..3 {
            sum += self.height(x * i as f64);
        }
        sum
    }
}

#[derive(Differentiable, Clone, Copy, Debug)]
pub struct Quadratic {
    pub c: f64,
}

#[differentiate(second_order)]
impl Curve for Quadratic {
    fn height(&self, x: f64) -> f64 {
        self.c * self.c * x * x * x
    }
}

#[differentiate(second_order)]
pub fn a_trait(q: &Quadratic, x: f64) -> f64 {
    q.area(x) * q.height(x * x)
}

#[differentiate(second_order)]
pub fn quadratic(m: &Matrix3<f64>, v: &Vector3<f64>) -> f64 {
    let w = m * v;
    let n = (m.transpose() * m) * v.component_mul(&w) / 3.0;
    n.dot(v) * w.norm() + n.normalize().sum() + 2.0 * v.cross(&w).norm_squared()
}

#[differentiate(second_order)]
pub fn solved(m: &Matrix3<f64>, v: &Vector3<f64>) -> f64 {
    let inverse = m.try_inverse();
    match inverse {
        Some(i) => (i * v).norm_squared() * m.determinant(),
        None => 0.0,
    }
}

#[differentiate(second_order)]
pub fn dynamic(m: &DMatrix<f64>, v: &DVector<f64>, s: f64) -> f64 {
    let mut total = 0.0;
    let mut w = m * v;
    for i in 0..3 {
        w = w.map(|x| x.sin()) * s + &w * 0.5;
        w[i] *= s;
        total += w.norm() * m.column(0).dot(&w);
    }
    total / w.component_div(&m.column(1)).sum()
}

#[differentiate(second_order)]
pub fn root_times(x: f64, y: f64) -> f64 {
    x.sqrt() * y
}

/// The losing side has an infinite slope.
#[differentiate(second_order)]
pub fn loser(x: f64) -> f64 {
    x.sqrt().max(1.0)
}

#[differentiate(second_order)]
pub fn loser_of_a_function(x: f64) -> f64 {
    (x.sqrt().sin() * x.cbrt().cos()).exp().max(3.0)
}

#[differentiate(second_order)]
pub fn capped_inverse(x: f64) -> f64 {
    (1.0 / x).min(1.0)
}

#[differentiate(second_order)]
pub fn untaken(x: f64) -> f64 {
    if x > 0.0 { x.ln() } else { x * x }
}

#[differentiate(second_order)]
pub fn absolute(x: f64) -> f64 {
    x.abs()
}

#[differentiate(second_order)]
pub fn raised(x: f64, p: f64) -> f64 {
    x.powf(p)
}

#[differentiate(second_order)]
pub fn angle(y: f64, x: f64) -> f64 {
    y.atan2(x)
}

#[differentiate(second_order)]
pub fn of_a_real<T: Real>(x: T) -> T {
    x.powi(3) + x * x * x * x
}

#[differentiate(second_order)]
pub fn stopped(x: f64) -> f64 {
    stop_gradient(x * x) * x
}

// Custom rules, which are differentiated functions themselves.

#[differentiate(second_order, vjp = logistic_vjp, jvp = logistic_jvp)]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

#[differentiate]
fn logistic_vjp(x: f64, seed: f64, gradient: &mut f64) {
    let e = (-x).exp();
    *gradient += seed * e / ((1.0 + e) * (1.0 + e));
}

#[differentiate]
fn logistic_jvp(x: f64, dx: f64) -> (f64, f64) {
    let e = (-x).exp();
    (1.0 / (1.0 + e), dx * e / ((1.0 + e) * (1.0 + e)))
}

#[differentiate(second_order, vjp = weighted_vjp, jvp = weighted_jvp)]
pub fn weighted(x: &[f64], n: usize, #[constant] weights: &[f64], scale: f64) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        sum += weights[i] * x[i] * x[i];
    }
    sum * scale
}

#[differentiate]
fn weighted_vjp(
    x: &[f64],
    n: usize,
    weights: &[f64],
    scale: f64,
    seed: f64,
    of_x: &mut [f64],
    of_scale: &mut f64,
) {
    for i in 0..n {
        of_x[i] += 2.0 * weights[i] * x[i] * seed * scale;
        *of_scale += weights[i] * x[i] * x[i] * seed;
    }
}

fn weighted_jvp(
    x: &[f64],
    n: usize,
    weights: &[f64],
    scale: f64,
    dx: &[f64],
    dscale: f64,
) -> (f64, f64) {
    let mut sum = 0.0;
    let mut tangent = 0.0;
    for i in 0..n {
        sum += weights[i] * x[i] * x[i];
        tangent += 2.0 * weights[i] * x[i] * dx[i];
    }
    (sum * scale, tangent * scale + sum * dscale)
}

#[differentiate(second_order)]
pub fn calls_rules(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for i in 0..2 {
        total += logistic(x[i] * total + x[1]) * weighted(x, 2, &[0.5, 2.0], x[i].sin());
    }
    if total > 0.0 { total * logistic(total) } else { total }
}
