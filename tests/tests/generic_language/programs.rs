//! Small programs.

use crate::types::*;
use autodiff_runtime::nalgebra::Matrix2;
use autodiff_runtime::prelude::*;

mod gradients {
    autodiff_tests::agree_real! {
        effects 2,
        nested_closures 3,
        enum_machine 3,
        matrix_polynomial 4,
        grouped 6,
        state_machine 4,
        struct_vec 6,
        interpolate 5,
        weights 6,
        horner_closure 4,
        convolution 7,
        softmax_list 4,
        option_of_struct 3,
        tuple_scan 5,
        box_list 3,
    }
}

#[differentiate]
fn effects<T: Real>(x: &[T]) -> T {
    assert!(x.len() == 2, "two numbers");
    debug_assert!(x[0] == x[0]);
    assert_eq!(x.len(), 2);
    assert_ne!(x.len(), 3, "not {}", 3);
    let y = x[0] * x[1];
    if y > T::from_f64(100.0) {
        panic!("too large: {y}");
    }
    match x.len() {
        2 => y * y,
        _ => unreachable!(),
    }
}

#[differentiate]
fn nested_closures<T: Real>(x: &[T]) -> T {
    let a = x[0];
    let outer = |v: T| {
        let b = v * a;
        let inner = |w: T| w * b + x[1];
        inner(inner(v)) * x[2]
    };
    (0..3).map(|i| outer(x[i])).sum::<T>() + outer(a)
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Differentiable)]
enum Mode {
    Grow,
    Shrink,
    Stop,
}

#[differentiate]
fn enum_machine<T: Real>(x: &[T]) -> T {
    let mut mode = Mode::Grow;
    let mut v = x[0] + T::one();
    let mut n = 0;
    while mode != Mode::Stop {
        (v, mode) = match mode {
            Mode::Grow if v > T::from_f64(3.0) => (v - x[1], Mode::Shrink),
            Mode::Grow => (v * T::from_f64(1.5) + x[2], Mode::Grow),
            Mode::Shrink if n > 8 => (v, Mode::Stop),
            Mode::Shrink => (v * x[2].cos(), Mode::Shrink),
            Mode::Stop => unreachable!(),
        };
        n += 1;
    }
    v
}

#[differentiate]
fn matrix_polynomial<T: Real>(x: &[T]) -> T {
    let m = Matrix2::from_row_slice(x);
    let mut p = Matrix2::identity();
    let mut sum = Matrix2::zeros();
    let mut f = T::one();
    for k in 1..5 {
        sum += p * f;
        p = p * m;
        f /= T::from_f64(k as f64);
    }
    sum.norm_squared()
}

#[differentiate]
fn grouped<T: Real>(x: &[T]) -> T {
    let labels = [0usize, 1, 0, 2, 1, 2];
    let mut sums = [T::zero(); 3];
    let mut counts = [0u32; 3];
    for (v, &l) in x.iter().zip(labels.iter()) {
        sums[l] += *v;
        counts[l] += 1;
    }
    let means: Vec<T> =
        sums.iter().zip(&counts).map(|(s, &n)| *s / T::from_f64(n as f64)).collect();
    x.iter()
        .zip(labels)
        .map(|(v, l)| {
            let d = *v - means[l];
            d * d
        })
        .sum()
}

#[differentiate]
fn state_machine<T: Real>(x: &[T]) -> T {
    let mut stack: Vec<T> = Vec::new();
    for (i, op) in b"pp*p+d-".iter().enumerate() {
        match *op {
            b'p' => stack.push(x[i % 4]),
            b'd' => {
                let t = *stack.last().unwrap();
                stack.push(t * t);
            }
            b'*' | b'+' | b'-' => {
                let (b, a) = (stack.pop().unwrap(), stack.pop().unwrap());
                stack.push(if *op == b'*' {
                    a * b
                } else if *op == b'+' {
                    a + b
                } else {
                    a - b
                });
            }
            _ => {}
        }
    }
    stack.pop().unwrap_or(T::zero())
}

#[differentiate]
fn struct_vec<T: Real>(x: &[T]) -> T {
    let mut bodies: Vec<Body<T>> = x
        .chunks(3)
        .enumerate()
        .map(|(i, c)| Body { at: [c[0], c[1]], mass: c[2], tag: i })
        .collect();
    for _ in 0..3 {
        for i in 0..bodies.len() {
            let j = (i + 1) % bodies.len();
            let d = bodies[j].at[0] - bodies[i].at[0];
            let m = bodies[j].mass;
            bodies[i].at[1] += d * m * T::from_f64(0.1);
        }
        for b in &mut bodies {
            b.at[0] += b.at[1] * T::from_f64(0.1);
        }
        for b in bodies.iter_mut() {
            let [p, q] = b.at;
            b.mass = p * q + b.mass;
        }
    }
    bodies.iter().map(|b| b.mass * b.at[0]).sum()
}

#[differentiate]
fn interpolate<T: Real>(x: &[T]) -> T {
    let knots = [0.0, 0.25, 0.5, 1.0];
    let t = x[4].abs().min(T::from_f64(0.99));
    let mut k = 0;
    while k + 2 < knots.len() && t > T::from_f64(knots[k + 1]) {
        k += 1;
    }
    let (lo, hi) = (T::from_f64(knots[k]), T::from_f64(knots[k + 1]));
    let w = (t - lo) / (hi - lo);
    x[k] * (T::one() - w) + x[k + 1] * w
}

#[differentiate]
fn weights<T: Real>(x: &[T]) -> T {
    let (w, v) = x.split_at(3);
    let total: T = w.iter().map(|w| w.exp()).sum();
    w.iter().zip(v).map(|(w, v)| w.exp() / total * *v).sum()
}

#[differentiate]
fn horner_closure<T: Real>(x: &[T]) -> T {
    let poly = |t: T| x.iter().rev().fold(T::zero(), |acc, c| acc * t + *c);
    poly(T::from_f64(0.5)) * poly(x[0]) + poly(poly(x[1]))
}

#[differentiate]
fn convolution<T: Real>(x: &[T]) -> T {
    let kernel = &x[..3];
    let signal = &x[3..];
    let mut out = vec![T::zero(); signal.len() + 2];
    for (i, s) in signal.iter().enumerate() {
        for (j, k) in kernel.iter().enumerate() {
            out[i + j] += *s * *k;
        }
    }
    out.windows(2).map(|w| (w[0] - w[1]).powi(2)).sum()
}

#[differentiate]
fn log_sum_exp<T: Real>(x: &[T]) -> T {
    let m = x.iter().copied().fold(T::from_f64(f64::NEG_INFINITY), |a, b| a.max(b));
    m + x.iter().map(|v| (*v - m).exp()).sum::<T>().ln()
}

#[differentiate]
fn softmax_list<T: Real>(x: &[T]) -> T {
    let l = log_sum_exp(x);
    let p: Vec<T> = x.iter().map(|v| (*v - l).exp()).collect();
    -p.iter().map(|p| *p * p.ln()).sum::<T>()
}

#[derive(Clone, Debug, Differentiable)]
struct Config<T: Real> {
    gain: Option<T>,
    bias: T,
}

#[differentiate]
fn apply<T: Real>(c: &Config<T>, v: T) -> T {
    match c.gain {
        Some(g) => g * v + c.bias,
        None => v + c.bias,
    }
}

#[differentiate]
fn option_of_struct<T: Real>(x: &[T]) -> T {
    let with = Config { gain: Some(x[0]), bias: x[1] };
    let without = Config { gain: None, ..with.clone() };
    let list = [Some(with), None, Some(without)];
    let mut v = x[2];
    for c in list.iter() {
        if let Some(c) = c {
            v = apply(c, v);
        } else {
            v *= x[0];
        }
    }
    v
}

#[differentiate]
fn tuple_scan<T: Real>(x: &[T]) -> T {
    let (a, b) = x.iter().fold((T::one(), T::zero()), |(a, b), v| (a * *v + b, b + a * a));
    let mut fib = (x[0], x[1]);
    for _ in 0..4 {
        fib = (fib.1, fib.0 * x[2] + fib.1);
    }
    a * b + fib.1
}

#[derive(Clone, Debug, Differentiable)]
enum List<T: Real> {
    Cons(T, Box<List<T>>),
    Nil,
}

#[differentiate]
fn total<T: Real>(l: &List<T>, w: T) -> T {
    match l {
        List::Cons(v, rest) => *v * w + total(rest, w * *v),
        List::Nil => T::zero(),
    }
}

#[differentiate]
fn box_list<T: Real>(x: &[T]) -> T {
    let l = List::Cons(x[0], Box::new(List::Cons(x[1], Box::new(List::Nil))));
    total(&l, x[2])
}
