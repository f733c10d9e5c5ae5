use autodiff_runtime::prelude::*;

#[differentiate]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

fn main() {
    let gradient: f64 = product::grad(1.0, 2.0);
}
