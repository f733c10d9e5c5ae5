use autodiff_runtime::prelude::*;

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {
    square::hvp(1.0, 1.0);
}
