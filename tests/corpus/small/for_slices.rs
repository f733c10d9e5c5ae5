//! `for` over slices, arrays and their iterators.

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn by_reference(xs: &[f64]) -> f64 {
    let mut product = 1.0;
    for x in xs {
        product *= x;
    }
    product
}

#[differentiate(second_order)]
pub fn by_value_pattern(xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for &x in xs {
        sum += x * x;
    }
    sum
}

#[differentiate(second_order)]
pub fn iter(xs: &[f64]) -> f64 {
    let mut value = 0.5;
    for x in xs.iter() {
        value = value * x + x.sin();
    }
    value
}

#[differentiate(second_order)]
pub fn array_by_value(xs: [f64; 3]) -> f64 {
    let mut value = 1.0;
    for x in xs {
        value = value / x + x;
    }
    value
}

#[differentiate(second_order)]
pub fn array_by_reference(xs: &[f64; 3]) -> f64 {
    let mut value = 1.0;
    for x in xs {
        value *= x + 1.0;
    }
    value
}

#[differentiate(second_order)]
pub fn vec_by_value(xs: &[f64]) -> f64 {
    let copy = xs.to_vec();
    let mut value = 1.0;
    for x in copy {
        value += x * value;
    }
    value
}

#[differentiate(second_order)]
pub fn iter_mut(xs: &[f64]) -> f64 {
    let mut copy = xs.to_vec();
    for x in copy.iter_mut() {
        *x = *x * *x + 1.0;
    }
    for x in &mut copy {
        *x *= 2.0;
    }
    copy[0] * copy[1]
}

#[differentiate(second_order)]
pub fn enumerate(xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (i, x) in xs.iter().enumerate() {
        sum += x.powi(i as i32);
    }
    sum
}

#[differentiate(second_order)]
pub fn enumerate_mut(xs: &[f64]) -> f64 {
    let mut copy = [1.0; 3];
    for (i, slot) in copy.iter_mut().enumerate() {
        *slot *= xs[i] * (i + 1) as f64;
    }
    copy[0] * copy[1] * copy[2]
}

#[differentiate(second_order)]
pub fn zip(xs: &[f64], ys: &[f64]) -> f64 {
    let mut dot = 0.0;
    for (x, y) in xs.iter().zip(ys) {
        dot += x * y;
    }
    for (x, y) in xs.iter().zip(ys.iter()) {
        dot *= x - y;
    }
    dot
}

#[differentiate(second_order)]
pub fn zip_mut(xs: &[f64], ys: &[f64]) -> f64 {
    let mut out = xs.to_vec();
    for (slot, y) in out.iter_mut().zip(ys) {
        *slot += y * *slot;
    }
    out[0] * out[1]
}

#[differentiate(second_order)]
pub fn zip_enumerated(xs: &[f64], ys: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (i, (x, y)) in xs.iter().zip(ys).enumerate() {
        sum += x * y * (i as f64 + 0.5);
    }
    sum
}

#[differentiate(second_order)]
pub fn unequal_zip(xs: &[f64], ys: &[f64]) -> f64 {
    let mut sum = 1.0;
    for (x, y) in xs.iter().zip(&ys[1..]) {
        sum *= x + y;
    }
    sum
}

#[differentiate(second_order)]
pub fn chunks(xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for chunk in xs.chunks(2) {
        let mut product = 1.0;
        for x in chunk {
            product *= x;
        }
        sum += product * product;
    }
    sum
}

#[differentiate(second_order)]
pub fn chunks_exact(xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for pair in xs.chunks_exact(2) {
        sum += pair[0] / pair[1];
    }
    sum
}

#[differentiate(second_order)]
pub fn windows(xs: &[f64]) -> f64 {
    let mut length = 0.0;
    for pair in xs.windows(2) {
        length += ((pair[1] - pair[0]).powi(2) + 0.01).sqrt();
    }
    length
}

#[differentiate(second_order)]
pub fn rev(xs: &[f64]) -> f64 {
    let mut value = 0.0;
    for x in xs.iter().rev() {
        value = (value + x) * 0.5 * x;
    }
    value
}

#[differentiate(second_order)]
pub fn skip_and_take(xs: &[f64]) -> f64 {
    let mut value = 1.0;
    for x in xs.iter().skip(1) {
        value *= x;
    }
    for x in xs.iter().take(2) {
        value += x * value;
    }
    value
}

#[differentiate(second_order)]
pub fn subslice(xs: &[f64]) -> f64 {
    let mut value = 1.0;
    for x in &xs[1..3] {
        value *= x;
    }
    for x in xs[..2].iter() {
        value += x;
    }
    value
}

#[differentiate(second_order)]
pub fn rows(rows: &[[f64; 2]]) -> f64 {
    let mut area = 0.0;
    for (i, row) in rows.iter().enumerate() {
        let next = rows[(i + 1) % rows.len()];
        area += row[0] * next[1] - next[0] * row[1];
    }
    0.5 * area
}

#[differentiate(second_order)]
pub fn destructured_rows(rows: &[[f64; 2]]) -> f64 {
    let mut sum = 0.0;
    for [x, y] in rows {
        sum += x * y;
    }
    for &[x, y] in rows {
        sum += (x - y) * sum;
    }
    sum
}

#[differentiate(second_order)]
pub fn constant_iterator(x: f64, #[constant] table: &[f64]) -> f64 {
    let mut y = x;
    for entry in table {
        y = y * entry + x;
    }
    y
}

#[differentiate(second_order)]
pub fn inactive_elements(x: f64, powers: &[i32]) -> f64 {
    let mut y = 0.0;
    for &power in powers {
        y += x.powi(power);
    }
    y
}
