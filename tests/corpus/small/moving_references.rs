//! References that are assigned again, and the rests of slices.

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn horner(xs: &[f64]) -> f64 {
    let mut rest = xs;
    let mut s = 0.0;
    while let [first, tail @ ..] = rest {
        s = s * 0.5 + first * first;
        rest = tail;
    }
    s
}

#[differentiate(second_order)]
pub fn extremes(xs: &[f64]) -> f64 {
    let mut low = &xs[0];
    let mut high = &xs[0];
    for (i, x) in xs.iter().enumerate().skip(1) {
        if x < low {
            low = x;
        }
        if x > high {
            high = &xs[i];
        }
    }
    (high - low) * high
}

#[differentiate(second_order)]
pub fn halves(xs: &[f64]) -> f64 {
    let squares: Vec<f64> = xs.iter().map(|x| x * x).collect();
    let mut rest: &[f64] = &squares;
    let mut s = 0.0;
    while rest.len() > 1 {
        let (a, b) = rest.split_at(rest.len() / 2);
        if a.iter().sum::<f64>() > b.iter().sum() {
            rest = a;
        } else {
            rest = b;
        }
        s += rest[0];
    }
    s * rest[0]
}

#[differentiate(second_order)]
pub fn rows(xs: &[f64]) -> f64 {
    let rows = [[xs[0], xs[1]], [xs[2], xs[3]], [1.0, 2.0]];
    let mut before = &rows[2];
    let mut s = 0.0;
    for row in rows.iter() {
        s += row[0] * before[1];
        before = row;
    }
    let kept = before;
    before = &rows[0];
    let along = move |t: f64| t * before[0];
    let value = along(s);
    value + kept[0] * before[1] + along(1.0)
}

/// Parts of parts, with all kinds of ranges.
#[differentiate(second_order)]
pub fn parts_of_parts(xs: &[f64], k: f64) -> f64 {
    let mut part = &xs[1..];
    let mut s = part[0];
    part = &part[1..3];
    s += part[0] * k;
    part = &part[..=1];
    s += part[1] * part[1];
    part = &xs[..];
    s += part[2] * part.len() as f64;
    let mut one = &part[1];
    s += one * k;
    one = &xs[3..][..2][1];
    s + one * one
}

/// A list that is walked by indices.
#[differentiate]
pub fn walked(values: &[f64], #[constant] next: &[usize]) -> f64 {
    let mut at = &values[0];
    let mut step = &next[0];
    let mut s = 0.0;
    for _ in 0..5 {
        s = s * 0.5 + at * at;
        at = &values[*step];
        step = &next[*step];
    }
    s
}

#[differentiate(second_order)]
pub fn sum_recursively(xs: &[f64]) -> f64 {
    match xs {
        [] => 0.0,
        [x] => x.sin(),
        [x, rest @ ..] => x + 2.0 * sum_recursively(rest) * x,
    }
}

#[differentiate(second_order)]
pub fn both_sides(xs: &[f64], ys: &[f64]) -> f64 {
    match (xs, ys) {
        ([a, rest @ ..], [b, middle @ .., last]) => {
            a * b * rest.iter().sum::<f64>() + middle.iter().product::<f64>() * last
        }
        _ => xs.len() as f64 * ys[0],
    }
}

#[differentiate(second_order)]
pub fn last_of(xs: &[f64]) -> f64 {
    if let [init @ .., last] = xs
        && *last > 0.0
    {
        return init.iter().map(|i| i * last).sum();
    }
    let owned = xs.to_vec();
    match owned.as_slice() {
        [a, b, rest @ ..] if rest.len() > 1 => a * b * rest[1],
        other => other[0],
    }
}
