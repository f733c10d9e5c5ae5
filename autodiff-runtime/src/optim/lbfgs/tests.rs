//! L-BFGS on published problems, on functions that are not finite, and with wrong gradients.

use super::*;

/// Of Wood's function: the minimum 0 at (1, 1, 1, 1).
fn wood(x: &[f64], gradient: &mut [f64]) -> f64 {
    let (a, b) = (x[1] - x[0] * x[0], x[3] - x[2] * x[2]);
    let (u, v) = (1.0 - x[0], 1.0 - x[2]);
    let (p, q) = (x[1] - 1.0, x[3] - 1.0);
    gradient[0] += -400.0 * x[0] * a - 2.0 * u;
    gradient[1] += 200.0 * a + 20.2 * p + 19.8 * q;
    gradient[2] += -360.0 * x[2] * b - 2.0 * v;
    gradient[3] += 180.0 * b + 20.2 * q + 19.8 * p;
    100.0 * a * a + u * u + 90.0 * b * b + v * v + 10.1 * (p * p + q * q) + 19.8 * p * q
}

#[test]
fn woods_function_is_minimized() {
    for history in [3, 100] {
        let mut x = [-3.0, -1.0, -3.0, -1.0];
        let mut optimizer = Lbfgs::default().history(history).iterations(500).tolerances(1e-7, 0.0);
        let report = optimizer.minimize(&mut x, wood);
        assert!(report.stop.converged(), "{report:?}");
        assert!(x.iter().all(|x| (x - 1.0).abs() < 1e-6), "{x:?} {report:?}");
    }
}

#[test]
fn several_calls_are_one() {
    let (mut x, mut y) = ([-3.0, -1.0, -3.0, -1.0], [-3.0, -1.0, -3.0, -1.0]);
    let mut parts = Lbfgs::default().iterations(5).evaluations(1000);
    parts.minimize(&mut x, wood);
    let mut copy = parts.clone();
    let mut x_copy = x;
    parts.minimize(&mut x, wood);
    copy.minimize(&mut x_copy, wood);
    assert_eq!(x, x_copy);
    Lbfgs::default().iterations(10).evaluations(1000).minimize(&mut y, wood);
    assert_eq!(x, y);
}

#[test]
fn a_step_where_the_function_is_not_finite_is_shortened() {
    // x - ln x is NaN for negative x; the first step of length 1 along -g = 99 would be far beyond.
    let mut x = [100.0];
    let mut optimizer = Lbfgs::new(500.0).iterations(100);
    let report = optimizer.minimize(&mut x, |x, gradient| {
        gradient[0] += 1.0 - 1.0 / x[0];
        x[0] - f64::ln(x[0])
    });
    assert!((x[0] - 1.0).abs() < 1e-6, "{x:?} {report:?}");
}

#[test]
fn a_wrong_gradient_is_not_called_convergence() {
    let mut x = [1.0];
    let report = Lbfgs::default().minimize(&mut x, |x, gradient| {
        gradient[0] -= 2.0 * x[0];
        x[0] * x[0]
    });
    assert_eq!((report.stop, x), (Stop::Search, [1.0]));
    assert!(!report.stop.converged());
}

#[test]
fn a_function_that_is_not_finite_ends_it() {
    let mut x = [1.0_f64];
    let report = Lbfgs::default().minimize(&mut x, |_, gradient| {
        gradient[0] = 1.0;
        f64::NAN
    });
    assert_eq!((report.stop, x), (Stop::NotFinite, [1.0]));
}

#[test]
fn at_a_minimum_it_stays() {
    let mut x = [1.0; 4];
    let report = Lbfgs::default().minimize(&mut x, wood);
    assert_eq!((report.stop, report.evaluations, x), (Stop::Gradient, 1, [1.0; 4]));
}
