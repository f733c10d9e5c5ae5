//! The adjoint of the Runge-Kutta method: the stages of each step are what it keeps.

/// The solution; adds the gradient for a cotangent of it.
pub fn accumulate_vjp(x: &[f64], steps: usize, seed: &[f64], gradient: &mut [f64]) -> Vec<f64> {
    let n = x.len();
    let h = 2.0 / steps as f64;
    // Of each step the states in which the slope was taken: four a step.
    let mut states = vec![0.0; 4 * n * steps];
    let mut slopes = vec![0.0; 4 * n];
    let mut y = vec![0.0; n];
    for kept in states.chunks_exact_mut(4 * n) {
        let (y1, rest) = kept.split_at_mut(n);
        let (y2, rest) = rest.split_at_mut(n);
        let (y3, y4) = rest.split_at_mut(n);
        let (k1, rest) = slopes.split_at_mut(n);
        let (k2, rest) = rest.split_at_mut(n);
        let (k3, k4) = rest.split_at_mut(n);
        y1.copy_from_slice(&y);
        slope(x, y1, k1);
        for i in 0..n {
            y2[i] = y[i] + h * k1[i] / 2.0;
        }
        slope(x, y2, k2);
        for i in 0..n {
            y3[i] = y[i] + h * k2[i] / 2.0;
        }
        slope(x, y3, k3);
        for i in 0..n {
            y4[i] = y[i] + h * k3[i];
        }
        slope(x, y4, k4);
        for i in 0..n {
            y[i] += h * (k1[i] + 2.0 * k2[i] + 2.0 * k3[i] + k4[i]) / 6.0;
        }
    }

    let mut adjoint = seed.to_vec();
    let mut of_slope = vec![0.0; n];
    let mut of_state = vec![0.0; n];
    let mut next = vec![0.0; n];
    for kept in states.chunks_exact(4 * n).rev() {
        let (y1, rest) = kept.split_at(n);
        let (y2, rest) = rest.split_at(n);
        let (y3, y4) = rest.split_at(n);
        next.copy_from_slice(&adjoint);
        // The weight of each stage in the step, and how far its state lies along the slope before it.
        for i in 0..n {
            of_slope[i] = h / 6.0 * adjoint[i];
        }
        slope_adjoint(x, y4, &of_slope, gradient, &mut of_state);
        for (state, weight, along) in
            [(y3, h / 3.0, h), (y2, h / 3.0, h / 2.0), (y1, h / 6.0, h / 2.0)]
        {
            for i in 0..n {
                next[i] += of_state[i];
                of_slope[i] = weight * adjoint[i] + along * of_state[i];
            }
            slope_adjoint(x, state, &of_slope, gradient, &mut of_state);
        }
        for i in 0..n {
            adjoint[i] = next[i] + of_state[i];
        }
    }
    y
}

#[inline]
fn slope(x: &[f64], y: &[f64], z: &mut [f64]) {
    z[0] = x[0];
    for ((z, x), y) in z[1..].iter_mut().zip(&x[1..]).zip(y) {
        *z = x * y;
    }
}

/// Adds to the gradient; sets the adjoint of the state.
#[inline]
fn slope_adjoint(
    x: &[f64],
    y: &[f64],
    of_slope: &[f64],
    gradient: &mut [f64],
    of_state: &mut [f64],
) {
    let n = x.len();
    gradient[0] += of_slope[0];
    let (x, of_slope, gradient) = (&x[1..n], &of_slope[1..n], &mut gradient[1..n]);
    let (y, below) = (&y[..n - 1], &mut of_state[..n - 1]);
    for i in 0..n - 1 {
        gradient[i] += y[i] * of_slope[i];
        below[i] = x[i] * of_slope[i];
    }
    of_state[n - 1] = 0.0;
}
