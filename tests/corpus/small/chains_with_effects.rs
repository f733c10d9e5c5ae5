//! Closures in chains that change what they capture: how often and in which order they run is what counts.

use autodiff_runtime::prelude::*;

#[differentiate]
pub fn skipped(xs: &[f64]) -> f64 {
    let mut seen = 0.0;
    let tail: f64 = xs
        .iter()
        .map(|x| {
            seen = seen * 0.5 + x;
            x * seen
        })
        .skip(2)
        .sum();
    tail * seen
}

#[differentiate]
pub fn stepped(xs: &[f64]) -> f64 {
    let mut seen = 0.0;
    let some: f64 = xs.iter().inspect(|x| seen += **x).map(|x| x * x).step_by(2).sum();
    some * seen
}

#[differentiate]
pub fn taken(xs: &[f64], n: usize) -> f64 {
    let (mut seen, mut asked) = (1.0, 0);
    let head: f64 = xs
        .iter()
        .filter(|x| {
            asked += 1;
            **x > 0.0
        })
        .map(|x| {
            seen = seen * 1.5 + x;
            x * seen
        })
        .take(n)
        .sum();
    head * seen * asked as f64
}

#[differentiate]
pub fn reversed(xs: &[f64]) -> f64 {
    let mut state = 1.0;
    let total: f64 = xs
        .iter()
        .enumerate()
        .rev()
        .map(|(i, x)| {
            state = state * x + i as f64;
            state
        })
        .sum();
    total * state
}

#[differentiate]
pub fn early_return_in_closure(xs: &[f64], k: f64) -> f64 {
    let soft = |x: f64| {
        if x < 0.0 {
            return x * k;
        }
        let y = x * x;
        if y > 1.0 {
            return y.sqrt() * k;
        }
        y
    };
    xs.iter().map(|x| soft(*x)).sum::<f64>() * soft(k)
}

#[differentiate]
pub fn matches_in_closures(xs: &[f64], signs: &[i32]) -> f64 {
    xs.iter()
        .zip(signs)
        .filter_map(|(x, s)| match s {
            0 => None,
            1 => Some(x * x),
            s if *s < 0 => Some(-x),
            _ => {
                let y = x.sin();
                if y > 0.0 { Some(y) } else { None }
            }
        })
        .fold(1.0, |acc, v| acc * (1.0 + v))
}

#[differentiate]
pub fn question_marks(xs: &[f64], at: &[usize]) -> Option<f64> {
    let mut total = 0.0;
    for i in at {
        total += xs.get(*i)? * total + 1.0;
    }
    let first = xs.iter().find(|x| **x > 1.0)?;
    Some(total * first)
}

#[differentiate]
pub fn closures_in_loops(xs: &[f64], k: f64) -> f64 {
    let mut total = 0.0;
    for (i, x) in xs.iter().enumerate() {
        let scaled = |y: f64| y * x + i as f64;
        let part: f64 = (0..i).map(|j| scaled(xs[j]) * k).sum();
        total += part * scaled(k);
    }
    total
}

#[differentiate]
pub fn labelled(xs: &[f64], limit: f64) -> f64 {
    let mut total = 1.0;
    'rows: for pair in xs.chunks(2) {
        for x in pair.iter().chain(&xs[..1]).filter(|x| **x > 0.0) {
            if x * total > limit {
                continue 'rows;
            }
            total += x * total;
        }
        total *= 1.1;
    }
    total
}

#[differentiate]
pub fn swapped_while_driven(xs: &[f64]) -> f64 {
    let mut v = xs.to_vec();
    (0..v.len() / 2).for_each(|i| {
        let j = v.len() - 1 - i;
        v.swap(i, j);
        v[i] *= v[j];
    });
    v.iter().fold(0.0, |acc, x| acc * 0.7 + x)
}

#[differentiate]
pub fn printed_once(xs: &[f64]) -> f64 {
    let mut calls = 0;
    let total: f64 = xs
        .iter()
        .map(|x| {
            calls += 1;
            assert!(calls <= 3, "called too often");
            x * x
        })
        .sum();
    total * calls as f64
}
