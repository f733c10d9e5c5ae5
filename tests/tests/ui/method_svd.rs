use autodiff_runtime::prelude::*;
use autodiff_runtime::nalgebra::Matrix2;

#[differentiate]
fn f(a: Matrix2<f64>) -> f64 {
    a.svd(true, true).u.unwrap().m11
}

fn main() {}
