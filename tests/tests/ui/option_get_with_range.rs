use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &[f64]) -> f64 {
    let Some(part) = xs.get(1..3) else { return 0.0 };
    part[0] * part[1]
}

fn main() {}
