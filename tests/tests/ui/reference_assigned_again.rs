use autodiff_runtime::prelude::*;

#[differentiate]
fn f(a: &f64, b: &f64) -> f64 {
    let mut r = a;
    if *b > *a {
        r = b;
    }
    *r * 2.0
}

/// To a part of a part, and to another field.
#[differentiate]
fn of_fields(p: &[(f64, f64)]) -> f64 {
    let mut r = &p[0].0;
    if *r > 1.0 {
        r = &p[1].1;
    }
    *r * 2.0
}

fn main() {}
