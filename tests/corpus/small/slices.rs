//! Slices, slices of slices, and slices behind `&mut`.

#![allow(clippy::needless_range_loop, clippy::redundant_slicing)]

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn ranges(xs: &[f64]) -> f64 {
    let head = &xs[..2];
    let tail = &xs[2..];
    let middle = &xs[1..=2];
    let all = &xs[..];
    head[0] * tail[0] + middle[1] * head[1] - all[3]
}

#[differentiate(second_order)]
pub fn slice_of_slice(xs: &[f64]) -> f64 {
    let outer = &xs[1..];
    let inner = &outer[1..3];
    let again = &inner[1..];
    outer[0] * inner[0] + again[0] * again[0]
}

#[differentiate(second_order)]
pub fn rows_of_a_flat_matrix(matrix: &[f64], vector: &[f64]) -> f64 {
    let n = vector.len();
    let mut total = 1.0;
    for i in 0..matrix.len() / n {
        let row = &matrix[i * n..(i + 1) * n];
        let mut sum = 0.0;
        for j in 0..n {
            sum += row[j] * vector[j];
        }
        total *= sum;
    }
    total
}

#[differentiate(second_order)]
pub fn scale_in_place(xs: &mut [f64], factor: f64) {
    for x in xs {
        *x *= factor;
    }
}

#[differentiate(second_order)]
pub fn prefix_sums(xs: &mut [f64]) {
    for i in 1..xs.len() {
        xs[i] += xs[i - 1];
    }
}

#[differentiate(second_order)]
pub fn write_only(xs: &[f64], out: &mut [f64]) {
    for i in 0..xs.len() {
        out[i] = xs[i] * xs[xs.len() - 1 - i];
    }
}

#[differentiate(second_order)]
pub fn returns_and_writes(xs: &[f64], out: &mut [f64]) -> f64 {
    let mut sum = 0.0;
    for (slot, x) in out.iter_mut().zip(xs) {
        *slot = *slot * x + x;
        sum += *slot * *slot;
    }
    sum
}

#[differentiate(second_order)]
pub fn parts_in_place(xs: &mut [f64]) {
    prefix_sums(&mut xs[1..]);
    scale_in_place(&mut xs[..2], 3.0);
    let part = &mut xs[1..3];
    part[0] *= part[1];
    let deeper = &mut part[1..];
    deeper[0] = deeper[0] * deeper[0];
}

#[differentiate(second_order)]
pub fn calls_in_place(xs: &[f64], factor: f64) -> f64 {
    let mut work = xs.to_vec();
    scale_in_place(&mut work, factor);
    prefix_sums(&mut work);
    let mut out = vec![0.0; xs.len()];
    write_only(&work, &mut out);
    let sum = returns_and_writes(&out, &mut work[..]);
    sum * work[0]
}

#[differentiate(second_order)]
pub fn mutable_scalar(x: &mut f64, y: f64) {
    *x = *x * y + *x;
    if *x > 1.0 {
        *x *= *x;
    }
}

#[differentiate(second_order)]
pub fn two_mutable(a: &mut f64, b: &mut f64) {
    let kept = *a;
    *a = *b * kept;
    *b += *a;
}

#[differentiate(second_order)]
pub fn mutable_between(a: f64, out: &mut [f64; 2], b: f64) -> f64 {
    out[0] = a * b;
    out[1] += out[0] * b;
    out[1] - a
}

#[differentiate(second_order)]
pub fn uses_mutable_scalars(x: f64, y: f64) -> f64 {
    let mut a = x;
    let mut b = y * x;
    mutable_scalar(&mut a, y);
    two_mutable(&mut a, &mut b);
    for _ in 0..3 {
        mutable_scalar(&mut b, 0.5 * x);
    }
    a * b
}

#[differentiate(second_order)]
pub fn element_by_reference(xs: &[f64]) -> f64 {
    let mut work = xs.to_vec();
    for i in 1..work.len() {
        let previous = work[i - 1];
        mutable_scalar(&mut work[i], previous);
    }
    work[work.len() - 1]
}

#[differentiate(second_order)]
pub fn lengths(xs: &[f64], ys: &[f64]) -> f64 {
    let n = if xs.len() < ys.len() { xs.len() } else { ys.len() };
    let mut sum = xs.len() as f64 * ys[0];
    for i in 0..n {
        sum += xs[i] * ys[ys.len() - 1 - i];
    }
    sum
}

#[differentiate(second_order)]
pub fn slices_of_arrays(points: &[[f64; 2]], centers: &[[f64; 2]]) -> f64 {
    let mut total = 0.0;
    for point in points {
        let mut nearest = f64::INFINITY;
        for center in centers {
            let (dx, dy) = (point[0] - center[0], point[1] - center[1]);
            nearest = nearest.min(dx * dx + dy * dy);
        }
        total += nearest;
    }
    total
}

#[differentiate(second_order)]
pub fn ping_pong(xs: &[f64], rounds: usize) -> f64 {
    let n = xs.len();
    let mut now = xs.to_vec();
    let mut next = vec![0.0; n];
    for _ in 0..rounds {
        for i in 0..n {
            next[i] = now[i] + 0.1 * (now[(i + 1) % n] - now[i]) * now[(i + n - 1) % n];
        }
        now.copy_from_slice(&next);
    }
    now[0] * now[n - 1]
}
