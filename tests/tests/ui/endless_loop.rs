use autodiff_runtime::prelude::*;

#[differentiate]
fn f(x: f64) -> f64 {
    let mut y = x;
    loop {
        y *= 2.0;
        assert!(y < 1e9);
    }
}

fn main() {}
