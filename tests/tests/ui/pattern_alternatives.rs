use autodiff_runtime::prelude::*;

#[differentiate]
fn f(p: Option<(f64, f64, bool)>) -> f64 {
    match p {
        Some((x, _, true) | (_, x, false)) => x * x,
        None => 0.0,
    }
}

fn main() {}
