use autodiff_runtime::prelude::*;

#[differentiate]
fn f(xs: &mut [f64], k: f64) {
    match xs {
        [first, rest @ ..] => {
            *first *= k;
            rest[0] *= k;
        }
        [] => {}
    }
}

#[differentiate]
fn of_array(xs: [f64; 3]) -> f64 {
    match xs {
        [first, rest @ ..] if first > 0.0 => rest[0] * rest[1],
        _ => xs[0],
    }
}

fn main() {}
