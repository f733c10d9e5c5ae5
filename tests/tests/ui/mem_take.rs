use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = x;
    let z = core::mem::take(&mut y);
    y + z
}

fn main() {}
