//! The gradient of a least-squares fit, point by point.

use crate::programs::llsq::sign;

/// The value; adds the gradient.
pub fn accumulate_grad(coefficients: &[f64], n: usize, gradient: &mut [f64]) -> f64 {
    let mut powers = vec![0.0; coefficients.len()];
    let mut sum = 0.0;
    for i in 0..n {
        let t = -1.0 + i as f64 * 2.0 / (n as f64 - 1.0);
        let mut residual = sign(t);
        let mut power = 1.0;
        for (coefficient, kept) in coefficients.iter().zip(&mut powers) {
            residual -= coefficient * power;
            *kept = power;
            power *= t;
        }
        sum += residual * residual;
        for (adjoint, power) in gradient.iter_mut().zip(&powers) {
            *adjoint -= residual * power;
        }
    }
    0.5 * sum
}
