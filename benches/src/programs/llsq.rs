//! Least squares: a polynomial against the sign function at equidistant points of `[-1, 1]`.

use autodiff_runtime::prelude::*;

/// Half the sum of the squared residuals at `n` points of the polynomial with the given coefficients.
#[differentiate(second_order)]
pub fn half_squared_residuals(coefficients: &[f64], n: usize) -> f64 {
    let mut sum = 0.0;
    for i in 0..n {
        let t = -1.0 + i as f64 * 2.0 / (n as f64 - 1.0);
        let mut residual = sign(t);
        let mut power = 1.0;
        for coefficient in coefficients {
            residual -= coefficient * power;
            power *= t;
        }
        sum += residual * residual;
    }
    0.5 * sum
}

/// -1, 0 or 1.
pub fn sign(t: f64) -> f64 {
    if t > 0.0 {
        1.0
    } else if t < 0.0 {
        -1.0
    } else {
        0.0
    }
}
