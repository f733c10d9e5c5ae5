use autodiff_runtime::prelude::*;

#[differentiate]
fn f(n: usize, label: &str) -> f64 {
    (n + label.len()) as f64
}

fn main() {}
