use autodiff_runtime::prelude::*;

#[differentiate(second_order)]
fn twice(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    g(g(x))
}

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn apply(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    g(x)
}

#[differentiate(second_order)]
fn passes(x: f64) -> f64 {
    apply(square, x)
}

fn main() {}
