//! What takes elements out of the middle of a `Vec`, and what fills two.

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn kept(xs: &[f64], least: f64) -> f64 {
    let mut v = xs.to_vec();
    v.retain(|x| x * x > least);
    let mut seen = 0;
    v.retain(|_| {
        seen += 1;
        seen % 2 == 1
    });
    for x in v.iter_mut() {
        *x *= least;
    }
    v.iter().map(|x| x * x).sum::<f64>() * v.len() as f64
}

#[differentiate(second_order)]
pub fn without_repeats(xs: &[f64]) -> f64 {
    let mut v = vec![xs[0], xs[0], xs[1], xs[2], xs[2], xs[0]];
    v.dedup();
    let once: f64 = v.iter().product();
    v.dedup_by_key(|x| *x > 0.8);
    once + v.iter().map(|x| x.sin()).sum::<f64>() * v.len() as f64
}

#[differentiate(second_order)]
pub fn drained(xs: &[f64], k: f64) -> f64 {
    let mut v: Vec<f64> = xs.iter().map(|x| x * k).collect();
    let mut total = 0.0;
    for (i, x) in v.drain(1..3).enumerate() {
        total += x * x * (i + 1) as f64;
    }
    v.drain(..=0);
    let left: f64 = v.iter().product();
    let rest: f64 = v.drain(..).map(|x| x.sin()).sum();
    v.push(rest * left);
    total + v[0]
}

/// A queue that is worked off in portions.
#[differentiate(second_order)]
pub fn portions(xs: &[f64], k: f64) -> f64 {
    let mut queue = xs.to_vec();
    let mut total = 0.0;
    while queue.len() > 1 {
        let portion: Vec<f64> = queue.drain(..2).collect();
        let product = portion[0] * portion[1] * k;
        if product > 0.5 && queue.len() < 6 {
            queue.push(product * 0.5);
        }
        queue.retain(|x| *x != xs[0]);
        total += product;
    }
    total + queue.iter().sum::<f64>()
}

#[derive(Clone, Debug, Differentiable)]
pub struct Particle {
    pub at: f64,
    pub mass: f64,
}

#[differentiate]
pub fn particles(all: &[Particle], limit: f64) -> f64 {
    let mut all = all.to_vec();
    for p in all.iter_mut() {
        p.at *= limit;
    }
    all.retain(|p| p.at.abs() < 2.0);
    let (light, heavy): (Vec<Particle>, Vec<Particle>) =
        all.into_iter().partition(|p| p.mass < 1.0);
    let moment = |of: &[Particle]| of.iter().map(|p| p.at * p.mass).sum::<f64>();
    moment(&light) * moment(&heavy) + light.len() as f64 * limit
}

#[differentiate(second_order)]
pub fn two_lists(xs: &[f64]) -> f64 {
    let (sines, squares): (Vec<f64>, Vec<f64>) = xs.iter().map(|x| (x.sin(), x * x)).unzip();
    let (small, large): (Vec<f64>, Vec<f64>) = squares.iter().copied().partition(|s| *s < 1.0);
    sines.iter().zip(&squares).map(|(a, b)| a * b).sum::<f64>()
        + small.iter().product::<f64>() * large.iter().sum::<f64>()
}

#[allow(clippy::obfuscated_if_else)] // the methods are what this is about
#[differentiate(second_order)]
pub fn options_in_place(x: f64, y: f64) -> f64 {
    let mut slot = if x > 1.0 { Some(x) } else { None };
    let first = *slot.get_or_insert(y * y);
    *slot.get_or_insert_with(|| x * x) *= 2.0;
    let one = slot.xor(None).unwrap_or(1.0);
    let none = slot.xor(Some(y)).map_or(y, |v| v * v);
    let other = slot.and(Some(x * y)).unwrap_or(0.0);
    let large = slot.is_some_and(|v| v > 2.0 * y);
    let maybe = (x > y).then_some(x * x).unwrap_or(y);
    let lazy = (y > x).then(|| x / y).unwrap_or(x);
    first * one + none + if large { other } else { other * other } + maybe * lazy
}
