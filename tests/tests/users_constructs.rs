//! Every part of the language, as users write it.

#![allow(clippy::needless_range_loop, clippy::excessive_precision, reason = "written as many do")]

use autodiff_runtime::nalgebra;
use autodiff_runtime::prelude::*;
use nalgebra::*;

mod gradients {
    autodiff_tests::agree! {
        bezier 8,
        logistic_map 1,
        collected 4,
        sorted_trim 5,
        scan_flat 5,
        max_of 5,
        results 3,
        options 4,
        stack_machine 6,
        with_functions 3,
        ode 3,
        from_fns 4,
        solve 9,
        mems 3,
        reversed 5,
        nested_loops 6,
        views 9,
        gen_struct 3,
    }
}

#[differentiate]
fn bezier(x: &[f64]) -> f64 {
    let mut pts: Vec<[f64; 2]> = Vec::with_capacity(4);
    for c in x.chunks(2) {
        pts.push([c[0], c[1]]);
    }
    let t = 0.3;
    let mut n = pts.len();
    while n > 1 {
        for i in 0..n - 1 {
            for k in 0..2 {
                pts[i][k] = (1.0 - t) * pts[i][k] + t * pts[i + 1][k];
            }
        }
        n -= 1;
    }
    pts[0][0] * pts[0][1]
}

#[differentiate]
fn logistic_map(x: &[f64]) -> f64 {
    let mut v = 0.4;
    let r = 3.0 + 0.2 * x[0];
    let mut history = Vec::new();
    for _ in 0..8 {
        v = r * v * (1.0 - v);
        history.push(v);
    }
    history.iter().sum::<f64>() / history.len() as f64
}

#[differentiate]
fn collected(x: &[f64]) -> f64 {
    let y: Vec<f64> = x.iter().map(|v| v.sin() * 2.0).collect();
    let z: Vec<_> = y.iter().zip(x).map(|(a, b)| a * b).filter(|v| *v > -10.0).collect();
    z.iter().enumerate().map(|(i, v)| v * i as f64).sum::<f64>() + y[0]
}

#[differentiate]
fn sorted_trim(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.sort_by(|a, b| a.partial_cmp(b).unwrap());
    let k = 1;
    let inner = &v[k..v.len() - k];
    inner.iter().sum::<f64>() / inner.len() as f64 + v[0] * v[v.len() - 1]
}

#[differentiate]
fn scan_flat(x: &[f64]) -> f64 {
    let cum: f64 = x
        .iter()
        .scan(0.0, |acc, v| {
            *acc += v * v;
            Some(*acc)
        })
        .map(|c| c.ln_1p())
        .sum();
    let pairs: f64 =
        (0..x.len()).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| x[i] * x[j]).sum();
    cum + pairs
}

#[differentiate]
fn max_of(x: &[f64]) -> f64 {
    let m = x.iter().copied().max_by(|a, b| a.total_cmp(b)).unwrap();
    let lo = x.iter().fold(f64::INFINITY, |a, &b| a.min(b));
    let p = x.iter().position(|v| *v > 0.4).unwrap_or(0);
    m * lo + x[p] * x[p]
}

#[differentiate]
fn safe_div(a: f64, b: f64) -> Result<f64, String> {
    if b.abs() < 1e-12 { Err("zero".to_string()) } else { Ok(a / b) }
}

#[differentiate]
fn chain_results(a: f64, b: f64, c: f64) -> Result<f64, String> {
    let u = safe_div(a, b)?;
    let v = safe_div(u, c).map_err(|e| format!("late {e}"))?;
    Ok(u * v)
}

#[differentiate]
fn results(x: &[f64]) -> f64 {
    let r = chain_results(x[0], x[1] + 2.0, x[2] + 3.0);
    let first = match r {
        Ok(v) => v.sin(),
        Err(_) => 0.0,
    };
    first
        + chain_results(x[0], 0.0, 1.0).unwrap_or(x[1] * x[1])
        + chain_results(x[1], 1.5, x[2] + 2.0).unwrap()
}

#[differentiate]
fn first_positive(x: &[f64]) -> Option<f64> {
    for v in x {
        if *v > 0.317 {
            return Some(v * v);
        }
    }
    None
}

#[differentiate]
fn options(x: &[f64]) -> f64 {
    let a = first_positive(x).map(|v| v.sin()).unwrap_or(0.0);
    let b = first_positive(&x[1..])
        .and_then(|v| if v > 10.0 { None } else { Some(v * x[0]) })
        .map_or(1.0, |v| v + x[1]);
    let c = if let Some(l) = x.last() { l * l } else { 0.0 };
    a + b * c + x.first().copied().unwrap_or(0.0)
}

#[differentiate]
fn stack_machine(x: &[f64]) -> f64 {
    let mut stack: Vec<f64> = Vec::new();
    for (i, v) in x.iter().enumerate() {
        stack.push(v * v);
        if i % 2 == 1 {
            let b = stack.pop().unwrap();
            let a = stack.pop().unwrap();
            stack.push(a * b + a.sin());
        }
    }
    let mut acc = 1.0;
    while let Some(top) = stack.pop() {
        acc = acc * 0.5 + top;
    }
    acc
}

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn apply_twice<F: Fn(f64) -> f64>(f: F, x: f64) -> f64 {
    f(f(x) + 1.0)
}

#[differentiate]
fn integrate(f: impl Fn(f64) -> f64, a: f64, b: f64, n: usize) -> f64 {
    let h = (b - a) / n as f64;
    let mut s = 0.5 * (f(a) + f(b));
    for i in 1..n {
        s += f(a + i as f64 * h);
    }
    s * h
}

#[differentiate]
fn with_functions(x: &[f64]) -> f64 {
    let k = x[0];
    apply_twice(square, x[1])
        + apply_twice(|v| v * k + x[2], x[1])
        + integrate(|t| (k * t).exp() * x[2], 0.0, x[1] + 1.0, 20)
}

#[differentiate]
fn rk4(f: impl Fn(f64, f64) -> f64, y0: f64, t1: f64, n: usize) -> f64 {
    let h = t1 / n as f64;
    let (mut t, mut y) = (0.0, y0);
    for _ in 0..n {
        let k1 = f(t, y);
        let k2 = f(t + h / 2.0, y + h / 2.0 * k1);
        let k3 = f(t + h / 2.0, y + h / 2.0 * k2);
        let k4 = f(t + h, y + h * k3);
        y += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
        t += h;
    }
    y
}

#[differentiate]
fn ode(x: &[f64]) -> f64 {
    rk4(|t, y| -x[0] * y + x[1] * t.sin(), x[2], 1.5, 10) + 0.0 * stop_gradient(x[0])
}

#[differentiate]
fn from_fns(x: &[f64]) -> f64 {
    let a: [f64; 4] = std::array::from_fn(|i| x[i] * i as f64);
    let b = a.map(|v| v.cos());
    let m = Matrix2::from_fn(|i, j| x[i] * x[j + 2]);
    let v = Vector2::new(x[0], x[1]).map(|c| c * c);
    b.iter().sum::<f64>()
        + m.determinant()
        + (m * v).norm()
        + v.zip_map(&Vector2::new(x[2], x[3]), |p, q| p * q).sum()
}

#[differentiate]
fn solve(x: &[f64]) -> f64 {
    let a = Matrix3::from_row_slice(&x[..9]) + Matrix3::identity() * 3.0;
    let b = Vector3::new(x[0], x[4], 1.0);
    let s = a.lu().solve(&b).unwrap();
    let spd = a * a.transpose();
    let c = spd.cholesky().unwrap();
    let inv = a.try_inverse().unwrap();
    s.norm_squared() + c.l().trace() + c.solve(&b).sum() + inv[(0, 1)] + a.determinant()
}

#[differentiate]
fn mems(x: &[f64]) -> f64 {
    let mut a = x[0] * 2.0;
    let mut b = vec![x[1], x[2]];
    let old = std::mem::replace(&mut a, x[1] * x[1]);
    let taken = std::mem::take(&mut b);
    b.push(old);
    std::mem::swap(&mut a, &mut b[0]);
    a * b[0] + taken[0] * taken[1] + b.len() as f64
}

#[differentiate]
fn reversed(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.reverse();
    v.rotate_left(1);
    v[1..3].fill(x[0] * 0.5);
    v.extend_from_slice(&x[..2]);
    v.extend(x.iter().map(|a| a * a));
    v.truncate(7);
    v.iter().enumerate().map(|(i, a)| a * (i as f64 + 1.0)).sum()
}

#[differentiate]
fn nested_loops(x: &[f64]) -> f64 {
    let mut best = f64::NEG_INFINITY;
    let mut at = 0;
    for (i, v) in x.iter().enumerate() {
        let s = v.sin();
        if s > best {
            best = s;
            at = i;
        }
    }
    let total: f64 = x.iter().skip(1).step_by(2).take_while(|v| **v < 2.0).map(|v| v.powi(3)).sum();
    best * x[at] + total + x.chunks_exact(2).map(|c| c[0] * c[1]).product::<f64>()
}

#[differentiate]
fn views(x: &[f64]) -> f64 {
    let mut m = Matrix3::from_column_slice(&x[..9]);
    let r = m.row(0) * 2.0;
    m.set_row(1, &r);
    let c = m.column(2) + m.column(0);
    m.column_mut(1).copy_from(&c);
    let n = m.fixed_view::<2, 2>(0, 1).into_owned();
    m.column_iter().map(|c| c.norm()).sum::<f64>()
        + n.trace()
        + m.component_mul(&m).sum()
        + m.max()
        + m.diagonal().mean()
}

#[differentiate]
fn gen_struct(x: &[f64]) -> f64 {
    #[derive(Clone, Copy)]
    struct Local {
        n: usize,
    }
    let l = Local { n: 3 };
    let mut acc = 0.0;
    for i in 0..l.n {
        acc += x[i];
    }
    acc * acc
}
