use autodiff_runtime::prelude::*;

struct Temperature(f64);

#[differentiate]
fn f(t: Temperature, x: f64) -> f64 { //~ `Temperature` has no derivative
    t.0 * x
}

fn main() {}
