use autodiff_runtime::prelude::*;

#[differentiate]
fn f(a: &f64, b: &f64) -> f64 {
    let mut r = a;
    if *b > *a {
        r = b;
    }
    *r * 2.0
}

fn main() {}
