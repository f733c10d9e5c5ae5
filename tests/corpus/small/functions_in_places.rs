//! Closures passed to functions amid loops, arms and arrays that change.

use autodiff_runtime::prelude::*;

#[differentiate]
pub fn twice(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    g(g(x)) * x
}

#[differentiate]
pub fn sums(g: impl Fn(f64, &[f64]) -> f64, xs: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..xs.len() {
        s += g(xs[i], xs);
    }
    s
}

#[differentiate]
pub fn elements_change_around(x: f64, n: usize) -> f64 {
    let mut a = [x, 1.0, 0.5];
    for _ in 0..n {
        for _ in 0..3 {
            a[0] += twice(|t| t * a[0] * 0.1 + a[1], x * 0.1);
            a[1] = a[0] * 0.3 + a[2];
        }
        a[2] *= twice(|t| (t * a[0]).sin(), a[1]) * 0.1 + 1.0;
    }
    a[0] * a[1] + a[2]
}

#[differentiate]
pub fn in_chains(x: &[f64], y: f64) -> f64 {
    let k = 2;
    let mut total = 0.0;
    for row in x.chunks(2) {
        let s: f64 = row.iter().map(|v| twice(|t| t * v + y, *v)).sum();
        total += sums(
            |a, v| {
                let mut q = a;
                for w in v.iter() {
                    q += w * y * row[0];
                }
                q * q
            },
            row,
        ) * s;
        if total > 3.0 {
            total = twice(|t| t / total + x[k], y);
        }
    }
    total
}

#[differentiate]
pub fn in_arms(x: f64, y: f64) -> f64 {
    let z = Some(x);
    match z {
        Some(v) => twice(|t| t * v + y, v),
        None => 0.0,
    }
}

#[derive(Clone, Copy, Differentiable)]
pub struct Part {
    pub a: f64,
    pub b: [f64; 2],
    pub n: usize,
}

#[differentiate]
pub fn structs(p: &Part, x: f64) -> f64 {
    let q = Part { a: p.a * 2.0, ..*p };
    twice(|t| t * q.a + p.b[0] * t.sin() + q.n as f64, x)
        + twice(
            |t| match q.n {
                2 => t * p.b[1],
                _ => t,
            },
            p.a,
        )
}

#[differentiate]
pub fn inactive_result(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    if g(x) > 0.5 { x * x } else { g(x) * x }
}

#[differentiate]
pub fn use_inactive(x: f64, c: f64) -> f64 {
    inactive_result(|_| c, x) + inactive_result(|t| t * c, x)
}

#[differentiate]
pub fn overwritten(x: f64) -> f64 {
    let mut w = [x, x * 2.0];
    let mut s = 0.0;
    for i in 0..4 {
        let v = twice(|t| t * w[0] + w[1] * i as f64, x * 0.5);
        w[i % 2] = v * 0.1;
        s += v * w[1];
    }
    s
}
