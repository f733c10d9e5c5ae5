use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    let mut it = xs.iter();
    let head: f64 = it.by_ref().take(2).sum();
    let tail: f64 = it.product();
    head * tail
}

/// The second chain begins behind what the first one passed over.
#[differentiate]
fn searched(xs: &[f64]) -> f64 {
    let mut it = xs.iter();
    let first = it.find(|x| **x > 1.0).unwrap();
    let rest: f64 = it.sum();
    first * rest
}

#[differentiate]
fn in_a_loop(xs: &[f64]) -> f64 {
    let mut it = xs.iter();
    let mut s = 0.0;
    while it.any(|x| *x > 1.0) {
        s += xs[0];
    }
    s
}

#[differentiate]
fn filtered(xs: &[f64]) -> f64 {
    let mut it = xs.iter().filter(|x| **x > 1.0);
    let mut s = 0.0;
    while let Some(x) = it.next() {
        s += x * x;
    }
    s
}

fn main() {}
