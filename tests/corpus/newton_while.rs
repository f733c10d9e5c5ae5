//! Newton's method: loops that end when the value is good enough.

use autodiff_runtime::prelude::*;

/// The cube root, without calling it.
#[differentiate(second_order)]
pub fn cube_root(a: f64) -> f64 {
    let mut x = a;
    while (x * x * x - a).abs() > 1e-13 * a.abs() {
        x -= (x * x * x - a) / (3.0 * x * x);
    }
    x
}

/// The eccentric anomaly of Kepler's equation.
#[differentiate(second_order)]
pub fn eccentric_anomaly(mean_anomaly: f64, eccentricity: f64) -> f64 {
    let mut anomaly = if eccentricity > 0.8 { core::f64::consts::PI } else { mean_anomaly };
    let mut rounds = 0;
    loop {
        let (sin, cos) = anomaly.sin_cos();
        let step = (anomaly - eccentricity * sin - mean_anomaly) / (1.0 - eccentricity * cos);
        anomaly -= step;
        rounds += 1;
        if step.abs() < 1e-14 || rounds == 50 {
            break anomaly;
        }
    }
}

/// The rate at which a stream of payments is worth nothing, by Newton's method with a safeguard.
#[differentiate(second_order)]
pub fn internal_rate(payments: &[f64], start: f64) -> f64 {
    let mut rate = start;
    let mut change = f64::INFINITY;
    while change.abs() > 1e-12 {
        let mut value = 0.0;
        let mut slope = 0.0;
        let mut discount = 1.0;
        for (year, payment) in payments.iter().enumerate() {
            value += payment * discount;
            slope -= year as f64 * payment * discount / (1.0 + rate);
            discount /= 1.0 + rate;
        }
        change = value / slope;
        if change > 0.5 {
            change = 0.5;
        }
        rate -= change;
    }
    rate
}
