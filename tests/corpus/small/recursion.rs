//! Recursion, mutual recursion, recursion over slices.

#![allow(clippy::manual_is_multiple_of)]

use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
pub fn power(x: f64, n: u32) -> f64 {
    if n == 0 { 1.0 } else { x * power(x, n - 1) }
}

#[differentiate(second_order)]
pub fn fast_power(x: f64, n: u32) -> f64 {
    if n == 0 {
        return 1.0;
    }
    let half = fast_power(x, n / 2);
    if n % 2 == 0 { half * half } else { half * half * x }
}

#[differentiate(second_order)]
pub fn continued_fraction(x: f64, depth: usize) -> f64 {
    if depth == 0 { x } else { x + 1.0 / continued_fraction(x * 1.1, depth - 1) }
}

#[differentiate(second_order)]
pub fn even(x: f64, n: usize) -> f64 {
    if n == 0 { x } else { x * odd(x, n - 1) }
}

#[differentiate(second_order)]
pub fn odd(x: f64, n: usize) -> f64 {
    if n == 0 { 1.0 } else { even(x + 0.1, n - 1).sin() }
}

#[differentiate(second_order)]
pub fn pairwise_sum(xs: &[f64]) -> f64 {
    if xs.len() == 1 {
        return xs[0] * xs[0];
    }
    let middle = xs.len() / 2;
    let (left, right) = (pairwise_sum(&xs[..middle]), pairwise_sum(&xs[middle..]));
    left + right + 0.01 * left * right
}

#[differentiate(second_order)]
pub fn halves_in_place(xs: &mut [f64]) {
    let n = xs.len();
    if n < 2 {
        return;
    }
    halves_in_place(&mut xs[..n / 2]);
    halves_in_place(&mut xs[n / 2..]);
    for i in 0..n / 2 {
        let (a, b) = (xs[i], xs[i + n / 2]);
        xs[i] = a + b;
        xs[i + n / 2] = a * b;
    }
}

#[differentiate(second_order)]
pub fn adaptive_integral(a: f64, b: f64, depth: usize) -> f64 {
    let middle = 0.5 * (a + b);
    let coarse = (b - a) * integrand(middle);
    if depth == 0 || coarse.abs() < 0.05 {
        return coarse;
    }
    adaptive_integral(a, middle, depth - 1) + adaptive_integral(middle, b, depth - 1)
}

#[differentiate(second_order)]
fn integrand(x: f64) -> f64 {
    (x * x).sin() + x
}

#[differentiate(second_order)]
pub fn minor_determinant(matrix: &[f64], n: usize) -> f64 {
    if n == 1 {
        return matrix[0];
    }
    let mut sum = 0.0;
    let mut sign = 1.0;
    for column in 0..n {
        let mut minor = vec![0.0; (n - 1) * (n - 1)];
        for row in 1..n {
            let mut kept = 0;
            for other in 0..n {
                if other != column {
                    minor[(row - 1) * (n - 1) + kept] = matrix[row * n + other];
                    kept += 1;
                }
            }
        }
        sum += sign * matrix[column] * minor_determinant(&minor, n - 1);
        sign = -sign;
    }
    sum
}
