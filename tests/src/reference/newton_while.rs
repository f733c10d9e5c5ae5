//! The iterations again; their derivatives also follow from the implicit function theorem.

use super::Number;

/// The cube root.
pub fn cube_root<D: Number>(a: D) -> D {
    let mut x = a;
    while (x * x * x - a).re().abs() > 1e-13 * a.re().abs() {
        x -= (x * x * x - a) / (x * x * 3.0);
    }
    x
}

/// The eccentric anomaly.
pub fn eccentric_anomaly<D: Number>(mean: D, e: D) -> D {
    let mut x = if e > 0.8 { D::from(core::f64::consts::PI) } else { mean };
    for _ in 0..50 {
        let step = (x - e * x.sin() - mean) / (-e * x.cos() + 1.0);
        x -= step;
        if step.re().abs() < 1e-14 {
            break;
        }
    }
    x
}

/// The internal rate of return.
pub fn internal_rate<D: Number>(payments: &[D], start: D) -> D {
    let mut rate = start;
    loop {
        let (mut value, mut slope) = (D::from(0.0), D::from(0.0));
        let mut discount = D::from(1.0);
        for (year, payment) in payments.iter().enumerate() {
            value += *payment * discount;
            slope -= *payment * discount / (rate + 1.0) * year as f64;
            discount /= rate + 1.0;
        }
        let change = (value / slope).lesser(D::from(0.5));
        rate -= change;
        if change.re().abs() <= 1e-12 {
            return rate;
        }
    }
}
