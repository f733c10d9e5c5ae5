use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    extern crate core as c;
    x * c::f64::consts::PI
}

fn main() {}
