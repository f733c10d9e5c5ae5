//! `for` over ranges of integers.

#![allow(clippy::needless_range_loop, clippy::reversed_empty_ranges, clippy::assign_op_pattern)]

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn power(x: f64, n: usize) -> f64 {
    let mut y = 1.0;
    for _ in 0..n {
        y *= x;
    }
    y
}

#[differentiate(second_order)]
pub fn constant_trips(x: f64) -> f64 {
    let mut y = x;
    for _ in 0..5 {
        y = y * y - 0.5 * x;
    }
    y
}

#[differentiate(second_order)]
pub fn no_trips(x: f64) -> f64 {
    let mut y = x * x;
    for i in 0..0 {
        y *= i as f64;
    }
    y
}

#[differentiate(second_order)]
pub fn inclusive(x: f64, n: i32) -> f64 {
    let mut sum = 0.0;
    for k in 1..=n {
        sum += x.powi(k) / k as f64;
    }
    sum
}

#[differentiate(second_order)]
pub fn reversed(x: &[f64], at: f64) -> f64 {
    let mut value = 0.0;
    for i in (0..x.len()).rev() {
        value = value * at + x[i];
    }
    value
}

#[differentiate(second_order)]
pub fn stepped(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in (0..x.len()).step_by(2) {
        sum += x[i] * x[i];
    }
    for i in (1..x.len()).rev().step_by(3) {
        sum *= x[i];
    }
    sum
}

#[differentiate(second_order)]
pub fn carried(x: f64, steps: usize) -> f64 {
    let (mut a, mut b) = (x, 1.0);
    for _ in 0..steps {
        let next = a * b + 0.1;
        a = b.sin();
        b = next;
    }
    a * b
}

#[differentiate(second_order)]
pub fn sums_only(x: &[f64], w: f64) -> f64 {
    let mut total = 0.0;
    for i in 0..x.len() {
        let shifted = x[i] - w;
        let squared = shifted * shifted;
        total += (squared * 0.5).exp();
        total -= squared;
    }
    total
}

#[differentiate(second_order)]
pub fn two_sums(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    let mut squares = 0.0;
    for i in 0..x.len() {
        sum += x[i];
        squares += x[i] * x[i];
    }
    squares / sum
}

#[differentiate(second_order)]
pub fn nested(x: &[f64]) -> f64 {
    let n = x.len();
    let mut total = 0.0;
    for i in 0..n {
        let mut row = 1.0;
        for j in 0..n {
            row += x[i] * x[j] / (1 + i + j) as f64;
        }
        total += row * row.ln();
    }
    total
}

#[differentiate(second_order)]
pub fn triangular(x: &[f64]) -> f64 {
    let mut product = 1.0;
    for i in 0..x.len() {
        for j in i + 1..x.len() {
            product *= x[j] - x[i];
        }
    }
    product
}

#[differentiate(second_order)]
pub fn work_array(x: &[f64]) -> f64 {
    let mut buffer = [0.0; 3];
    let mut total = 0.0;
    for k in 0..x.len() {
        for j in 0..3 {
            buffer[j] = x[k] * (j + 1) as f64;
        }
        for j in 1..3 {
            buffer[j] *= buffer[j - 1];
        }
        total += buffer[2] + buffer[1].sin();
    }
    total
}

#[differentiate(second_order)]
pub fn buffer_survives_iterations(x: &[f64]) -> f64 {
    let mut buffer = vec![1.0; x.len()];
    for k in 0..4 {
        for j in 0..x.len() {
            buffer[j] *= x[(j + k) % x.len()];
            buffer[j] += buffer[(j + 1) % x.len()];
        }
    }
    let mut total = 0.0;
    for j in 0..x.len() {
        total += buffer[j] / (j + 1) as f64;
    }
    total
}

#[differentiate(second_order)]
pub fn counter_by_hand(x: &[f64]) -> f64 {
    let mut p = 0;
    let mut total = 0.0;
    for i in 0..3 {
        for _ in i..3 {
            total += x[p] * x[p] * (i + 1) as f64;
            p += 1;
        }
    }
    total * x[p - 1]
}

#[differentiate(second_order)]
pub fn loop_variable_as_a_number(x: f64) -> f64 {
    let mut total = 0.0;
    for i in -2..3 {
        total += (x - i as f64).powi(2) * i as f64;
    }
    total
}

#[differentiate(second_order)]
pub fn active_exponent_bound(x: f64) -> f64 {
    // The bound depends on the value, not on its derivative.
    let n = x.floor() as usize;
    let mut y = x;
    for _ in 0..n {
        y *= x;
    }
    y
}

#[differentiate(second_order)]
pub fn same_division_every_trip(x: f64, y: f64) -> f64 {
    let mut sum = 0.0;
    for i in 1..4 {
        let d = x + i as f64 * y;
        sum += y / d;
        sum = sum / (d * x);
    }
    sum
}

#[differentiate(second_order)]
pub fn logistic_map(r: f64, start: f64) -> f64 {
    let mut x = start;
    for _ in 0..20 {
        x = r * x * (1.0 - x);
    }
    x
}
