use autodiff_runtime::prelude::*;

fn rule(x: f64, seed: f64, gx: &mut f64) {
    *gx += 2.0 * x * seed;
}

#[differentiate(vjp = rule, forward)]
fn left_out(x: f64) -> f64 {
    x * x
}

#[differentiate(jvp = rule, reverse)]
fn left_out_too(x: f64) -> f64 {
    x * x
}

#[differentiate(vjp = rule, vjp = rule)]
fn twice(x: f64) -> f64 {
    x * x
}

#[differentiate(vjp)]
fn without_a_path(x: f64) -> f64 {
    x * x
}

#[differentiate(jpv = rule)]
fn misspelt(x: f64) -> f64 {
    x * x
}

#[differentiate(vjp = rule)]
fn in_place(x: &mut f64) {
    *x *= *x;
}

#[differentiate(vjp = rule)]
fn of_a_function(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    g(x)
}

#[differentiate(vjp = rule)]
fn without_a_result(_x: f64) {}

#[differentiate(vjp = rule)]
fn without_an_active_parameter(n: usize) -> f64 {
    n as f64
}

#[derive(Differentiable)]
struct Model(f64);

#[differentiate(vjp = rule, name = Other)]
impl Model {
    #[differentiate(name = Energy)]
    fn energy(&self, x: f64) -> f64 {
        self.0 * x
    }
}

#[differentiate]
trait Energy {
    #[differentiate(vjp = rule)]
    fn energy(&self, x: f64) -> f64;
}

fn main() {}
