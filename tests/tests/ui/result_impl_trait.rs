use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> impl core::fmt::Display {
    x * x
}

fn main() {}
