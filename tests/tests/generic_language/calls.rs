//! Chains, closures, functions, recursion, methods, traits.

use crate::types::*;
use autodiff_runtime::prelude::*;

mod gradients {
    autodiff_tests::agree_real! {
        chains 6,
        adaptors 6,
        ends 5,
        closures 4,
        function_names 4,
        recursion 2,
        even_odd 2,
        generic_methods 4,
        trait_methods 3,
    }
}

#[differentiate]
fn chains<T: Real>(x: &[T]) -> T {
    let s: T = x.iter().map(|v| *v * *v).filter(|v| *v > T::from_f64(0.01)).sum();
    let p: T = x.iter().skip(2).step_by(2).copied().map(|v| v + T::one()).product();
    let d = x.iter().zip(x.iter().rev()).map(|(a, b)| *a * *b).sum::<T>();
    s * p + d
}

#[differentiate]
fn adaptors<T: Real>(x: &[T]) -> T {
    let prefix: Vec<T> = x
        .iter()
        .scan(T::zero(), |acc, v| {
            *acc += *v;
            Some(*acc * *v)
        })
        .collect();
    let upto: T = x.iter().take_while(|v| **v > T::from_f64(-0.1)).map(|v| v.exp()).sum();
    let pairs =
        (0..x.len()).flat_map(|i| (0..i).map(move |j| x[i] * x[j])).fold(T::zero(), |a, b| a + b);
    let last =
        prefix.iter().enumerate().rev().take(2).map(|(i, v)| *v * T::from_f64(i as f64)).sum::<T>();
    upto + pairs * last
}

#[differentiate]
fn ends<T: Real>(x: &[T]) -> T {
    let mut s = T::zero();
    x.iter().enumerate().for_each(|(i, v)| s += *v * x[i / 2]);
    let most = x.iter().copied().max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    let least = x.iter().min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    let n = x.iter().filter(|v| **v > T::from_f64(0.311)).count();
    let any = x.iter().any(|v| *v > T::from_f64(0.75));
    let all = x.iter().all(|v| *v > T::from_f64(-2.0));
    let at = x.iter().position(|v| *v > T::from_f64(0.311)).unwrap_or(1);
    let k = if any && all { 2.0 } else { 3.0 };
    s * most * *least + x[at] * x[at] * T::from_f64(n as f64 + k)
}

#[differentiate]
fn closures<T: Real>(x: &[T]) -> T {
    let a = x[0];
    let f = |v: T| v * a + x[1];
    let g = move |v, w| f(v) * w;
    let mut total = T::zero();
    let mut add = |v: T| {
        total += v * a;
        total
    };
    let first = add(x[2]);
    let second = add(first * x[3]);
    g(first, second) + total
}

#[differentiate]
fn sq<T: Real>(v: T) -> T {
    v * v
}

#[differentiate]
fn compose<T: Real>(f: impl Fn(T) -> T, g: impl Fn(T) -> T, v: T) -> T {
    f(g(v)) * v
}

#[differentiate]
fn function_names<T: Real>(x: &[T]) -> T {
    let a: T = x.iter().copied().map(sq).sum();
    let k = x[1];
    let b = compose(sq, |v| v * k + x[2], x[0]);
    let c = compose(|v: T| v.sin(), sq, x[3]);
    a * b + c
}

#[differentiate]
fn recursion<T: Real>(x: &[T]) -> T {
    power(x[0], 5) + power(x[1], 0) * tree(x, 3)
}

#[differentiate]
fn power<T: Real>(v: T, n: u32) -> T {
    if n == 0 {
        T::one()
    } else if n % 2 == 0 {
        let h = power(v, n / 2);
        h * h
    } else {
        v * power(v, n - 1)
    }
}

#[differentiate]
fn tree<T: Real>(x: &[T], depth: usize) -> T {
    if depth == 0 {
        return x[0] * x[1];
    }
    let l = tree(x, depth - 1);
    l.sin() + tree(x, depth - 1) * x[depth % 2]
}

#[differentiate]
fn even<T: Real>(v: T, n: u32) -> T {
    if n == 0 { v } else { odd(v * v, n - 1) + v }
}

#[differentiate]
fn odd<T: Real>(v: T, n: u32) -> T {
    if n == 0 { -v } else { even(v + T::one(), n - 1) * v }
}

#[differentiate]
fn even_odd<T: Real>(x: &[T]) -> T {
    even(x[0], 3) * odd(x[1], 2)
}

#[differentiate]
fn generic_methods<T: Real>(x: &[T]) -> T {
    let mut l = Line::new(x[0], x[1]);
    l.offset += x[2];
    let m = Line::<T>::new(x[2], x[3]);
    let both = l.then(m);
    both.at(x[0]) * l.at(x[3])
}

#[differentiate]
trait Shape<T: Real> {
    fn area(&self) -> T;
    fn scaled(&self, by: T) -> T {
        self.area() * by * by
    }
}

#[derive(Clone, Copy, Differentiable)]
struct Square<T: Real>(T);

#[derive(Clone, Copy, Differentiable)]
struct Disc<T: Real> {
    radius: T,
}

#[differentiate]
impl<T: Real> Shape<T> for Square<T> {
    fn area(&self) -> T {
        self.0 * self.0
    }
}

#[differentiate]
impl<T: Real> Shape<T> for Disc<T> {
    fn area(&self) -> T {
        self.radius * self.radius * T::from_f64(3.0)
    }
    fn scaled(&self, by: T) -> T {
        self.area() * by * by * by
    }
}

#[differentiate]
fn sum_areas<T: Real, A: Shape<T> + Differentiable, B: Shape<T> + Differentiable>(
    a: &A,
    b: &B,
    by: T,
) -> T {
    a.scaled(by) + b.scaled(by) * a.area()
}

#[differentiate]
fn trait_methods<T: Real>(x: &[T]) -> T {
    let s = Square(x[0]);
    let d = Disc { radius: x[1] };
    sum_areas(&s, &d, x[2]) + s.scaled(d.area())
}
