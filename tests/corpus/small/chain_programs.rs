//! Small programs of chains, searches and sorting together.

use autodiff_runtime::nalgebra::Matrix2;
use autodiff_runtime::prelude::*;

#[differentiate]
pub fn grid_of_cells(xs: &[f64]) -> f64 {
    let mut grid = [[0.0; 3]; 2];
    for (r, row) in grid.iter_mut().enumerate() {
        for (c, cell) in row.iter_mut().enumerate() {
            *cell = xs[r * 3 + c] * (c as f64 + 1.0);
        }
    }
    let mut cols = 0.0;
    grid.iter_mut().flat_map(|row| row.iter_mut()).for_each(|v| {
        *v = *v * *v;
    });
    for v in grid.iter().flatten() {
        cols += v.sqrt();
    }
    cols
}

#[differentiate]
pub fn evens_and_odds(xs: &[f64]) -> f64 {
    let evens = xs.iter().step_by(2);
    let odds = xs.iter().skip(1).step_by(2);
    evens.zip(odds).map(|(a, b)| a / b).sum::<f64>()
}

#[differentiate]
pub fn columns_in_place(m: &mut Matrix2<f64>, k: f64) -> f64 {
    for (j, mut col) in m.column_iter_mut().enumerate() {
        col *= k * (j + 1) as f64;
    }
    m.iter_mut().for_each(|x| *x += 1.0);
    m.column_iter().map(|c| c.sum()).product::<f64>()
}

#[differentiate]
pub fn parts_of_one_slice(xs: &[f64]) -> f64 {
    let mut v = xs.to_vec();
    v.chunks_mut(2).for_each(|c| c.reverse());
    let (lo, hi) = v.split_at_mut(2);
    lo.iter_mut().zip(hi.iter()).for_each(|(a, b)| *a *= b);
    lo.swap_with_slice(hi);
    v[0]
}

#[differentiate]
pub fn trimmed_median(xs: &[f64]) -> f64 {
    let mut idx: Vec<usize> = vec![0; xs.len()];
    idx.iter_mut().enumerate().for_each(|(i, slot)| *slot = i);
    idx.sort_by(|&i, &j| xs[i].partial_cmp(&xs[j]).unwrap());
    let median = 0.5 * (xs[idx[2]] + xs[idx[3]]);
    let trimmed: f64 = idx[1..5].iter().map(|&i| (xs[i] - median).abs()).sum();
    trimmed * median
}

#[differentiate]
pub fn best_so_far(xs: &[f64]) -> f64 {
    let mut best: Option<f64> = None;
    let mut where_best = 0;
    for (i, x) in xs.iter().enumerate() {
        let v = x.sin();
        let better = match best {
            Some(b) => v > b,
            None => true,
        };
        if better {
            best = Some(v);
            where_best = i;
        }
    }
    match best {
        Some(b) => b * xs[where_best],
        None => 0.0,
    }
}

#[differentiate]
pub fn log_sum_exp(xs: &[f64]) -> f64 {
    let softmax = |v: &[f64]| {
        let m = v.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = v.iter().map(|x| (x - m).exp()).sum();
        (m, total)
    };
    let (m, total) = softmax(xs);
    let (n, other) = softmax(&xs[2..]);
    m + total.ln() - n * other
}

#[differentiate]
pub fn sorted_again_and_again(xs: &[f64]) -> f64 {
    let mut v = [xs[0], xs[1], xs[2], xs[3]];
    for k in 0..3 {
        v.sort_by(|a, b| b.total_cmp(a));
        v[k] *= 0.3 + xs[4];
        v.rotate_left(k);
        if let Some(m) = v.iter_mut().min_by(|a, b| a.total_cmp(b)) {
            *m += xs[5];
        }
    }
    v.iter().enumerate().map(|(i, x)| x * x * (i + 1) as f64).sum()
}

#[differentiate]
pub fn polynomials(xs: &[f64]) -> f64 {
    let poly = |c: &[f64], x: f64| c.iter().rev().fold(0.0, |acc, c| acc * x + c);
    let table: [[f64; 2]; 3] =
        std::array::from_fn(|i| [poly(&xs[..3], i as f64), poly(&xs[3..], xs[i])]);
    let best = table.iter().enumerate().max_by(|(_, a), (_, b)| a[1].total_cmp(&b[1]));
    let (i, row) = best.unwrap();
    table.iter().map(|[a, b]| a * b).sum::<f64>() + row[0] * i as f64
}
