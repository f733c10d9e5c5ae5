use autodiff_runtime::prelude::*;

#[differentiate]
fn apply(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    g(x)
}

fn plain(x: f64) -> f64 {
    x
}

#[differentiate]
fn f(x: f64) -> f64 {
    apply(plain, x) //~ found function `plain`
}

fn main() {}
