//! The gradient of the logarithm of a sum of exponentials: the exponentials, over their sum.

/// The value; adds the gradient.
pub fn accumulate_grad(x: &[f64], gradient: &mut [f64]) -> f64 {
    let largest = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let exponentials: Vec<f64> = x.iter().map(|v| (v - largest).exp()).collect();
    let sum: f64 = exponentials.iter().sum();
    let share = 1.0 / sum;
    for (adjoint, e) in gradient.iter_mut().zip(&exponentials) {
        *adjoint += share * e;
    }
    largest + sum.ln()
}
