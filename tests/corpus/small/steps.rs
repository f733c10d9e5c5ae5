//! Iterators that are taken up step by step.

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn largest(xs: &[f64]) -> f64 {
    let mut it = xs.iter();
    let mut best = *it.next().unwrap();
    for &x in it {
        best = best.max(x * x);
    }
    best * best
}

#[differentiate(second_order)]
pub fn ends(xs: &[f64]) -> f64 {
    let mut it = xs.iter();
    let Some(first) = it.next() else { return 0.0 };
    let last = it.next_back().unwrap_or(first);
    let third = it.nth(1).copied().unwrap_or(1.5);
    let middle: f64 = it.map(|x| x * x).sum();
    first * last * third + middle
}

#[differentiate(second_order)]
pub fn looked_ahead(xs: &[f64]) -> f64 {
    let mut it = xs.iter().copied().enumerate().peekable();
    let mut s = 0.0;
    while let Some((i, x)) = it.next() {
        if i == 1 {
            it.next();
        }
        match it.peek() {
            Some(&(j, y)) => s += x * y * j as f64,
            None => s += x.sin(),
        }
    }
    s
}

/// Runs of numbers of the same sign.
#[differentiate(second_order)]
pub fn runs(xs: &[f64]) -> f64 {
    let mut it = xs.iter().peekable();
    let mut total = 1.0;
    while let Some(first) = it.next() {
        let mut run = *first;
        while let Some(next) = it.peek() {
            if (**next > 0.0) != (*first > 0.0) {
                break;
            }
            run *= 1.0 + 0.1 * **next;
            it.next();
        }
        total += run * run;
    }
    total
}

#[allow(clippy::while_let_on_iterator, clippy::filter_next, clippy::manual_next_back)] // what `next` does is tested
#[differentiate(second_order)]
pub fn in_pairs(xs: &[f64], k: f64) -> f64 {
    let mut pairs = xs.chunks(2).map(|pair| pair[0] * k + pair[pair.len() - 1]);
    let a = pairs.next().unwrap();
    let mut s = a;
    while let Some(b) = pairs.next() {
        s = s * b + a;
        if s > 100.0 {
            break;
        }
    }
    let first = xs.iter().filter(|x| **x > 0.8).next().unwrap();
    s * first + xs.iter().rev().next().copied().unwrap_or(0.0)
}

/// Two iterators are merged.
#[differentiate(second_order)]
pub fn merged(xs: &[f64], ys: &[f64]) -> f64 {
    let (mut a, mut b) = (0.0, 1.0);
    let mut left = xs.iter().peekable();
    let mut right = ys.iter().peekable();
    loop {
        let from_left = match left.peek() {
            Some(x) => right.peek().map_or(true, |y| **x < **y),
            None => false,
        };
        if !from_left && right.peek().is_none() {
            break;
        }
        if from_left {
            a += left.next().unwrap() * b;
        } else {
            b *= right.next().unwrap();
        }
    }
    a + b
}

/// Closures with steps, assigned references and options in them: what adaptors pass over runs too.
#[differentiate(second_order)]
pub fn in_closures(xs: &[f64]) -> f64 {
    let mut others = xs.iter().rev();
    let stepped: f64 = xs.iter().map(|x| x * others.next().unwrap()).skip(1).sum();
    let mut best = &xs[0];
    let mut best_so_far = xs.iter().map(|x| {
        if *x > *best {
            best = x;
        }
        *best
    });
    let third = best_so_far.nth(2).unwrap();
    let mut slot = Some(xs[0]);
    let taken: f64 = xs.iter().map(|x| slot.take().unwrap_or(x * x)).skip(1).sum();
    stepped * third + taken
}
