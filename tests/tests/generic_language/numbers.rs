//! Functions of numbers, memory, slices, `Vec`s, options and results.

use autodiff_runtime::prelude::*;

mod gradients {
    autodiff_tests::agree_real! {
        scalars 3,
        more_scalars 3,
        memory 4,
        slice_methods 6,
        sorting 5,
        vectors 4,
        options 4,
        results 4,
    }
}

#[differentiate]
fn scalars<T: Real>(x: &[T]) -> T {
    let p = x[0].abs() + T::from_f64(0.4);
    p.sqrt()
        + p.ln() * p.exp()
        + p.powi(3)
        + p.powf(x[1])
        + x[2].sin() * x[2].cos()
        + x[1].tan()
        + x[0].sinh() * x[1].cosh()
        + x[2].tanh()
        + p.atan2(x[1])
        + p.hypot(x[2])
        + p.cbrt()
        + x[1].atan()
}

#[differentiate]
fn more_scalars<T: Real>(x: &[T]) -> T {
    let h = T::from_f64(0.5);
    let u = x[0] * h;
    u.asin()
        + u.acos() * x[1]
        + x[1].asinh()
        + (u.abs() + T::from_f64(1.5)).acosh()
        + u.atanh()
        + (x[2].abs() + h).log10()
        + x[1].exp_m1()
        + (x[0].abs() + h).ln_1p()
        + x[2].exp2()
        + (x[2].abs() + h).log2()
        + (x[1] + T::from_f64(2.0)).recip()
        + x[0].mul_add(x[1], x[2])
        + x[0].max(x[1]) * x[1].min(x[2])
        + x[2].clamp(T::from_f64(-0.1), h)
        + x[0].signum() * x[2].copysign(x[0])
        + x[1].fract()
        + x[2].floor() * x[0]
        + x[0].sin_cos().0 * x[1].sin_cos().1
}

#[differentiate]
fn memory<T: Real>(x: &[T]) -> T {
    use std::mem;
    let mut a = x[0] * x[1];
    let mut b = vec![x[2], x[3]];
    let old = mem::replace(&mut a, x[2]);
    let mut c = std::mem::take(&mut b);
    c[0] *= old;
    b.push(a);
    mem::swap(&mut b, &mut c);
    let mut l = [b[0], b[1], c[0]];
    l.swap(0, 2);
    l[0] * l[1] + l[2] * old
}

#[differentiate]
fn slice_methods<T: Real>(x: &[T]) -> T {
    let mut y = x.to_vec();
    y.reverse();
    y.rotate_left(2);
    let (a, b) = y.split_at_mut(3);
    a[0] += b[0] * b[1];
    b[2] *= a[1];
    a.copy_from_slice(&[b[2], a[0], a[2]]);
    b[..2].fill(x[4]);
    let f = *y.first().unwrap() * *y.last().unwrap();
    let z = y.clone();
    y.rotate_right(1);
    f + y.iter().zip(&z).map(|(p, q)| *p * *q).sum::<T>()
}

#[differentiate]
fn sorting<T: Real>(x: &[T]) -> T {
    let mut v = x.to_vec();
    v.sort_by(|a, b| b.partial_cmp(a).unwrap());
    let mut w: Vec<(usize, T)> = x.iter().copied().enumerate().collect();
    w.sort_unstable_by(|a, b| a.1.partial_cmp(&b.1).unwrap());
    let mut s = T::zero();
    for (i, (v, (k, w))) in v.iter().zip(&w).enumerate() {
        s += *v * *w * T::from_f64((i + k + 1) as f64);
    }
    s
}

#[differentiate]
fn vectors<T: Real>(x: &[T]) -> T {
    let mut v = Vec::with_capacity(4);
    v.push(x[0]);
    v.extend_from_slice(&x[1..3]);
    v.extend(x.iter().map(|a| *a * *a));
    let top = v.pop().unwrap();
    v.truncate(5);
    let s: T = v.iter().copied().sum();
    v.clear();
    v.push(s * top);
    v[0] + T::from_f64(v.len() as f64) * x[3]
}

#[differentiate]
fn options<T: Real>(x: &[T]) -> T {
    let some = Some(x[0] * x[1]);
    let none: Option<T> = None;
    let a = some.map(|v| v * x[2]).unwrap_or(x[3]);
    let b = none.map_or(x[3], |v| v * v);
    let c = some
        .and_then(|v| if v > T::zero() { Some(v * v) } else { None })
        .unwrap_or_else(|| x[1].sin());
    let d = if some.is_some() && none.is_none() { some.expect("there is one") } else { x[2] };
    a + b * c + d + none.or(some).unwrap() * none.unwrap_or(x[2])
}

#[differentiate]
fn results<T: Real>(x: &[T]) -> T {
    let good: Result<T, String> = Ok(x[0] * x[1]);
    let bad: Result<T, String> =
        if x[0] > T::from_f64(9.0) { Ok(x[0]) } else { Err("small".into()) };
    let a = good.clone().map(|v| v * x[2]).unwrap_or(x[3]);
    let b = if bad.is_ok() { x[0] } else { bad.unwrap_or(x[3] * x[1]) };
    let c = Some(x[2])
        .ok_or("none")
        .and_then(|v| if v > T::from_f64(7.0) { Err("big") } else { Ok(v * x[0]) });
    a * b + c.unwrap() + good.ok().unwrap_or(x[1])
}
