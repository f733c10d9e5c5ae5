use autodiff_runtime::prelude::*;

#[differentiate]
fn apply(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    g(x)
}

#[differentiate(reverse)]
fn half(x: f64) -> f64 {
    x * 0.5
}

fn main() {
    apply::grad(half {}, 1.0); //~ `half` is not a differentiable function of `(f64,)`
    apply::grad(|x: f64| x, 1.0); //~ is not a differentiable function of `(f64,)`
}
