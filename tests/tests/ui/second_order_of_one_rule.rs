use autodiff_runtime::prelude::*;

fn square_vjp(x: f64, seed: f64, gradient: &mut f64) {
    *gradient += 2.0 * x * seed;
}

#[differentiate(second_order, vjp = square_vjp)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
