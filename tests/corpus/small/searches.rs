//! Elements that may be there: `first`, `get`, `max_by`, `find` and their like.

use autodiff_runtime::nalgebra::SMatrix;
use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn ends(xs: &[f64]) -> f64 {
    let last = xs.last().unwrap();
    *xs.first().unwrap() * last + xs[0]
}

#[differentiate(second_order)]
pub fn ends_copied(xs: &[f64]) -> f64 {
    let first = xs.first().copied().unwrap_or(1.0);
    let last = *xs.last().unwrap_or(&2.0);
    let none = xs[..0].first().cloned().unwrap_or(first * last);
    first * first * last + none
}

#[differentiate(second_order)]
pub fn got(xs: &[f64], i: usize) -> f64 {
    let mut total = 0.0;
    if let Some(x) = xs.get(i) {
        total += x * x;
    } else {
        total -= 1.0;
    }
    if let Some(&x) = xs.get(i + 1) {
        total *= x;
    }
    let Some(first) = xs.get(0) else {
        return 0.0;
    };
    let other = match xs.get(i + 2) {
        Some(x) => x * first,
        None => first * 2.0,
    };
    total + other + xs.get(i + 3).map_or(*first, |x| x.sin())
}

#[differentiate(second_order)]
pub fn got_or_nothing(xs: &[f64], i: usize) -> Option<f64> {
    let x = xs.get(i)?;
    let last = xs.last()?;
    Some(x * last)
}

#[differentiate(second_order)]
pub fn changed_in_place(xs: &[f64], k: f64) -> f64 {
    let mut out = xs.to_vec();
    if let Some(first) = out.first_mut() {
        *first *= k;
    }
    *out.last_mut().unwrap() += k * xs[0];
    if let Some(x) = out.get_mut(1) {
        *x = *x * *x;
    }
    if let Some((head, tail)) = out.split_first_mut() {
        for t in tail {
            *t += *head;
        }
    }
    out.iter().product()
}

#[differentiate(second_order)]
pub fn split(xs: &[f64]) -> f64 {
    let mut total = 0.0;
    if let Some((first, rest)) = xs.split_first() {
        total += rest.iter().map(|x| x * first).sum::<f64>();
    }
    let (last, start) = xs.split_last().unwrap();
    total * last + start[0]
}

#[differentiate(second_order)]
pub fn largest(xs: &[f64]) -> f64 {
    let largest = xs.iter().max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    let smallest = xs.iter().copied().min_by(|a, b| a.total_cmp(b)).unwrap();
    largest * largest * smallest
}

#[differentiate(second_order)]
pub fn largest_of_mapped(xs: &[f64], k: f64) -> f64 {
    let value = xs.iter().map(|x| (x * k).sin()).max_by(f64::total_cmp).unwrap();
    if let Some(v) = xs.iter().map(|x| x * x).min_by(|a, b| a.total_cmp(b)) {
        value * v
    } else {
        value
    }
}

#[differentiate(second_order)]
pub fn where_largest(xs: &[f64], ys: &[f64]) -> f64 {
    let (i, x) = xs
        .iter()
        .enumerate()
        .max_by(|(_, a), (_, b)| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal))
        .unwrap();
    let j = xs.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1)).map(|(j, _)| j).unwrap();
    x * ys[i] + ys[j] * ys[j]
}

#[differentiate(second_order)]
pub fn nearest(centres: &[[f64; 2]], p: &[f64; 2]) -> f64 {
    let distance = |c: &[f64; 2]| (c[0] - p[0]).powi(2) + (c[1] - p[1]).powi(2);
    let best = centres
        .iter()
        .min_by(|a, b| distance(a).partial_cmp(&distance(b)).unwrap())
        .expect("there are centres");
    distance(best) + best[0]
}

#[differentiate(second_order)]
pub fn found(xs: &[f64]) -> f64 {
    let negative = xs.iter().find(|x| **x < 0.0).unwrap();
    let root = xs.iter().find_map(|x| if *x > 1.5 { Some(x.sqrt()) } else { None }).unwrap_or(1.0);
    let second = xs.iter().filter(|x| **x > 0.0).nth(1).copied().unwrap_or(*negative);
    let last = xs.iter().map(|x| x * 2.0).last().unwrap();
    let last_positive = xs.iter().filter(|x| **x > 0.0).last().unwrap();
    negative * root + second * last + last_positive
}

#[differentiate(second_order)]
pub fn reduced(xs: &[f64], ys: &[f64]) -> f64 {
    let a = xs.iter().copied().reduce(f64::max).unwrap();
    let b = ys.iter().copied().filter(|y| *y > 0.0).reduce(|a, b| a * b).unwrap_or(2.0);
    a * b
}

#[differentiate(second_order)]
pub fn in_loops(rows: &[[f64; 3]]) -> f64 {
    let mut total = 1.0;
    for row in rows {
        let largest = row.iter().max_by(|a, b| a.total_cmp(b)).unwrap();
        let mut scaled = *row;
        if let Some(slot) = scaled.iter_mut().find(|x| **x > 0.8) {
            *slot *= total;
        }
        total *= largest + scaled.iter().sum::<f64>();
    }
    total
}

#[differentiate(second_order)]
pub fn of_two_slices(xs: &[f64], ys: &[f64]) -> f64 {
    let m = xs.iter().chain(ys).max_by(|a, b| a.total_cmp(b)).unwrap();
    m * m
}

#[differentiate(second_order)]
pub fn columns(m: &SMatrix<f64, 2, 2>) -> f64 {
    let longest = m
        .column_iter()
        .max_by(|a, b| a.norm_squared().partial_cmp(&b.norm_squared()).unwrap())
        .unwrap();
    longest[0] * longest[1]
}

#[differentiate]
pub fn got_or_error(xs: &[f64], i: usize) -> Result<f64, String> {
    let x = xs.get(i).ok_or(String::from("no such element"))?;
    Ok(x * xs.iter().max_by(|a, b| a.total_cmp(b)).ok_or(String::from("empty"))?)
}
