use autodiff_runtime::nalgebra::{Matrix2, Vector2};
use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
fn outer(m: &Matrix2<f64>, v: &Vector2<f64>) -> f64 {
    m.qr().solve(v).map_or(0.0, |x| x.sum()) //~ the rules for `QR<f64
}

fn main() {}
