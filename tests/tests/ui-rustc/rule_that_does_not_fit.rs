use autodiff_runtime::prelude::*;

fn too_few(x: f64, seed: f64) {
    let _ = (x, seed);
}

#[differentiate(vjp = too_few)] //~ takes 2 arguments but 3 arguments were supplied
fn f(x: f64) -> f64 {
    x * x
}

fn wrong_type(x: f64, seed: f32, gx: &mut f64) {
    *gx += 2.0 * x * f64::from(seed);
}

#[differentiate(vjp = wrong_type)] //~ mismatched types
fn g(x: f64) -> f64 {
    x * x
}

fn gives_something(x: f64, seed: f64, gx: &mut f64) -> f64 {
    *gx += 2.0 * x * seed;
    *gx
}

#[differentiate(vjp = gives_something)] //~ mismatched types
fn h(x: f64) -> f64 {
    x * x
}

fn no_value(x: f64, dx: f64) -> f64 {
    2.0 * x * dx
}

#[differentiate(jvp = no_value)] //~ mismatched types
fn k(x: f64) -> f64 {
    x * x
}

fn of_a_vec(x: &[f64], seed: f64, gx: &mut Vec<f64>) {
    gx[0] += x[0] * seed;
}

#[differentiate(vjp = of_a_vec)] //~ mismatched types
fn m(x: &[f64]) -> f64 {
    x[0]
}

fn main() {}
