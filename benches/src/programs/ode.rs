//! A linear differential equation by the Runge-Kutta method of fourth order.

#![allow(clippy::needless_range_loop)] // formulas over several arrays read best with indices

use autodiff_runtime::prelude::*;

/// The right-hand side: `z[0] = x[0]`, `z[i] = x[i] y[i - 1]`.
#[differentiate(second_order)]
pub fn slope(x: &[f64], y: &[f64], z: &mut [f64]) {
    z[0] = x[0];
    for i in 1..x.len() {
        z[i] = x[i] * y[i - 1];
    }
}

/// The solution at time 2 that starts from zero.
#[differentiate(second_order)]
pub fn solve(x: &[f64], steps: usize) -> Vec<f64> {
    let n = x.len();
    let h = 2.0 / steps as f64;
    let mut k1 = vec![0.0; n];
    let mut k2 = vec![0.0; n];
    let mut k3 = vec![0.0; n];
    let mut k4 = vec![0.0; n];
    let mut inner = vec![0.0; n];
    let mut y = vec![0.0; n];
    for _ in 0..steps {
        slope(x, &y, &mut k1);
        for i in 0..n {
            inner[i] = y[i] + h * k1[i] / 2.0;
        }
        slope(x, &inner, &mut k2);
        for i in 0..n {
            inner[i] = y[i] + h * k2[i] / 2.0;
        }
        slope(x, &inner, &mut k3);
        for i in 0..n {
            inner[i] = y[i] + h * k3[i];
        }
        slope(x, &inner, &mut k4);
        for i in 0..n {
            y[i] += h * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]) / 6.0;
        }
    }
    y
}
