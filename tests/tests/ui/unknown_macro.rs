use autodiff_runtime::prelude::*;

macro_rules! twice {
    ($e:expr) => {
        2.0 * $e
    };
}

#[differentiate]
fn f(x: f64) -> f64 {
    x + twice!(x)
}

fn main() {}
