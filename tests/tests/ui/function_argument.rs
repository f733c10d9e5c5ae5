use autodiff_runtime::prelude::*;

#[differentiate]
fn apply(g: impl Fn(f64) -> f64, x: f64) -> f64 {
    g(x)
}

struct Model;

impl Model {
    fn energy(x: f64) -> f64 {
        x * x
    }
}

#[differentiate]
fn associated(x: f64) -> f64 {
    apply(Model::energy, x)
}

#[differentiate]
fn changes_what_it_captured(x: f64) -> f64 {
    let mut count = 0.0;
    let y = apply(
        |t| {
            count += t;
            t * x
        },
        x,
    );
    y + count
}

fn main() {}
