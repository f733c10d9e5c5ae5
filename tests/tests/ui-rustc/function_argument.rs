use autodiff_runtime::prelude::*;

#[differentiate]
fn apply(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    g(x)
}

fn plain(x: f64) -> f64 {
    x
}

#[differentiate(reverse)]
fn half(x: f64) -> f64 {
    x * 0.5
}

#[differentiate]
fn not_differentiated(x: f64) -> f64 {
    apply(plain, x)
}

fn main() {
    apply::grad(half {}, 1.0);
    apply::grad(|x: f64| x, 1.0);
}
