//! Loops that end when the value is good enough.

#[path = "../corpus/newton_while.rs"]
mod newton_while;

use autodiff_tests::gradient;
use autodiff_tests::reference::newton_while as twin;
use newton_while::{cube_root, eccentric_anomaly, internal_rate};

#[test]
fn cube_root_has_its_slope() {
    for a in [0.2_f64, 2.0, 5.0, 27.0, 1000.0] {
        gradient!(second |p| cube_root(val p[0])).twin(&[a], |p| twin::cube_root(p[0]));
        gradient!(second |p| cube_root(val p[0])).exact(&[a], &[1.0 / (3.0 * a.powf(2.0 / 3.0))]);
    }
}

#[test]
fn anomaly_agrees_with_dual_numbers_and_with_the_implicit_function() {
    for at in [[1.0, 0.3], [0.2, 0.9], [2.5, 0.0]] {
        let x = eccentric_anomaly(at[0], at[1]);
        let slope = 1.0 / (1.0 - at[1] * x.cos());
        gradient!(second |p| eccentric_anomaly(val p[0], val p[1]))
            .twin(&at, |p| twin::eccentric_anomaly(p[0], p[1]))
            .exact(&at, &[slope, slope * x.sin()]);
    }
}

#[test]
fn internal_rate_agrees_with_dual_numbers() {
    gradient!(second |p| internal_rate(ref p[..4], val p[4]))
        .twin(&[-100.0, 30.0, 50.0, 60.0, 0.02], |p| twin::internal_rate(&p[..4], p[4]));
}
