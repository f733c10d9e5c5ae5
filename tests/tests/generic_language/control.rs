//! Branches, matches, loops, early exits.

use autodiff_runtime::prelude::*;

mod gradients {
    autodiff_tests::agree_real! {
        ifs 3,
        matches 4,
        or_patterns 3,
        for_forms 6,
        whiles 3,
        labels 4,
        early 3,
        questions 3,
    }
}

#[differentiate]
fn ifs<T: Real>(x: &[T]) -> T {
    let half = T::from_f64(0.5);
    let mut y = x[0];
    if x[0] > half && x[1] < half {
        y *= x[1];
    } else if x[2] > half {
        y -= x[2] * x[2];
    } else {
        y += x[1] * x[2];
    }
    if let Some(v) = x.get(2) {
        y *= *v;
    }
    if let (true, [a, ..]) = (y > T::zero(), x) { y * *a } else { y * x[1] }
}

#[derive(Clone, Debug, Differentiable)]
enum Op<T: Real> {
    Add(T),
    Scale { by: T, twice: bool },
    Pair(T, T),
    Nop,
}

#[differentiate]
fn matches<T: Real>(x: &[T]) -> T {
    let ops = [
        Op::Add(x[1]),
        Op::Scale { by: x[2], twice: true },
        Op::Nop,
        Op::Pair(x[3], x[0]),
        Op::Scale { by: x[1], twice: false },
    ];
    let mut v = x[0];
    for op in &ops {
        v = match op {
            Op::Add(a) => v + *a,
            Op::Scale { by, twice: true } => v * *by * *by,
            Op::Scale { by, .. } => v * *by,
            Op::Pair(a, b) if *a > *b => v * *a + *b,
            Op::Pair(a, b) => v * *b - *a,
            Op::Nop => v,
        };
    }
    v
}

#[differentiate]
fn or_patterns<T: Real>(x: &[T]) -> T {
    let mut s = T::zero();
    for i in 0..9usize {
        s += match i {
            0 | 3 => x[0] * x[1],
            1..=2 => x[1],
            n @ (4 | 5) => x[2] * T::from_f64(n as f64),
            n if n % 2 == 0 => x[0] * x[0],
            _ => x[2] * x[0],
        };
    }
    s
}

#[differentiate]
fn for_forms<T: Real>(x: &[T]) -> T {
    let mut s = T::zero();
    for i in (0..x.len()).rev() {
        s = s * x[i] + T::one();
    }
    for i in (1..=5).step_by(2) {
        s += x[i] * x[i - 1];
    }
    for (i, v) in x.iter().enumerate().skip(1).take(3) {
        s += *v * T::from_f64(i as f64);
    }
    for c in x.chunks(4) {
        s += c[0] * c[c.len() - 1];
    }
    for w in x.windows(2).rev() {
        s -= w[0] * w[1];
    }
    for p in x.chunks_exact(2) {
        s *= T::one() + p[0] * p[1] * T::from_f64(0.1);
    }
    let mut y = x.to_vec();
    for v in y.iter_mut() {
        *v *= s;
    }
    for (a, b) in y.iter_mut().zip(x) {
        *a += *b;
    }
    for v in y {
        s += v.sin();
    }
    for v in [x[0], x[1]] {
        s += v * v;
    }
    s
}

#[differentiate]
fn whiles<T: Real>(x: &[T]) -> T {
    let mut v = x[0] + T::from_f64(2.0);
    let mut n = 0;
    while v > T::from_f64(0.6) && n < 20 {
        v = v * T::from_f64(0.7) - x[1] * x[1] * T::from_f64(0.01);
        n += 1;
    }
    let mut k = 3;
    while let Some(j) = if k > 0 { Some(k) } else { None } {
        v += x[j % 3] * x[2];
        k -= 1;
    }
    loop {
        v = v.cos() + x[2];
        n += 1;
        if n > 9 {
            break;
        }
    }
    v
}

#[differentiate]
fn labels<T: Real>(x: &[T]) -> T {
    let mut s = T::one();
    'rows: for i in 0..4 {
        for j in 0..4 {
            if j > i {
                continue 'rows;
            }
            if i + j == 5 {
                break 'rows;
            }
            s += x[i] * x[j] * s * T::from_f64(0.1);
        }
    }
    s
}

#[differentiate]
fn early<T: Real>(x: &[T]) -> T {
    for v in x {
        if *v > T::from_f64(0.7) {
            return *v * x[0];
        }
    }
    if x[0] < x[1] {
        return x[0] * x[1];
    }
    let y = x[2] * x[2];
    y + x[0]
}

#[differentiate]
fn root<T: Real>(v: T) -> Option<T> {
    if v < T::zero() { None } else { Some(v.sqrt()) }
}

#[differentiate]
fn checked<T: Real>(v: T) -> Result<T, String> {
    if v < T::from_f64(-3.0) { Err(format!("{v}")) } else { Ok(v * v) }
}

#[differentiate]
fn both<T: Real>(a: T, b: T) -> Option<T> {
    let u = root(a + T::from_f64(2.0))?;
    let v = checked(b).ok()?;
    Some(u * v)
}

#[differentiate]
fn in_order<T: Real>(x: &[T]) -> Result<T, String> {
    let mut s = T::zero();
    for v in x {
        s += checked(*v)?;
    }
    let r = root(s).ok_or("negative".to_string())?;
    Ok(r * s)
}

#[differentiate]
fn questions<T: Real>(x: &[T]) -> T {
    let a = both(x[0], x[1]).unwrap_or(T::zero());
    let b = match in_order(x) {
        Ok(v) => v,
        Err(_) => x[2],
    };
    a * b + both(x[2] - T::from_f64(9.0), x[1]).unwrap_or_else(|| x[0] * x[0])
}
