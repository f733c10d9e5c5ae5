//! Types of the user's own whose methods are named like nalgebra's.

#[path = "../corpus/small/own_vectors.rs"]
mod own_vectors;

use autodiff_runtime::nalgebra::{Matrix3, Vector3};
use autodiff_tests::gradient;
use own_vectors::*;

const NUMBERS: [f64; 24] = [
    1.3, 0.7, -0.4, 0.9, 2.0, -1.1, 0.5, 0.8, 1.7, -0.6, 0.2, 1.1, -0.9, 0.4, 1.5, 0.3, -1.2, 0.6,
    0.35, 0.9, 0.1, 0.7, -0.2, 0.5,
];
fn v3(p: &[f64]) -> Vector3<f64> {
    Vector3::from_column_slice(&p[..3])
}
fn own(p: &[f64]) -> Vec3 {
    Vec3 { x: p[0], y: p[1], z: p[2] }
}
fn body(p: &[f64]) -> Body {
    Body {
        pos: v3(p),
        vel: v3(&p[3..]),
        dir: own(&p[6..]),
        m: Matrix3::from_column_slice(&p[9..18]),
        w: p[18..20].to_vec(),
    }
}
#[test]
fn of_own_dot() {
    gradient!(|p| own_dot(ref own(p), ref own(&p[3..]))).differences(&NUMBERS[..6]);
}
#[test]
fn of_own_chain() {
    gradient!(|p| own_chain(val own(p), val own(&p[3..]), val p[6])).differences(&NUMBERS[..7]);
}
#[test]
fn of_own_normalize() {
    gradient!(|p| own_normalize(ref own(p))).differences(&NUMBERS[..3]);
}
#[test]
fn of_simulate() {
    gradient!(|p| simulate(ref body(p), val p[20])).differences(&NUMBERS[..21]);
}
