use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: &mut [f64]) {
    *x.first_mut().unwrap() = 2.0;
}

fn main() {}
